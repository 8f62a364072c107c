import * as vscode from 'vscode';
import type { ImportedFile } from '../../common/importReport.js';
import { baseName } from '../../common/paths.js';
import { forNotification } from '../text.js';
import type { Command } from './command.js';

/** Keeps copies of session files that the user chooses, of any known format, and shows what they tell. */
export const importFile: Command = {
  id: 'agentLogbook.importFile',
  async run({ store, replay }, arg) {
    const chosen = given(arg) ?? (await choose());
    if (chosen.length === 0) {
      return;
    }
    const { files } = await vscode.window.withProgress(
      { location: { viewId: 'agentLogbook.sessions' } },
      () => store.own.api.importFiles(chosen),
    );
    for (const { file, problem } of files) {
      if (problem !== null) {
        void vscode.window.showErrorMessage(forNotification(`${baseName(file)}: ${problem}`, 1000));
      }
    }
    const taken = files.filter(({ problem }) => problem === null);
    if (taken.length > 0) {
      await tell(taken, (id) => replay.open(id));
    }
  },
};

/** Paths from a test or from another extension. */
function given(arg: unknown): string[] | null {
  return Array.isArray(arg) && arg.every((path) => typeof path === 'string') ? arg : null;
}

async function choose(): Promise<string[]> {
  const uris = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t('Import session files'),
    openLabel: vscode.l10n.t('Import'),
  });
  return (uris ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

async function tell(taken: readonly ImportedFile[], open: (id: string) => void): Promise<void> {
  const sessions = [...new Set(taken.flatMap((file) => file.sessions))];
  const [first] = sessions;
  if (first === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The file was read, and tells of no session. While recording is paused, files wait.'),
    );
    return;
  }
  const show = vscode.l10n.t('Open Replay');
  const text = textOf(sessions.length, new Set(taken.flatMap((file) => file.already)).size);
  if ((await vscode.window.showInformationMessage(text, show)) === show) {
    open(first);
  }
}

function textOf(sessions: number, already: number): string {
  const added = sessions - already;
  const imported =
    added === 1
      ? vscode.l10n.t('1 session was imported.')
      : vscode.l10n.t('{0} sessions were imported.', added);
  if (already === 0) {
    return imported;
  }
  const here =
    already === 1
      ? vscode.l10n.t('1 session is already here, and counts once.')
      : vscode.l10n.t('{0} sessions are already here, and count once.', already);
  return added === 0 ? here : `${imported} ${here}`;
}
