import type { ChartKey, ChartQuery, ChartResult, sessionDimensions, Unit } from '../../common/charts.js';
import type { SessionId, UsageScope } from '../../common/protocol.js';
import type { Chart, ChartReads } from '../../stats/chart.js';
import { clockOf } from '../../stats/clock.js';
import { chartOf } from '../../stats/index.js';
import { keyOf } from '../../stats/usageChart.js';
import { weights } from '../../stats/weights.js';
import { sqlScope } from '../../stats/sqlScope.js';
import type { Calls } from './calls.js';
import type { ReadContext } from './context.js';
import { calendarOf } from './days.js';
import { readContexts } from './contexts.js';
import { readCommands } from './commands.js';
import { namesEnding, namesOf } from './names.js';
import { sessionsInScope } from './filter.js';
import { readInsights, readSubAgents } from './insights.js';
import { readPriced } from './priced.js';
import { readQuarters, readUsageIn } from './quarterReads.js';
import { readRateLimits } from './rateLimits.js';
import { saidOfSession } from './sessionGroups.js';
import { readUsage } from './usage.js';

/** The rows of a chart. Throws for an id that no chart has. */
export function readChart(context: ReadContext, calls: Calls, id: string, query: ChartQuery): ChartResult {
  const chart = chartOf(id);
  // Some charts speak of today, so that their rows are kept for a quarter of an hour at most.
  const minutes = Math.floor(context.now() / 900_000);
  const make = (): ChartResult => {
    const reads = readsOf(context, calls, chart, query);
    return chart.rows?.(reads, query) ?? { rows: reads.sql() };
  };
  return context.unchanged(
    `chart ${id} ${minutes} ${JSON.stringify(query)}`,
    make,
    ({ rows }) => rows.length,
  );
}

function readsOf(context: ReadContext, calls: Calls, chart: Chart, query: ChartQuery): ChartReads {
  return {
    clock: clockOf(query.timeZone, context.now()),
    usage: (by, thenBy, span) =>
      readUsage(context, {
        ...scopeOf(query, span),
        timeZone: query.timeZone,
        by,
        ...(thenBy === undefined ? {} : { thenBy }),
      }),
    quarters: (span) => readQuarters(context, scopeOf(query, span)),
    usageIn: (partOf, span) => readUsageIn(context, scopeOf(query, span), partOf),
    priced: () => readPriced(context, scopeOf(query)),
    calls: (each) => calls.calls(scopeOf(query), each),
    changes: (each) => calls.changes(scopeOf(query), each),
    filesOf(files) {
      const name = namesOf(context.db, files);
      return (file) => name(file) ?? '';
    },
    filesEnding: (ends) => namesEnding(context.db, ends),
    contexts: (session) => readContexts(context, session, scopeOf(query)),
    insights: () => readInsights(context, scopeOf(query)),
    subAgents: () => readSubAgents(context, scopeOf(query)),
    commands: () => readCommands(context, calls, scopeOf(query)),
    limits: () => readRateLimits(context, query.filter?.agents ?? null),
    sql: () =>
      context.db
        .prepare(chart.sql(sqlScope(query, context.now())))
        .all()
        .map((row) => row.map((value) => (value instanceof Uint8Array ? null : value))),
  };
}

/** What is asked of the responses, with other times if they are given. */
function scopeOf(
  { timeZone: _zone, part: _part, session: _session, ...scope }: ChartQuery,
  span?: { since?: number; until?: number },
): UsageScope {
  if (!span) {
    return scope;
  }
  const { since: _since, until: _until, ...rest } = scope;
  return { ...rest, ...span };
}

/** Sessions that a list can offer. */
const mostSessions = 300;

/** The sessions that have a part in a mark of a chart, those with the largest part first. Throws for an id that no chart has. */
export function readSessionsBehind(
  context: ReadContext,
  calls: Calls,
  id: string,
  query: ChartQuery,
  keys: readonly ChartKey[],
): string[] {
  const chart = chartOf(id);
  const keyOfUnit = (unit: Unit) => keys.find((one) => one.unit === unit)?.key;
  const told = chart.behind?.(keyOfUnit, readsOf(context, calls, chart, query), query);
  const found =
    told instanceof Map ? told : readResponders(context, query, told as Partial<UsageScope>, keys);
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostSessions)
    .map(([session]) => session);
}

/** Sessions with responses of some keys by their tokens. What is `told` takes the place of the query's fields. */
function readResponders(
  context: ReadContext,
  query: ChartQuery,
  told: Partial<UsageScope> | undefined,
  keys: readonly ChartKey[],
): Map<string, number> {
  const { since: _since, until: _until, ...anyTime } = scopeOf(query);
  let scope: UsageScope = told ? { ...anyTime, ...told } : scopeOf(query);
  for (const { unit, key } of keys) {
    scope = narrowed(context, scope, unit, key, query.timeZone);
  }
  const time = keys.find(({ unit }) => unit === 'hourOfWeek' || unit === 'quarter');
  const thenBy = time?.unit === 'hourOfWeek' || time?.unit === 'quarter' ? { thenBy: time.unit } : {};
  // Of what has no time the day is not known, as a day of its own.
  const undated = keys.some(({ unit, key }) => unit === 'day' && key === null);
  const { rows } = readUsage(context, {
    ...{ ...scope, timeZone: query.timeZone, by: 'session' as const },
    ...(undated ? { thenBy: 'day' as const } : thenBy),
  });
  return weights((add) => {
    for (const row of rows) {
      const session = keyOf(row, 'session');
      if (session !== null && (undated ? row.second === null : !time || row.second === time.key)) {
        add(session, row.totalTokens);
      }
    }
  });
}

/** The part of a scope that has one value of a dimension. */
function narrowed(
  context: ReadContext,
  scope: UsageScope,
  unit: ChartKey['unit'],
  key: string | null,
  timeZone: string,
): UsageScope {
  switch (unit) {
    case 'model':
      return { ...scope, models: [key] };
    case 'project':
      return { ...scope, projects: [key] };
    case 'branch':
      return { ...scope, branches: [key] };
    case 'ticket':
      return { ...scope, tickets: [key] };
    case 'agent':
      return { ...scope, filter: { ...scope.filter, agents: key === null ? [] : [key] } };
    case 'category':
    case 'tags':
      return { ...scope, filter: { ids: sessionsSaid(context, scope, unit, key) } };
    case 'session':
      return { ...scope, filter: { ids: key === null ? [] : [key] } };
    case 'day':
    case 'days': {
      if (key === null) {
        return scope;
      }
      const [first = key, last = first] = key.split(' ');
      const { rangeOf } = calendarOf(timeZone);
      const [{ since }, { until }] = [rangeOf(first), rangeOf(last)];
      return {
        ...scope,
        since: Math.max(since, scope.since ?? since),
        until: Math.min(until, scope.until ?? until),
      };
    }
    default:
      return scope;
  }
}

/** The sessions of a scope of which, as a whole, this is said; null: nothing. */
function sessionsSaid(
  context: ReadContext,
  { filter }: UsageScope,
  by: (typeof sessionDimensions)[number],
  key: string | null,
): SessionId[] {
  const said = saidOfSession(context, by);
  const within = sessionsInScope(context, filter);
  return context.db
    .prepare("select id, agent || ':' || agent_session_id from session")
    .all()
    .filter(([id]) => said(id as number) === key && within?.has(id as number) !== false)
    .map(([, name]) => name as string);
}
