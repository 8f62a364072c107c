import * as vscode from 'vscode';
import type { MarkChange } from '../../common/marks.js';
import type { SessionId } from '../../common/protocol.js';
import { sessionIdsOf, type Services } from './command.js';
import { pickSession } from './pickSession.js';

/** The sessions that a command is for: the selected rows, or the one that is asked for. Empty: the person gave up. */
export async function sessionsToMark(
  services: Services,
  arg: unknown,
  selected: unknown,
): Promise<SessionId[]> {
  const given = sessionIdsOf(arg, selected);
  if (given.length > 0) {
    return given;
  }
  const picked = await pickSession(services, undefined);
  return picked === undefined ? [] : [picked];
}

/** Changes what is said of sessions, and offers to take it back. `said` tells what was done. */
export async function markSessions(
  { store }: Pick<Services, 'store'>,
  sessions: readonly SessionId[],
  change: MarkChange,
  said: string,
): Promise<void> {
  const before = await store.api.markSessions(sessions, change);
  const undo = vscode.l10n.t('Undo');
  // Nobody waits for the notification, which may stay for as long as the person likes.
  void vscode.window.showInformationMessage(said, undo).then(async (answer) => {
    if (answer === undo) {
      await store.api.restoreMarks(before);
    }
  });
}

/** "3 sessions", or the one. */
export function countOf(sessions: readonly SessionId[]): string {
  return sessions.length === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', sessions.length);
}
