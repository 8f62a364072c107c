import * as vscode from 'vscode';
import { isOnAnotherMachine } from '../../common/paths.js';
import { oneLine } from '../../common/plainText.js';
import { forNotification } from '../text.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/** Goes on with a session by the agent's own command. An argument array, never a line for a shell. */
export const resumeInTerminal: Command = {
  id: 'agentLogbook.resumeInTerminal',
  async run(services, arg) {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Agents are not started from a window that is not trusted.'),
      );
      return;
    }
    const id = await pickSession(services, arg);
    const session = id && (await services.store.api.session(id));
    if (!session) {
      return;
    }
    const [program, ...args] = session.resume ?? [];
    if (!program) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('This agent has no command to go on with a session.'),
      );
      return;
    }
    if (session.cwd && !(await isFolder(session.cwd))) {
      void vscode.window.showWarningMessage(
        forNotification(vscode.l10n.t('The folder of this session is gone: {0}', session.cwd)),
      );
      return;
    }
    vscode.window
      .createTerminal({
        name: oneLine(session.title, 40) || program,
        shellPath: program,
        shellArgs: args,
        ...(session.cwd ? { cwd: vscode.Uri.file(session.cwd) } : {}),
        iconPath: new vscode.ThemeIcon('play-circle'),
      })
      .show();
  },
};

async function isFolder(path: string): Promise<boolean> {
  // A session names any folder it likes: asking for this one would contact the machine it names.
  if (isOnAnotherMachine(path)) {
    return false;
  }
  try {
    return ((await vscode.workspace.fs.stat(vscode.Uri.file(path))).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
