import type { GroupBy, SessionFilter, SessionGroup } from '../../common/protocol.js';
import type { ReadContext } from './context.js';
import { keyColumn, keyText } from './dimensions.js';
import { sessionsInScope } from './filter.js';
import { baseName } from '../../common/paths.js';
import { valueWithoutResponses } from './groupKeys.js';
import { isStored, lineageOf } from './lineage.js';
import { groupResponses, type Key, type KeyColumn } from './responses.js';
import { responseConditions } from './scope.js';
import { groupsOfSession, isOfWholeSessions, rankOf } from './sessionGroups.js';
import { sumBuilder, type SumBuilder } from './sums.js';
import { compareKeys } from '../../common/compareKeys.js';

interface GroupParts {
  sums: SumBuilder;
  roots: Set<number>;
  lastAt: number | null;
}

/** The nodes of the tree, the one with the newest event first and "none" last. The shares of all add up to the whole, but for tags, of which a session may have several. */
export function readGroups(
  context: ReadContext,
  by: GroupBy,
  filter: SessionFilter,
  timeZone: string | undefined,
): readonly SessionGroup[] {
  // How sessions stand changes with the time alone.
  const minute = by === 'status' || filter.statuses ? Math.floor(context.now() / 60_000) : null;
  const name = `groups ${JSON.stringify([by, filter, timeZone, minute])}`;
  return context.unchanged(name, () => makeGroups(context, by, filter, timeZone));
}

function makeGroups(
  context: ReadContext,
  by: GroupBy,
  filter: SessionFilter,
  timeZone: string | undefined,
): SessionGroup[] {
  const lineage = lineageOf(context);
  const scope = sessionsInScope(context, filter);
  const groups = new Map<string | null, GroupParts>();
  const groupOf = (key: string | null) => {
    let group = groups.get(key);
    if (!group) {
      group = { sums: sumBuilder(context.prices()), roots: new Set(), lastAt: null };
      groups.set(key, group);
    }
    return group;
  };

  const column = columnOf(context, by, timeZone);
  const responses = groupResponses(context, [column], responseConditions(context, {}, scope));
  const answered = new Set(
    responses.flatMap(({ sessions }) => sessions.map((session) => lineage.rootOf(session))),
  );
  const silent = sessionsWithoutResponses(
    context,
    { ...column, sql: valueWithoutResponses[by] },
    answered,
  ).filter(({ id }) => scope?.has(id) ?? true);
  const keys = new Set([
    ...responses.map((response) => response.keys[0] ?? null),
    ...silent.map((session) => session.key),
  ]);
  const groupsOf = keyGroups(context, by, keys);
  for (const response of responses) {
    for (const key of groupsOf(response.keys[0] ?? null)) {
      const group = groupOf(key);
      group.sums.add(response);
      for (const session of response.sessions) {
        group.roots.add(lineage.rootOf(session));
      }
      group.lastAt = later(group.lastAt, response.lastAt);
    }
  }
  for (const { id, key, endedAt } of silent) {
    for (const name of groupsOf(key)) {
      const group = groupOf(name);
      group.roots.add(id);
      group.lastAt = later(group.lastAt, endedAt);
    }
  }
  return [...groups]
    .map(([key, group]) => ({
      key,
      label: key === null ? '' : by === 'project' ? baseName(key) : key,
      sessions: group.roots.size,
      usage: group.sums.result(),
      lastAt: group.lastAt,
    }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        rankOf(by, a.key) - rankOf(by, b.key) ||
        (b.lastAt ?? 0) - (a.lastAt ?? 0) ||
        compareKeys(a.key, b.key),
    );
}

/** By what holds of it as a whole, a session is in its groups as a whole. */
function columnOf(context: ReadContext, by: GroupBy, timeZone: string | undefined): KeyColumn {
  if (!isOfWholeSessions(by)) {
    return keyColumn(context, by, timeZone);
  }
  const { rootOf } = lineageOf(context);
  return { sql: 'u.session_id', of: (session) => rootOf(session as number) };
}

/** The groups that a key stands for: of a session, each of its tags. */
function keyGroups(
  context: ReadContext,
  by: GroupBy,
  keys: Iterable<Key>,
): (key: Key) => readonly (string | null)[] {
  const ofSession = groupsOfSession(context, by);
  if (ofSession || isOfWholeSessions(by)) {
    return (root) => ofSession?.(root as number) ?? [null];
  }
  const text = keyText(context, by, keys);
  return (key) => [text(key)];
}

/** Top-level sessions that, with all that descends from them, never got an answer. */
function sessionsWithoutResponses(
  context: ReadContext,
  column: KeyColumn,
  answered: ReadonlySet<number>,
): { id: number; key: Key; endedAt: number | null }[] {
  const lineage = lineageOf(context);
  const silent: { id: number; key: Key; endedAt: number | null }[] = [];
  context.db
    .prepare(
      `select s.id, ${column.sql}, coalesce(s.ended_at, s.started_at) from session s where ${isStored('s')}`,
    )
    .each([], ([id, value = null, endedAt]) => {
      const session = id as number;
      if (!answered.has(session) && lineage.rootOf(session) === session) {
        const key = column.of ? column.of(value) : (value as Key);
        silent.push({ id: session, key, endedAt: endedAt as number | null });
      }
    });
  return silent;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
