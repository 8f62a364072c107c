import * as vscode from 'vscode';
import { askTicket, ticketFolder } from './askTicket.js';
import type { Command } from './command.js';

/** Where a ticket is open in the worktree already, one moment ends it and begins the other. */
export const startTicket: Command = {
  id: 'agentLogbook.startTicket',
  async run({ store }, arg) {
    const folder = ticketFolder(store, arg);
    if (!folder) {
      return;
    }
    const status = await store.api.folderStatus(folder);
    const open = status.ticket?.state === 'open' ? status.ticket : null;
    const asked = await askTicket(
      open ? vscode.l10n.t('Start another ticket than {0}', open.key) : vscode.l10n.t('Start ticket'),
      open && open.key === status.proposedKey ? null : status.proposedKey,
    );
    if (!asked) {
      return;
    }
    // The status bar item and the Tickets view say that it is open; a message of its own would outlive a quick finish.
    if (open) {
      await store.api.switchTicket({ ...asked, folder });
    } else {
      await store.api.startTicket({ ...asked, folder });
    }
  },
};
