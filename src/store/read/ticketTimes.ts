import { listOf, type ReadContext } from './context.js';
import { nameId } from './names.js';
import { inRepositories, type ResponseScope } from './scope.js';

/** Whether something that happened in a session belongs to the responses of a scope. */
export type InScope = (session: number, usage: number | null, at: number | null) => boolean;

/**
 * What is tied to a response goes with that response. What is not goes with the first response of its session at or after
 * its time, else with the last: agents that tell the usage of a response apart from its messages tell it afterwards.
 */
export function ticketTimes({ db }: ReadContext, scope: ResponseScope, sessions: readonly number[]): InScope {
  const ticket = scope.ticket === undefined ? null : (nameId(db, scope.ticket) ?? 0);
  const place = scope.repositories ? inRepositories(scope.repositories) : { sql: 'true', parameters: [] };
  const within = (at: number | null, of: number | null, here: boolean) =>
    here &&
    (ticket === null || of === ticket) &&
    (scope.since === undefined || (at !== null && at >= scope.since)) &&
    (scope.until === undefined || (at !== null && at < scope.until));
  const timelines = new Map<number, { at: number; within: boolean }[]>();
  const responses = new Map<number, boolean>();
  db.prepare(
    `select u.id, u.session_id, u.at, u.ticket, ${place.sql} from usage u join session s on s.id = u.session_id
     where u.counted = 1 and u.session_id in (select value from json_each(?)) order by u.at`,
  ).each([...place.parameters, listOf(sessions)], ([id, session, at, of, here]) => {
    const is = within(at as number | null, of as number | null, here === 1);
    responses.set(id as number, is);
    if (at !== null) {
      const timeline = timelines.get(session as number) ?? [];
      timelines.set(session as number, timeline);
      timeline.push({ at: at as number, within: is });
    }
  });
  return (session, usage, at) => {
    const known = usage === null ? undefined : responses.get(usage);
    if (known !== undefined) {
      return known;
    }
    const timeline = timelines.get(session) ?? [];
    const next = at === null ? -1 : firstFrom(timeline, at);
    return (timeline[next] ?? timeline.at(-1))?.within ?? false;
  };
}

function firstFrom(timeline: readonly { at: number }[], at: number): number {
  let [low, high] = [0, timeline.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeline[middle]!.at < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
