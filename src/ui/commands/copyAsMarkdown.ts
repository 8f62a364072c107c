import * as vscode from 'vscode';
import { sessionMarkdown } from '../sessionMarkdown.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

export const copyAsMarkdown: Command = {
  id: 'agentLogbook.copyAsMarkdown',
  async run(services, arg) {
    const { api } = services.store;
    const id = await pickSession(services, arg);
    const session = id && (await api.session(id));
    if (!session) {
      return;
    }
    const labels = await services.agents.load();
    await vscode.window.withProgress({ location: { viewId: 'agentLogbook.sessions' } }, async () =>
      vscode.env.clipboard.writeText(await sessionMarkdown(session, api, labels)),
    );
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
  },
};
