import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { formatBytes } from '../../common/format.js';
import { forNotification } from '../text.js';
import type { Command } from './command.js';

/** Writes the whole logbook into one file that the person chooses. */
export const backUpLogbook: Command = {
  id: 'agentLogbook.backUpLogbook',
  async run({ store }) {
    const day = new Date().toISOString().slice(0, 10);
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Back up the logbook'),
      defaultUri: vscode.Uri.joinPath(vscode.Uri.file(homedir()), `agent-logbook-${day}.backup`),
      filters: backupFiles(),
    });
    if (!target) {
      return;
    }
    const { file, bytes } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Backing up the logbook…') },
      () => store.own.api.backup(target.fsPath),
    );
    void vscode.window.showInformationMessage(
      forNotification(
        vscode.l10n.t(
          'The logbook is backed up to {0} ({1}). The file is not encrypted.',
          file,
          formatBytes(bytes),
        ),
      ),
    );
  },
};

export function backupFiles(): Record<string, string[]> {
  return { [vscode.l10n.t('Backups of the logbook')]: ['backup', 'db'], [vscode.l10n.t('All files')]: ['*'] };
}
