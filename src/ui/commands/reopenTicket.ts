import * as vscode from 'vscode';
import { forNotification } from '../text.js';
import { pickTicket } from './chooseTicket.js';
import type { Command } from './command.js';

/** Starts a finished or abandoned ticket again, in the worktree where it was worked on last. */
export const reopenTicket: Command = {
  id: 'agentLogbook.reopenTicket',
  async run({ store }, arg) {
    const key = await pickTicket(store.api, arg, vscode.l10n.t('Reopen which ticket?'));
    if (key === undefined) {
      return;
    }
    const { state, worktree } = await store.api.reopenTicket(key);
    const said =
      state === 'open' && worktree !== null
        ? vscode.l10n.t('Ticket {0} is open in {1}.', key, worktree)
        : vscode.l10n.t('Ticket {0} is no longer given up.', key);
    void vscode.window.showInformationMessage(forNotification(said));
  },
};
