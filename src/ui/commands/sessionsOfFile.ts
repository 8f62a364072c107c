import * as vscode from 'vscode';
import type { Command } from './command.js';
import { pickOf } from './pickSession.js';

export const sessionsOfFile: Command = {
  id: 'agentLogbook.sessionsOfFile',
  async run({ store, agents, replay }, arg) {
    const uri = arg instanceof vscode.Uri ? arg : vscode.window.activeTextEditor?.document.uri;
    if (uri?.scheme !== 'file') {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file of this machine first.'));
      return;
    }
    const sessions = await store.api.sessionsTouching(uri.fsPath, { limit: 200 });
    if (sessions.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No recorded session touched this file.'));
      return;
    }
    const title = vscode.l10n.t('Sessions that touched this file');
    const session = await pickOf(sessions, title, await agents.load());
    if (session) {
      replay.open(session.id);
    }
  },
};
