import * as vscode from 'vscode';
import type { Command } from './command.js';
import { backupFiles } from './backUpLogbook.js';

/** Replaces the logbook by a backup, after asking. The one of before is kept beside it. */
export const restoreLogbook: Command = {
  id: 'agentLogbook.restoreLogbook',
  async run({ store }) {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Restore the logbook from a backup'),
        filters: backupFiles(),
      })) ?? [];
    if (!file) {
      return;
    }
    const restore = vscode.l10n.t('Restore');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Replace the logbook by this backup?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          "What was recorded or tagged since is undone, and the agents' files are read on from there. What was forgotten since stays forgotten, unless you read it again first. The logbook of now is kept under another name in its folder.",
        ),
      },
      restore,
    );
    if (answer === restore) {
      const sessions = await store.own.api.restore(file.fsPath);
      void vscode.window.showInformationMessage(vscode.l10n.t('The backup has {0} sessions.', sessions));
    }
  },
};
