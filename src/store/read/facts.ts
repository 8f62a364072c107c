import type { SessionId, UsageScope } from '../../common/protocol.js';
import { splitId } from '../../common/sessionId.js';
import { listOf, type ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { sessionsInScope } from './filter.js';
import { nameId } from './names.js';

/**
 * Rows that belong to a response (tool calls, changes of files), kept as numbers by session once they were asked for: reading
 * a third of a million of them takes most of a second, looking through them a hundredth of that.
 */
export interface Facts {
  /** Each row of a scope, by session and in the order of `source`: its own columns, null where nothing is known. */
  each(scope: UsageScope, row: (session: number, columns: readonly (number | null)[]) => void): void;
  /** To be told when rows of sessions, or what their responses belong to, have changed. */
  forget(sessions: readonly SessionId[] | 'all'): void;
}

/** What is read: SQL with a row `s` of its session, a row `u` of its response, and the time `at` as an expression. */
export interface FactSource {
  /** `from …`, with `s` and all that the columns need. */
  from: string;
  at: string;
  model: string;
  branch: string;
  /** The columns of its own: numbers. */
  columns: readonly string[];
  /** Order within a session, of its own columns by their places. */
  order: readonly number[];
  /** The column of the session, to read a few of them by an index. */
  session: string;
}

/** The response that a row is of: that of its message, else the next one of its session, else the last. */
export function responseOf(usage: string, session: string, at: string): string {
  return `left join usage u on u.id = coalesce(${usage},
    (select n.id from usage n where n.session_id = ${session} and n.counted = 1 and n.at >= ${at} order by n.at limit 1),
    (select n.id from usage n where n.session_id = ${session} and n.counted = 1 and n.at is not null order by n.at desc limit 1))`;
}

/** More sessions than these are read by going through all rows. */
const mostByIndex = 400;
/** Places of what decides whether a row is in a scope; its own columns follow. */
const [atPlace, modelPlace, branchPlace, cwdPlace, ticketPlace, own] = [0, 1, 2, 3, 4, 5];

type FactRow = readonly (number | null)[];

export function createFacts(context: ReadContext, source: FactSource): Facts {
  const { db } = context;
  const kept = new Map<number, FactRow[]>();

  function read(sessions: readonly number[]): void {
    const all = sessions.length > mostByIndex;
    sessions.forEach((session) => kept.set(session, []));
    const wanted = new Set(sessions);
    const columns = [
      source.at,
      source.model,
      source.branch,
      'ifnull(u.cwd, s.cwd)',
      'u.ticket',
      ...source.columns,
    ];
    db.prepare(
      `select ${source.session}, ${columns.join(', ')} ${source.from}
       ${all ? '' : `and ${source.session} in (select value from json_each(?))`}`,
    ).each(all ? [] : [listOf(sessions)], ([session, ...row]) => {
      if (!all || wanted.has(session as number)) {
        kept.get(session as number)?.push(row as FactRow);
      }
    });
    for (const session of sessions) {
      kept.get(session)?.sort((a, b) => compare(a, b, source.order));
    }
  }

  return {
    each(scope, tell) {
      const chosen = chosenSessions(context, scope, source);
      const missing = chosen.filter((session) => !kept.has(session));
      if (missing.length > 0) {
        read(missing);
      }
      const matches = matcher(context, scope);
      for (const session of chosen) {
        for (const row of kept.get(session) ?? []) {
          if (matches(row)) {
            tell(session, row);
          }
        }
      }
    },
    forget(sessions) {
      if (sessions === 'all') {
        kept.clear();
        return;
      }
      db.prepare(
        `select x.id from json_each(?) asked join session x
          on x.agent = asked.value ->> 0 and x.agent_session_id = asked.value ->> 1`,
      ).each([JSON.stringify(sessions.map(splitId))], ([id]) => kept.delete(id as number));
    },
  };
}

/** The place of a source's own column in the rows that are told. */
export function factPlace(column: number): number {
  return own + column;
}

/** The time of a row that is told. */
export function factTime(row: FactRow): number | null {
  return row[atPlace] ?? null;
}

/** The folder of a row that is told, as the number of its name. */
export function factFolder(row: FactRow): number | null {
  return row[cwdPlace] ?? null;
}

function compare(a: FactRow, b: FactRow, order: readonly number[]): number {
  for (const column of order) {
    const difference = (a[own + column] ?? 0) - (b[own + column] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** The sessions that may have rows in a scope. */
function chosenSessions(context: ReadContext, scope: UsageScope, source: FactSource): number[] {
  const within = sessionsInScope(context, scope.filter);
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = scope;
  const table = source.session.startsWith('f.') ? 'file_change' : 'tool_call';
  return context.db
    .prepare(
      `select id from session where ifnull(ended_at, ?) >= ? and ifnull(started_at, ?) < ?
       and exists (select 1 from ${table} x where x.session_id = session.id)`,
    )
    .all(since, since, until - 1, until)
    .map(([id]) => id as number)
    .filter((id) => within === null || within.has(id));
}

function matcher(context: ReadContext, scope: UsageScope): (row: FactRow) => boolean {
  const { db } = context;
  const idsOf = (values: readonly (string | null)[] | undefined) =>
    values && new Set(values.map((value) => (value === null ? null : (nameId(db, value) ?? -1))));
  const [models, branches, projects] = [idsOf(scope.models), idsOf(scope.branches), idsOf(scope.projects)];
  const tickets = idsOf(scope.ticket === undefined ? scope.tickets : [scope.ticket]);
  const { since, until } = scope;
  const projectOf = projectsOf(context);
  const at = (row: FactRow) => row[atPlace] ?? Number.NaN;
  const has = (set: ReadonlySet<number | null> | undefined, value: number | null | undefined) =>
    !set || set.has(value ?? null);
  return (row) =>
    (since === undefined || at(row) >= since) &&
    (until === undefined || at(row) < until) &&
    has(models, row[modelPlace]) &&
    has(branches, row[branchPlace]) &&
    has(tickets, row[ticketPlace]) &&
    (!projects || projects.has(projectOf(row[cwdPlace] ?? null)));
}
