import * as vscode from 'vscode';
import { sessionIdsOf, type Command } from './command.js';
import { exportSelection } from './exportSelection.js';
import { pickSession } from './pickSession.js';

/** Exports the session of a row, or all selected ones; from the palette, one that is chosen. */
export const exportSession: Command = {
  id: 'agentLogbook.exportSession',
  async run(services, arg, selected) {
    const given = sessionIdsOf(arg, selected);
    const id = given.length > 0 ? undefined : await pickSession(services, arg);
    const ids = id === undefined ? given : [id];
    const [first] = ids;
    if (first === undefined) {
      return;
    }
    const title = (await services.store.api.session(first))?.title ?? '';
    const what = ids.length === 1 ? title : vscode.l10n.t('{0} sessions', ids.length);
    await exportSelection(services, { sessions: ids }, what);
  },
};
