import * as vscode from 'vscode';
import type { TicketSummary } from '../../common/protocol.js';
import { activeFolder } from '../folders.js';
import { ticketMarkdown } from '../../tickets/markdown.js';
import { ticketFolder } from './askTicket.js';
import type { Command } from './command.js';

export const copyTicketAsMarkdown: Command = {
  id: 'agentLogbook.copyTicketAsMarkdown',
  async run({ store }, arg) {
    const row = (arg as { ticket?: TicketSummary } | null | undefined)?.ticket;
    const folder = row ? (row.worktree ?? row.repository ?? activeFolder()) : ticketFolder(store);
    if (!row && !folder) {
      return;
    }
    const ticket = row ?? (folder ? (await store.api.folderStatus(folder)).ticket : null);
    const report = ticket && (await store.api.ticket(ticket.key, folder));
    if (!report) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No ticket is open in this repository.'));
      return;
    }
    await vscode.env.clipboard.writeText(ticketMarkdown(report));
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
  },
};
