import * as vscode from 'vscode';
import type { SessionId } from '../../common/protocol.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { AssignedRange, SessionAssignment } from '../../common/ticketPage.js';
import { tokensText } from '../../common/usageText.js';
import { forNotification } from '../text.js';
import { costText } from '../views/describe.js';
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
  const { sessions, of, range } = assignment;
  const count = countOf(sessions);
  const part = range && partOf(range);
  const choice = await chooseTicket(
    store.api,
    part !== undefined
      ? vscode.l10n.t('Which ticket gets what {0} did {1}? Choose one or type a key', count, part)
      : of === undefined
        ? vscode.l10n.t('Ticket of {0}: choose one or type a key', count)
        : vscode.l10n.t('Which ticket gets what {0} did for {1}? Choose one or type a key', count, of),
    {
      ...(range ? { title: await tellRange(store.api, sessions, range) } : {}),
      none: {
        label: vscode.l10n.t('Take the assignment back'),
        description: vscode.l10n.t('Branch and started tickets decide again'),
      },
      ...(of === undefined ? {} : { without: of }),
    },
  );
  if (!choice) {
    return;
  }
  const before = await store.api.assignSessions({ ...assignment, key: choice.key });
  const undo = vscode.l10n.t('Undo');
  const said =
    choice.key === null
      ? vscode.l10n.t('{0}: the assignment is taken back.', count)
      : part === undefined
        ? vscode.l10n.t('{0} assigned to {1}.', count, choice.key)
        : vscode.l10n.t('What {0} did {1} is assigned to {2}.', count, part, choice.key);
  // Nobody waits for the notification, which may stay for as long as the person likes.
  void vscode.window.showInformationMessage(forNotification(said), undo).then(async (answer) => {
    if (answer === undo) {
      await store.api.restoreAssignments(before);
    }
  });
}

/** In words that go on a sentence. */
function partOf({ from, to }: AssignedRange): string | undefined {
  const time = (at: number) =>
    new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'short', timeStyle: 'medium' });
  if (from !== undefined && to !== undefined) {
    return vscode.l10n.t('from {0} up to {1}', time(from), time(to));
  }
  return from !== undefined
    ? vscode.l10n.t('from {0} on', time(from))
    : to !== undefined
      ? vscode.l10n.t('up to {0}', time(to))
      : undefined;
}

/** What would be moved, and which tickets have it now. */
async function tellRange(
  api: Pick<StoreApi, 'session' | 'usage'>,
  sessions: readonly SessionId[],
  { from, to }: AssignedRange,
): Promise<string> {
  const { rows, totals } = await api.usage({
    by: 'ticket',
    filter: { ids: await withChildren(api, sessions), children: true },
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
  });
  const now = rows.map(({ key }) => key ?? vscode.l10n.t('no ticket'));
  return vscode.l10n.t(
    'Moves {0} tokens, {1}, now of {2}',
    tokensText(totals),
    costText(totals),
    now.length === 0 ? vscode.l10n.t('no ticket') : now.join(', '),
  );
}

/** These sessions and all that they started, which goes to the ticket with them. */
async function withChildren(
  api: Pick<StoreApi, 'session'>,
  sessions: readonly SessionId[],
): Promise<SessionId[]> {
  const all = new Set(sessions);
  for (const id of all) {
    for (const child of (await api.session(id))?.children ?? []) {
      all.add(child.id);
    }
  }
  return [...all];
}
