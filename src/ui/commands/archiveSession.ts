import * as vscode from 'vscode';
import type { Command } from './command.js';
import { countOf, markSessions, sessionsToMark } from './markSessions.js';

/** Leaves sessions out of the lists. Their figures stay, and so do they: the filter shows them again. */
export const archiveSession: Command = {
  id: 'agentLogbook.archiveSession',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length > 0) {
      const said = vscode.l10n.t(
        '{0} archived: hidden from the lists, not from the figures.',
        countOf(sessions),
      );
      await markSessions(services, sessions, { archived: true }, said);
    }
  },
};

export const unarchiveSession: Command = {
  id: 'agentLogbook.unarchiveSession',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length > 0) {
      const said = vscode.l10n.t('{0} taken out of the archive.', countOf(sessions));
      await markSessions(services, sessions, { archived: false }, said);
    }
  },
};
