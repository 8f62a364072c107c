import * as vscode from 'vscode';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/** A note on a session, which its page and its tooltip show. */
export const editNote: Command = {
  id: 'agentLogbook.editNote',
  async run(services, arg, given) {
    const id = await pickSession(services, arg);
    const session = id === undefined ? null : await services.store.api.session(id);
    if (!session) {
      return;
    }
    const note =
      typeof given === 'string'
        ? given
        : await vscode.window.showInputBox({
            title: vscode.l10n.t('Note on this session'),
            value: session.note ?? '',
            prompt: vscode.l10n.t('Leave it empty to take the note away.'),
          });
    if (note !== undefined) {
      await services.store.api.markSessions([session.id], { note: note.trim() || null });
    }
  },
};
