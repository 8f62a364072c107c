import * as vscode from 'vscode';
import type { TicketSummary } from '../../common/protocol.js';
import { formatCost } from '../../common/format.js';
import { tokensText } from '../../common/usageText.js';
import { forNotification } from '../text.js';
import { ticketMarkdown } from '../../tickets/markdown.js';
import { ticketFolder } from './askTicket.js';
import type { Command } from './command.js';

/** Finishes the ticket that is open in the active repository, or the one of a row, and shows what it came to. */
export const finishTicket: Command = {
  id: 'agentLogbook.finishTicket',
  async run({ store }, arg) {
    const ticket = (arg as { ticket?: TicketSummary } | null | undefined)?.ticket;
    const folder = ticket?.worktree ?? ticket?.repository ?? ticketFolder(store, arg);
    if (!folder) {
      return;
    }
    const status = await store.api.folderStatus(folder);
    if (status.ticket?.state !== 'open') {
      void vscode.window.showInformationMessage(vscode.l10n.t('No ticket is open in this repository.'));
      return;
    }
    const report = await store.api.finishTicket(folder);
    await vscode.commands.executeCommand('agentLogbook.showTicketSummary', report.key, folder);

    const replay = vscode.l10n.t('Open Replay');
    const copy = vscode.l10n.t('Copy as Markdown');
    const [newest] = report.sessionIds;
    const text = vscode.l10n.t(
      'Ticket {0} is finished: {1} tokens, {2}.',
      report.key,
      tokensText(report.usage),
      report.usage.costUsd === null ? vscode.l10n.t('no price') : formatCost(report.usage.costUsd),
    );
    // Not awaited: the command is done, the notification stays as long as the user likes.
    void vscode.window
      .showInformationMessage(forNotification(text), ...(newest ? [replay] : []), copy)
      .then(async (choice) => {
        if (choice === replay) {
          await vscode.commands.executeCommand('agentLogbook.openReplay', newest);
        } else if (choice === copy) {
          await vscode.env.clipboard.writeText(ticketMarkdown(report));
        }
      });
  },
};
