import { splitId } from '../../common/sessionId.js';
import type { Page, SessionFilter, SessionSummary } from '../../common/protocol.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { sessionConditions } from './filter.js';
import { groupConditions, type Group } from './groupKeys.js';
import { isStored, lineageOf } from './lineage.js';
import type { Condition } from './responseParts.js';
import { summarize } from './summaries.js';

/**
 * Sessions by their last event, newest first. Below a group: those that have responses in it, or whose descendants have,
 * and those without any response that belong there; each with its share.
 */
export function readSessions(
  context: ReadContext,
  filter: SessionFilter,
  page: Page,
  group?: Group,
): SessionSummary[] {
  const conditions = sessionConditions(context, filter);
  if (!group || group.by === 'none') {
    return summarize(context, sessionIds(context, conditions, page));
  }
  const { responses, sessions } = groupConditions(context, group);
  const inGroup = sessionsOfGroup(context, responses, sessions);
  conditions.push({ sql: 's.id in (select value from json_each(?))', parameters: [listOf(inGroup)] });
  return summarize(context, sessionIds(context, conditions, page), responses);
}

/** Row numbers of the sessions `s` that fulfil all conditions, newest first. */
export function sessionIds(
  { db }: ReadContext,
  conditions: readonly Condition[],
  { limit, offset = 0 }: Page,
): number[] {
  const where = ['true', ...conditions.map(({ sql }) => sql)].join(' and ');
  const parameters: SqlValue[] = conditions.flatMap((condition) => condition.parameters);
  return db
    .prepare(`select s.id from session s where ${where} order by s.ended_at desc, s.id desc limit ? offset ?`)
    .all(...parameters, limit, offset)
    .map(([id]) => id as number);
}

/**
 * The session that an id names: a full id, an agent's own id, or a beginning of either that only one session has.
 * null: none, or several.
 */
export function findSession({ db }: ReadContext, id: string): number | null {
  const [agent, agentSessionId] = splitId(id);
  const exact = db
    .prepare(`select id from session s where agent = ? and agent_session_id = ? and ${isStored('s')}`)
    .get(agent, agentSessionId);
  if (exact) {
    return exact[0] as number;
  }
  if (id === '') {
    return null;
  }
  for (const sql of [
    `select id from session s where agent_session_id = ?1 and ${isStored('s')} limit 2`,
    `select id from session s where ${isStored('s')} and (substr(agent_session_id, 1, length(?1)) = ?1
      or substr(agent || ':' || agent_session_id, 1, length(?1)) = ?1) limit 2`,
  ]) {
    const found = db.prepare(sql).all(id);
    if (found.length > 0) {
      return found.length === 1 ? (found[0]?.[0] as number) : null;
    }
  }
  return null;
}

/** Sessions with responses in the group and those above them; and sessions without any response that belong there. */
function sessionsOfGroup(context: ReadContext, responses: Condition, sessions: Condition): Set<number> {
  const { db } = context;
  const lineage = lineageOf(context);
  const withAncestors = (ids: Iterable<number>) => {
    const found = new Set<number>();
    for (const id of ids) {
      for (let next: number | null = id; next !== null && !found.has(next); next = lineage.parentOf(next)) {
        found.add(next);
      }
    }
    return found;
  };
  const inGroup = withAncestors(
    db
      .prepare(`select distinct u.session_id from usage_rollup u where ${responses.sql}`)
      .all(...responses.parameters)
      .map(([id]) => id as number),
  );
  const answered = context.unchanged('answered sessions', () =>
    withAncestors(
      db
        .prepare('select distinct session_id from usage_rollup')
        .all()
        .map(([id]) => id as number),
    ),
  );
  // A child that never got an answer is shown wherever its parent is.
  const silentChild = (id: number) => {
    const parent = lineage.parentOf(id);
    return parent !== null && inGroup.has(parent);
  };
  db.prepare('select s.id from session s').each([], ([id]) => {
    if (!answered.has(id as number) && silentChild(id as number)) {
      inGroup.add(id as number);
    }
  });
  db.prepare(`select s.id from session s where ${sessions.sql}`).each([...sessions.parameters], ([id]) => {
    if (!answered.has(id as number)) {
      inGroup.add(id as number);
    }
  });
  return inGroup;
}
