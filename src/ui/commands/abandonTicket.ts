import * as vscode from 'vscode';
import { forNotification } from '../text.js';
import { pickTicket } from './chooseTicket.js';
import type { Command } from './command.js';

/** Gives a ticket up, and offers to take that back. */
export const abandonTicket: Command = {
  id: 'agentLogbook.abandonTicket',
  async run({ store }, arg) {
    const key = await pickTicket(store.api, arg, vscode.l10n.t('Give which ticket up?'));
    if (key === undefined) {
      return;
    }
    await store.api.abandonTicket(key);
    const reopen = vscode.l10n.t('Reopen');
    const said = vscode.l10n.t('Ticket {0} is given up. What was done for it stays its own.', key);
    // Nobody waits for the notification, which may stay for as long as the person likes.
    void vscode.window.showInformationMessage(forNotification(said), reopen).then(async (answer) => {
      if (answer === reopen) {
        await vscode.commands.executeCommand('agentLogbook.reopenTicket', key);
      }
    });
  },
};
