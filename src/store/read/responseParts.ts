import type { Database, SqlValue } from '../database.js';
import { quarterOf } from '../quarters.js';

/**
 * A condition over responses `u`, or over sessions `s`, with its parameters in order. Of responses it may speak of their
 * session, sub-agent, model, branch, folder and ticket, and of the quarter of an hour that `at` lies in: what one row of `usage_rollup`
 * has in common.
 */
export interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
  /** Only of these sessions: looked at row by row, as a long list takes longer in SQL. */
  sessions?: ReadonlySet<number>;
}

/** Milliseconds [since, until); absent fields do not restrict. */
export interface TimeRange {
  since?: number;
  until?: number;
}

/**
 * Tells what counts, lies in the range and fulfils all conditions: whole quarters of an hour as they are added up already, the
 * rest one by one. `columns`, SQL over `u`, the first of them the session; `isSingle`: of a response by itself.
 */
export function eachPart(
  db: Database,
  columns: (isSingle: boolean) => readonly string[],
  conditions: readonly Condition[],
  range: TimeRange,
  tell: (row: SqlValue[], isSingle: boolean) => void,
): void {
  const { whole, edges } = splitRange(range);
  if (whole !== null) {
    each(db, 'usage_rollup', columns(false), [inRange(whole), ...conditions], (row) => tell(row, false));
  }
  for (const edge of edges) {
    eachResponse(db, columns(true), conditions, edge, (row) => tell(row, true));
  }
}

/** Tells each response that counts, lies in the range and fulfils all conditions. The first column is the session. */
export function eachResponse(
  db: Database,
  columns: readonly string[],
  conditions: readonly Condition[],
  range: TimeRange,
  tell: (row: SqlValue[]) => void,
): void {
  each(db, 'usage', columns, [{ sql: 'u.counted = 1', parameters: [] }, inRange(range), ...conditions], tell);
}

function each(
  db: Database,
  table: string,
  columns: readonly string[],
  conditions: readonly Condition[],
  tell: (row: SqlValue[]) => void,
): void {
  const sessions = conditions.flatMap((condition) => condition.sessions ?? []);
  db.prepare(
    `select ${columns.join(', ')} from ${table} u where ${conditions.map(({ sql }) => sql).join(' and ')}`,
  ).each(
    conditions.flatMap(({ parameters }) => parameters),
    (row) => {
      if (sessions.every((of) => of.has(row[0] as number))) {
        tell(row);
      }
    },
  );
}

function inRange({ since, until }: TimeRange): Condition {
  const bounds = [
    ...(since === undefined ? [] : ['u.at >= ?']),
    ...(until === undefined ? [] : ['u.at < ?']),
    'true',
  ];
  return {
    sql: bounds.join(' and '),
    parameters: [since, until].filter((bound) => bound !== undefined),
  };
}

/** The whole quarters of an hour in a range, null where there is none, and what is left of it at both ends. */
function splitRange({ since, until }: TimeRange): { whole: TimeRange | null; edges: TimeRange[] } {
  const from = since === undefined ? undefined : -quarterOf(-since);
  const to = until === undefined ? undefined : quarterOf(until);
  if (from !== undefined && to !== undefined && from >= to) {
    return { whole: null, edges: [{ since: since!, until: until! }] };
  }
  const edges: TimeRange[] = [];
  if (since !== undefined && from !== since) {
    edges.push({ since, until: from! });
  }
  if (until !== undefined && to !== until) {
    edges.push({ since: to!, until });
  }
  return {
    whole: { ...(from === undefined ? {} : { since: from }), ...(to === undefined ? {} : { until: to }) },
    edges,
  };
}
