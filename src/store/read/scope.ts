import { listOf, type ReadContext } from './context.js';
import { nameId } from './names.js';
import { cwdOfResponse, type Condition, type TimeRange } from './responses.js';

/** A part of the responses; absent fields do not restrict. */
export interface ResponseScope extends TimeRange {
  ticket?: string;
  /** Made in one of these, or where no repository is known. */
  repositories?: readonly string[];
}

/** Conditions over responses `u`: of a scope, but for its time, and of sessions (null: all). */
export function responseConditions(
  { db }: ReadContext,
  { ticket, repositories }: Omit<ResponseScope, keyof TimeRange>,
  sessions: ReadonlySet<number> | null,
): Condition[] {
  const conditions: Condition[] = [];
  if (ticket !== undefined) {
    // No row has the name 0, so that an unknown ticket has no responses.
    conditions.push({ sql: 'u.ticket = ?', parameters: [nameId(db, ticket) ?? 0] });
  }
  if (repositories) {
    conditions.push(inRepositories(repositories));
  }
  if (sessions) {
    conditions.push(inSessions(sessions));
  }
  return conditions;
}

/** More sessions than these are looked up row by row instead of each by the index. */
const mostByIndex = 200;

function inSessions(sessions: ReadonlySet<number>): Condition {
  return sessions.size > mostByIndex
    ? { sql: 'true', parameters: [], sessions }
    : { sql: 'u.session_id in (select value from json_each(?))', parameters: [listOf(sessions)] };
}

/** True for responses `u` that were made in no other repository than these. */
export function inRepositories(repositories: readonly string[]): Condition {
  return {
    sql: `not exists (select 1 from place p join name r on r.id = p.repository
      where p.cwd = ${cwdOfResponse} and r.text not in (select value from json_each(?)))`,
    parameters: [listOf(repositories)],
  };
}
