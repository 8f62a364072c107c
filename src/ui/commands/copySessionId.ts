import * as vscode from 'vscode';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

export const copySessionId: Command = {
  id: 'agentLogbook.copySessionId',
  async run(services, arg) {
    const id = await pickSession(services, arg);
    if (id) {
      await vscode.env.clipboard.writeText(id);
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
    }
  },
};
