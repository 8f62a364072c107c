import { branchRule } from '../attribution/ticketKey.js';
import type { UsageDimension } from '../common/usageReport.js';
import { resolvePlace } from '../git/place.js';
import { calendarOf } from '../store/read/days.js';
import { quarterMs } from '../store/quarters.js';
import type { CountedSession } from './sessions.js';
import type { CountedResponse } from './tally.js';
import { inUtf8, type Texts } from './texts.js';

export type KeyOf = (response: CountedResponse, session: CountedSession) => string | null;

/** What responses are told apart by: the key that the store shows for the same response. */
export function keyOf(by: UsageDimension, timeZone: string | undefined, texts: Texts): KeyOf {
  switch (by) {
    case 'none':
      return () => null;
    case 'agent':
      return (_, session) => session.agent;
    case 'session':
      return (_, session) => inUtf8(session.agentSessionId);
    case 'model':
      return ({ kept }) => (kept.model === null ? null : inUtf8(kept.model));
    case 'day':
      return days(timeZone);
    case 'branch':
      return ({ first }) => (first.branch === null ? null : texts.text(first.branch));
    case 'ticket':
      return tickets(texts);
    case 'project':
      return projects(texts);
  }
}

function days(timeZone: string | undefined): KeyOf {
  const calendar = calendarOf(timeZone);
  const dayOf = remembered((quarter) => calendar.dayOfQuarter(quarter));
  return ({ first: { at } }) => (at === null ? null : dayOf(Math.floor(at / quarterMs)));
}

/** By the name of the branch alone: which tickets were started, and what was assigned by hand, only the store knows. */
function tickets(texts: Texts): KeyOf {
  const rule = branchRule('');
  const ticketOf = remembered((branch) => rule.keyOf(texts.text(branch)));
  return ({ first: { branch } }) => (branch === null ? null : ticketOf(branch));
}

/** The root of the repository, else the folder: that of the response, or its session's where its line does not tell. */
function projects(texts: Texts): KeyOf {
  const projectOf = remembered((cwd) => resolvePlace(texts.text(cwd)).repository ?? texts.text(cwd));
  return ({ first }, session) => {
    const cwd = first.cwd ?? session.cwd;
    return cwd === null ? null : projectOf(cwd);
  };
}

function remembered<T>(make: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>();
  return (id) => {
    if (!known.has(id)) {
      known.set(id, make(id));
    }
    return known.get(id) as T;
  };
}
