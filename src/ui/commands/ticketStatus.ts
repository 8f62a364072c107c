import * as vscode from 'vscode';
import { ticketFolder } from './askTicket.js';
import type { Command } from './command.js';

export const ticketStatus: Command = {
  id: 'agentLogbook.ticketStatus',
  async run({ store }, arg) {
    const folder = ticketFolder(store, arg);
    if (!folder) {
      return;
    }
    const { ticket } = await store.api.folderStatus(folder);
    if (ticket) {
      await vscode.commands.executeCommand('agentLogbook.showTicketSummary', ticket.key, folder);
      return;
    }
    const start = vscode.l10n.t('Start Ticket');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('No ticket is open in this repository.'),
      start,
    );
    if (choice === start) {
      await vscode.commands.executeCommand('agentLogbook.startTicket', folder);
    }
  },
};
