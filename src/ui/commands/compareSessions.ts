import * as vscode from 'vscode';
import { forNotification } from '../text.js';
import { sessionIdOf, type Command } from './command.js';
import { pickOf, pickSession } from './pickSession.js';

/** Sessions that are offered to compare with. */
const mostSessions = 300;

/** Shows two sessions beside each other: the one of a row, else one that is chosen, with another that is chosen. */
export const compareSessions: Command = {
  id: 'agentLogbook.compareSessions',
  async run(services, arg, other) {
    const { api } = services.store;
    const left = await pickSession(services, arg);
    const session = left && (await api.session(left));
    if (!session) {
      return;
    }
    const given = sessionIdOf(other);
    if (given !== undefined) {
      services.compare.open(session.id, given);
      return;
    }
    const sessions = await api.sessions(services.sessions.filter(), { limit: mostSessions });
    const rest = sessions.filter(({ id }) => id !== session.id);
    if (rest.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is no other session to compare with. A filter of the tree may hide some.'),
      );
      return;
    }
    // Those for the same ticket or on the same branch are what one compares with.
    const near = (one: (typeof rest)[number]) =>
      Number(one.tickets.some((key) => session.tickets.includes(key))) * 2 +
      Number(one.branches.some((branch) => session.branches.includes(branch)));
    const sorted = rest.toSorted((a, b) => near(b) - near(a));
    const question = vscode.l10n.t('Compare “{0}” with…', forNotification(session.title).slice(0, 60));
    const picked = await pickOf(sorted, question, await services.agents.load());
    if (picked) {
      services.compare.open(session.id, picked.id);
    }
  },
};
