import * as vscode from 'vscode';
import { writeSetting } from '../config.js';
import type { Command } from './command.js';

/** Deletes what was recorded, after asking. Recording pauses, or it would all be read again at once. */
export const deleteAllData: Command = {
  id: 'agentLogbook.deleteAllData',
  async run({ store }) {
    const confirm = vscode.l10n.t('Delete All Data');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete everything that Agent Logbook has recorded?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          "Sessions, tickets and figures are deleted and cannot be brought back. The agents' own files stay where they are. Recording pauses until you resume it.",
        ),
      },
      confirm,
    );
    if (choice !== confirm) {
      return;
    }
    await writeSetting('recording.paused', true);
    await store.own.api.deleteAll();
    const resume = vscode.l10n.t('Resume Recording');
    void vscode.window
      .showInformationMessage(vscode.l10n.t('All data is deleted. Recording is paused.'), resume)
      .then((answer) => (answer === resume ? writeSetting('recording.paused', undefined) : undefined));
  },
};
