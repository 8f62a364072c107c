import * as vscode from 'vscode';
import { oneLine } from '../../common/plainText.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/** Gives a session a title of the person's own; an empty one brings the agent's back. */
export const renameSession: Command = {
  id: 'agentLogbook.renameSession',
  async run(services, arg, given) {
    const id = await pickSession(services, arg);
    const session = id === undefined ? null : await services.store.api.session(id);
    if (!session) {
      return;
    }
    const title =
      typeof given === 'string'
        ? given
        : await vscode.window.showInputBox({
            title: vscode.l10n.t('Rename session'),
            value: oneLine(session.title, 300),
            prompt: vscode.l10n.t('Leave it empty for the title that the agent gave.'),
          });
    if (title !== undefined) {
      await services.store.api.markSessions([session.id], {
        title: title.trim() === oneLine(session.agentTitle ?? '', 300) ? null : title.trim() || null,
      });
    }
  },
};
