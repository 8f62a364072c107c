import { compareKeys } from '../../common/compareKeys.js';
import type { ChartDimension } from '../../common/charts.js';
import type { UsageQuery } from '../../common/protocol.js';
import type { UsageReport, UsageRow } from '../../common/usageReport.js';
import { keyColumn, keyText } from './dimensions.js';
import { listOf, type ReadContext } from './context.js';
import { hasEventIn, sessionsInScope } from './filter.js';
import { isStored, lineageOf } from './lineage.js';
import { namesOf } from './names.js';
import { groupResponses, type Key, type ResponseGroup } from './responses.js';
import { asksResponses, responseConditions } from './scope.js';
import { sumBuilder, type SumBuilder } from './sums.js';

/** By what charts tell usage apart, too. */
export type ReportQuery = Omit<UsageQuery, 'by' | 'thenBy'> & { by: ChartDimension; thenBy?: ChartDimension };

/** Sums of responses by one or two dimensions, sorted by key. The meaning of every figure is in common/protocol.ts. */
export function readUsage(context: ReadContext, query: ReportQuery): UsageReport {
  return context.unchanged(
    `usage ${JSON.stringify(query)}`,
    () => report(context, query),
    ({ rows }) => rows.length,
  );
}

/** One row in the making. */
interface RowParts {
  raw: Key;
  key: string | null;
  second: string | null;
  sums: SumBuilder;
  roots: Set<number>;
  /** Asked of branches only. */
  repositories: Set<number> | null;
}

function report(context: ReadContext, query: ReportQuery): UsageReport {
  const scope = sessionsInScope(context, query.filter);
  const conditions = responseConditions(context, query, scope);
  const zone = query.utc ? 'UTC' : query.timeZone;
  const withRepositories = query.by === 'branch';
  const dimensions = [query.by, query.thenBy ?? 'none', withRepositories ? 'project' : 'none'] as const;
  const columns = dimensions.map((dimension) => keyColumn(context, dimension, zone));
  const groups = groupResponses(context, columns, conditions, query);

  const first = keyTextOf(context, query.by, groups, 0);
  const second = keyTextOf(context, query.thenBy ?? 'none', groups, 1);
  const lineage = lineageOf(context);
  const rows = new Map<string | null, Map<string | null, RowParts>>();
  const rowFor = (raw: Key, key: string | null, secondKey: string | null) => {
    let ofKey = rows.get(key);
    if (!ofKey) {
      ofKey = new Map();
      rows.set(key, ofKey);
    }
    let row = ofKey.get(secondKey);
    if (!row) {
      row = newRow(context, raw, key, secondKey);
      ofKey.set(secondKey, row);
    }
    return row;
  };
  const totals = newRow(context, null, null, null);
  if (query.by === 'none' && (query.thenBy ?? 'none') === 'none') {
    rowFor(null, null, null);
  }
  for (const group of groups) {
    const row = rowFor(group.keys[0] ?? null, first(group.keys[0] ?? null), second(group.keys[1] ?? null));
    row.sums.add(group);
    totals.sums.add(group);
    for (const session of group.sessions) {
      const root = lineage.rootOf(session);
      row.roots.add(root);
      totals.roots.add(root);
    }
    if (withRepositories && group.keys[2] !== null) {
      (row.repositories ??= new Set()).add(Number(group.keys[2]));
    }
  }
  if (!asksResponses(query)) {
    addSessionsWithoutResponses(context, query, scope, totals.roots);
  }
  return {
    rows: finish(
      context,
      query,
      [...rows.values()].flatMap((ofKey) => [...ofKey.values()]),
    ),
    totals: rowOf(totals),
  };
}

function keyTextOf(
  context: ReadContext,
  dimension: ChartDimension,
  groups: readonly ResponseGroup[],
  index: number,
): (raw: Key) => string | null {
  const raws = new Set(groups.map((group) => group.keys[index] ?? null));
  const text = keyText(context, dimension, raws);
  if (dimension !== 'session' || index === 0) {
    return text;
  }
  // As a second dimension a session is shown by the agent's own id, too.
  const ids = sessionNames(context, raws);
  return (raw) => ids.get(Number(raw))?.agentSessionId ?? null;
}

function newRow(context: ReadContext, raw: Key, key: string | null, second: string | null): RowParts {
  return { raw, key, second, sums: sumBuilder(context.prices()), roots: new Set(), repositories: null };
}

/** Totals count every session in scope, those that never got an answer too. */
function addSessionsWithoutResponses(
  context: ReadContext,
  { since, until }: ReportQuery,
  scope: ReadonlySet<number> | null,
  roots: Set<number>,
): void {
  const lineage = lineageOf(context);
  const inTime = since === undefined && until === undefined ? null : hasEventIn(since, until);
  const conditions = [
    isStored('s'),
    inTime?.sql ?? 'true',
    scope ? 's.id in (select value from json_each(?))' : 'true',
  ];
  context.db
    .prepare(`select s.id from session s where ${conditions.join(' and ')}`)
    .each([...(inTime?.parameters ?? []), ...(scope ? [listOf(scope)] : [])], ([id]) =>
      roots.add(lineage.rootOf(id as number)),
    );
}

function rowOf(parts: RowParts): UsageRow {
  return { key: parts.key, second: parts.second, sessions: parts.roots.size, ...parts.sums.result() };
}

function finish(context: ReadContext, query: ReportQuery, parts: readonly RowParts[]): UsageRow[] {
  const repository = namesOf(
    context.db,
    parts.flatMap((part) => [...(part.repositories ?? [])]),
  );
  const sessions =
    query.by === 'session'
      ? sessionNames(
          context,
          parts.map((part) => part.raw),
        )
      : null;
  return parts
    .map((part) => {
      const row = rowOf(part);
      const session = sessions?.get(Number(part.raw));
      if (session) {
        return { ...row, key: session.agentSessionId, agent: session.agent, parent: session.parent };
      }
      return query.by === 'branch'
        ? { ...row, repositories: [...(part.repositories ?? [])].map((id) => repository(id) ?? '').sort() }
        : row;
    })
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.second, b.second));
}

interface SessionName {
  agent: string;
  agentSessionId: string;
  parent: string | null;
}

function sessionNames(context: ReadContext, ids: Iterable<Key>): Map<number, SessionName> {
  const names = new Map<number, SessionName>();
  context.db
    .prepare(
      'select id, agent, agent_session_id, parent from session where id in (select value from json_each(?))',
    )
    .each([listOf([...ids].map(Number))], ([id, agent, agentSessionId, parent]) =>
      names.set(id as number, {
        agent: agent as string,
        agentSessionId: agentSessionId as string,
        parent: parent as string | null,
      }),
    );
  return names;
}
