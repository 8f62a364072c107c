import * as vscode from 'vscode';
import type { SessionAssignment } from '../../common/ticketPage.js';
import { forNotification } from '../text.js';
import { chooseTicket } from './chooseTicket.js';
import type { Command, Services } from './command.js';
import { countOf, sessionsToMark } from './markSessions.js';

/**
 * Assigns sessions to a ticket by hand. Takes rows of a tree or ids, and a key or what is meant: `of`, only what they have of
 * that ticket. What is typed is offered as a new key.
 */
export const assignTicket: Command = {
  id: 'agentLogbook.assignTicket',
  async run(services, arg, given) {
    const ids = Array.isArray(arg) ? arg.filter((id) => typeof id === 'string') : [];
    const sessions = ids.length > 0 ? ids : await sessionsToMark(services, arg, given);
    if (sessions.length === 0) {
      return;
    }
    const of = (given as { of?: unknown } | null | undefined)?.of;
    const assignment = typeof of === 'string' ? { sessions, of } : { sessions };
    if (typeof given === 'string') {
      await services.store.api.assignSessions({ ...assignment, key: given });
      return;
    }
    await assignAfterAsking(services, assignment);
  },
};

/** Asks for the ticket, assigns, and offers to take it back. */
export async function assignAfterAsking(
  { store }: Pick<Services, 'store'>,
  assignment: Omit<SessionAssignment, 'key'>,
): Promise<void> {
  const choice = await chooseTicket(
    store.api,
    assignment.of === undefined
      ? vscode.l10n.t('Ticket of {0}: choose one or type a key', countOf(assignment.sessions))
      : vscode.l10n.t(
          'Which ticket gets what {0} did for {1}? Choose one or type a key',
          countOf(assignment.sessions),
          assignment.of,
        ),
    {
      none: {
        label: vscode.l10n.t('Take the assignment back'),
        description: vscode.l10n.t('Branch and started tickets decide again'),
      },
      ...(assignment.of === undefined ? {} : { without: assignment.of }),
    },
  );
  if (!choice) {
    return;
  }
  const before = await store.api.assignSessions({ ...assignment, key: choice.key });
  const count = countOf(assignment.sessions);
  const undo = vscode.l10n.t('Undo');
  const said =
    choice.key === null
      ? vscode.l10n.t('{0}: the assignment is taken back.', count)
      : vscode.l10n.t('{0} assigned to {1}.', count, choice.key);
  // Nobody waits for the notification, which may stay for as long as the person likes.
  void vscode.window.showInformationMessage(forNotification(said), undo).then(async (answer) => {
    if (answer === undo) {
      await store.api.restoreAssignments(before);
    }
  });
}
