import { splitId } from '../../common/sessionId.js';
import type { SessionFilter } from '../../common/protocol.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { isWithin } from './folders.js';
import { hasStoredParent, isStored, lineageOf } from './lineage.js';
import { sessionsWithMark } from './marks.js';
import { namesOf } from './names.js';
import type { Condition } from './responseParts.js';
import { qualitiesOf, statusesOf } from './sessionGroups.js';
import { sessionsWithText } from './textFilter.js';

/**
 * Conditions over sessions `s`. Without `parent`, `children` and `ids` only top-level sessions fulfil them: what descends from a
 * session goes with it.
 */
export function sessionConditions(context: ReadContext, filter: SessionFilter): Condition[] {
  const conditions: Condition[] = [{ sql: isStored('s'), parameters: [] }];
  const add = (sql: string, ...parameters: SqlValue[]) => conditions.push({ sql, parameters });
  if (filter.ids) {
    add(
      `s.id in (select x.id from json_each(?) asked join session x
        on x.agent = asked.value ->> 0 and x.agent_session_id = asked.value ->> 1)`,
      JSON.stringify(filter.ids.map(splitId)),
    );
  } else if (filter.parent !== undefined) {
    add('s.agent = ? and s.parent = ? and s.parent <> s.agent_session_id', ...splitId(filter.parent));
  } else {
    add(filter.children ? 'true' : `not ${hasStoredParent}`);
  }
  if (filter.agents) {
    add('s.agent in (select value from json_each(?))', listOf(filter.agents));
  }
  if (filter.headless !== undefined) {
    add('s.headless = ?', Number(filter.headless));
  }
  if (filter.folders) {
    add('s.cwd in (select value from json_each(?))', listOf(cwdsWithin(context, filter.folders)));
  }
  if (filter.since !== undefined || filter.until !== undefined) {
    conditions.push(hasEventIn(filter.since, filter.until));
  }
  for (const { sessions, without } of sessionsWithMark(context, filter)) {
    add(`s.id ${without ? 'not ' : ''}in (select value from json_each(?))`, listOf(sessions));
  }
  for (const sessions of sessionsStanding(context, filter)) {
    add('s.id in (select value from json_each(?))', listOf(sessions));
  }
  if (filter.text !== undefined && filter.text.trim() !== '') {
    add(
      's.id in (select value from json_each(?))',
      listOf(sessionsWithText(context, filter.text.trim().split(/\s+/))),
    );
  }
  return conditions;
}

/** Sessions by how they stand and how they went; what descends from one goes with it. */
function sessionsStanding(context: ReadContext, { statuses, qualities }: SessionFilter): Set<number>[] {
  const having = <T extends string>(wanted: readonly T[] | undefined, keys: () => ReadonlyMap<number, T>) =>
    wanted
      ? [
          lineageOf(context).withDescendants(
            [...keys()].flatMap(([id, key]) => (wanted.includes(key) ? [id] : [])),
          ),
        ]
      : [];
  return [...having(statuses, () => statusesOf(context)), ...having(qualities, () => qualitiesOf(context))];
}

/** The sessions of a filter and what descends from them; null: all. With `ids` exactly these. */
export function sessionsInScope(context: ReadContext, filter: SessionFilter | undefined): Set<number> | null {
  if (!filter || isOpen(context, filter)) {
    return null;
  }
  const conditions = sessionConditions(context, filter);
  const found = context.db
    .prepare(`select s.id from session s where ${conditions.map(({ sql }) => sql).join(' and ')}`)
    .all(...conditions.flatMap(({ parameters }) => parameters))
    .map(([id]) => id as number);
  return filter.ids ? new Set(found) : lineageOf(context).withDescendants(found);
}

/** Whether a filter lets everything through: what leaves out archived sessions does where there are none. */
function isOpen({ db }: ReadContext, filter: SessionFilter): boolean {
  return Object.entries(filter).every(
    ([field, value]) =>
      value === undefined ||
      (field === 'archived' &&
        value === false &&
        db.prepare('select 1 from session_mark where archived = 1').get() === undefined),
  );
}

/** True for sessions `s` with an event in [since, until). Only one that reaches over both ends has to be looked into. */
export function hasEventIn(since = 0, until = Number.MAX_SAFE_INTEGER): Condition {
  return {
    sql: `(coalesce(s.started_at, s.ended_at) < ? and coalesce(s.ended_at, s.started_at) >= ? and (
      s.started_at >= ? or s.ended_at < ? or exists (
        select 1 from message e where e.session_id = s.id and e.at >= ? and e.at < ?)))`,
    parameters: [until, since, since, until, since, until],
  };
}

function cwdsWithin({ db }: ReadContext, folders: readonly string[]): number[] {
  const cwds = db
    .prepare('select distinct cwd from session where cwd is not null')
    .all()
    .map(([id]) => id as number);
  const name = namesOf(db, cwds);
  return cwds.filter((id) => folders.some((folder) => isWithin(folder, name(id) ?? '')));
}
