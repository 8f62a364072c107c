import * as vscode from 'vscode';
import type { Command } from './command.js';

/** Lets forgotten sessions be read again, as far as their agents still have their files. */
export const rememberForgotten: Command = {
  id: 'agentLogbook.rememberForgotten',
  async run({ store }) {
    const count = await store.api.forgotten();
    if (count === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No session is kept from being read.'));
      return;
    }
    const read = vscode.l10n.t('Read Them Again');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Read forgotten sessions again ({0})?', count),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The files of their agents are read anew from the start. What the agents have deleted, and what you said of these sessions, does not come back.',
        ),
      },
      read,
    );
    if (answer === read) {
      await store.api.rememberForgotten();
    }
  },
};
