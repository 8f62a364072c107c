import type { GroupBy } from '../../common/protocol.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { calendarOf } from './days.js';
import { isStored, lineageOf } from './lineage.js';
import { nameId } from './names.js';
import type { Condition } from './responseParts.js';
import { agentOfResponse, projectOfResponse } from './responses.js';
import { groupsOfSession } from './sessionGroups.js';

/** One node of the tree: responses with this key, and sessions without responses that belong there. */
export interface Group {
  by: GroupBy;
  key: string | null;
  timeZone?: string | undefined;
}

/** The project of a session `s`, for sessions without responses. */
const projectOfSession = 'coalesce((select repository from place where cwd = s.cwd), s.cwd)';

/** What a session `s` without responses has in place of a response's value. No response tells its branch and ticket. */
export const valueWithoutResponses: Readonly<Record<GroupBy, string>> = {
  none: 'null',
  agent: 's.id',
  project: 's.cwd',
  day: 'coalesce(s.ended_at, s.started_at)',
  branch: 'null',
  ticket: 'null',
  tag: 's.id',
  category: 's.id',
  status: 's.id',
  quality: 's.id',
};

/** Conditions that are true for the responses `u` of a group, and for sessions `s` without responses in it. */
export function groupConditions(
  context: ReadContext,
  { by, key, timeZone }: Group,
): { responses: Condition; sessions: Condition } {
  switch (by) {
    case 'none':
      return { responses: always, sessions: always };
    case 'agent':
      return { responses: is(agentOfResponse, key), sessions: is('s.agent', key) };
    case 'project': {
      const id = numberOf(context, key);
      return { responses: is(projectOfResponse, id), sessions: is(projectOfSession, id) };
    }
    case 'branch':
    case 'ticket':
      return {
        responses: is(`u.${by}`, numberOf(context, key)),
        sessions: key === null ? always : never,
      };
    case 'tag':
    case 'category':
    case 'status':
    case 'quality': {
      const sessions = listOf(sessionsInGroup(context, by, key));
      return {
        responses: { sql: 'u.session_id in (select value from json_each(?))', parameters: [sessions] },
        sessions: { sql: 's.id in (select value from json_each(?))', parameters: [sessions] },
      };
    }
    case 'day':
      return {
        responses: onDay('u.at', key, timeZone),
        sessions: onDay('coalesce(s.ended_at, s.started_at)', key, timeZone),
      };
  }
}

/** Sessions whose top-level session is in the group. */
function sessionsInGroup(context: ReadContext, by: GroupBy, key: string | null): number[] {
  const groups = groupsOfSession(context, by);
  const { rootOf } = lineageOf(context);
  return context.db
    .prepare(`select s.id from session s where ${isStored('s')}`)
    .all()
    .map(([id]) => id as number)
    .filter((id) => groups?.(rootOf(id)).includes(key));
}

const always: Condition = { sql: 'true', parameters: [] };
const never: Condition = { sql: 'false', parameters: [] };

function is(sql: string, value: SqlValue): Condition {
  return { sql: `${sql} is ?`, parameters: [value] };
}

/** The number of a key's name. No row has the name 0, so that an unknown key has no rows. */
function numberOf({ db }: ReadContext, key: string | null): number | null {
  return key === null ? null : (nameId(db, key) ?? 0);
}

function onDay(time: string, day: string | null, timeZone: string | undefined): Condition {
  if (day === null) {
    return { sql: `${time} is null`, parameters: [] };
  }
  const { since, until } = calendarOf(timeZone).rangeOf(day);
  return { sql: `(${time} >= ? and ${time} < ?)`, parameters: [since, until] };
}
