import * as vscode from 'vscode';
import type { Command } from './command.js';

/** Reads what changed on disk now, instead of when it is noticed. */
export const refresh: Command = {
  id: 'agentLogbook.refresh',
  async run({ store, sessions, tickets, plans }) {
    await vscode.window.withProgress({ location: { viewId: 'agentLogbook.sessions' } }, () =>
      store.api.rescan(),
    );
    sessions.refresh();
    tickets.refresh();
    plans.refresh();
  },
};
