import type { OneOf, UsageScope } from '../../common/protocol.js';
import { listOf, type ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { nameId } from './names.js';
import type { Condition, TimeRange } from './responseParts.js';
import { cwdOfResponse } from './responses.js';

/** A part of the responses; absent fields do not restrict. */
export interface ResponseScope extends TimeRange, Omit<UsageScope, 'filter'> {
  /** Made in one of these, or where no repository is known. */
  repositories?: readonly string[];
}

/** Conditions over responses `u`: of a scope, but for its time, and of sessions (null: all). */
export function responseConditions(
  context: ReadContext,
  scope: Omit<ResponseScope, keyof TimeRange>,
  sessions: ReadonlySet<number> | null,
): Condition[] {
  const { db } = context;
  const { ticket, repositories } = scope;
  const conditions: Condition[] = [];
  if (ticket !== undefined) {
    // No row has the name 0, so that an unknown ticket has no responses.
    conditions.push({ sql: 'u.ticket = ?', parameters: [nameId(db, ticket) ?? 0] });
  }
  for (const [column, values] of [
    ['u.model', scope.models],
    ['u.branch', scope.branches],
    ['u.ticket', scope.tickets],
  ] as const) {
    if (values) {
      conditions.push(isOneOf(context, column, values));
    }
  }
  if (scope.projects) {
    conditions.push(inProjects(context, scope.projects));
  }
  if (repositories) {
    conditions.push(inRepositories(repositories));
  }
  if (sessions) {
    conditions.push(inSessions(sessions));
  }
  return conditions;
}

/** Whether something other than its session and time is asked of a response: what sessions without one do not fulfil. */
export function asksResponses(scope: ResponseScope): boolean {
  return [scope.ticket, scope.models, scope.branches, scope.tickets, scope.projects].some(
    (value) => value !== undefined,
  );
}

function isOneOf({ db }: ReadContext, column: string, values: OneOf): Condition {
  const ids = values.flatMap((value) => (value === null ? [] : (nameId(db, value) ?? [])));
  return {
    sql: `(${column} in (select value from json_each(?))${values.includes(null) ? ` or ${column} is null` : ''})`,
    parameters: [listOf(ids)],
  };
}

/** By the folders of the projects, which are few beside the responses. */
function inProjects(context: ReadContext, values: OneOf): Condition {
  const { db } = context;
  const projectOf = projectsOf(context);
  const wanted = new Set(values.flatMap((value) => (value === null ? [] : (nameId(db, value) ?? []))));
  const folders = db
    .prepare('select distinct cwd from usage_rollup union select distinct cwd from session')
    .all()
    .map(([cwd]) => cwd as number | null)
    .filter((cwd) => cwd !== null && wanted.has(projectOf(cwd) ?? 0));
  return {
    sql: `(${cwdOfResponse} in (select value from json_each(?))${values.includes(null) ? ` or ${cwdOfResponse} is null` : ''})`,
    parameters: [listOf(folders as number[])],
  };
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
