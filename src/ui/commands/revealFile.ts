import * as vscode from 'vscode';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/** Shows the agent's own file: in the system's file manager, or in an editor where the files are on another machine. */
export const revealFile: Command = {
  id: 'agentLogbook.revealFile',
  async run(services, arg) {
    const id = await pickSession(services, arg);
    const session = id && (await services.store.api.session(id));
    if (!session) {
      return;
    }
    if (!session.file) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The agent has deleted the file of this session. What was recorded is kept.'),
      );
      return;
    }
    const uri = vscode.Uri.file(session.file);
    const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
    await vscode.commands.executeCommand(local ? 'revealFileInOS' : 'vscode.open', uri);
  },
};
