import type { Cell, ChartDimension, ChartQuery } from '../common/charts.js';
import type { OneOf, SessionFilter } from '../common/protocol.js';
import { clockOf, type Clock } from './clock.js';
import { offsetSql } from './localTime.js';

/** Pieces of the SQL that shows what a chart asks: text over the public views that says the filter in words of its own. */
export interface SqlScope {
  query: ChartQuery;
  clock: Clock;
  /** That rows of a view with the columns of a response (v_usage, v_tool_call, …) are in the filter; `at` is their time. */
  within(alias: string, at?: string): string;
  /** That rows of v_message, which are of no response, are of a session in the filter, by their time `at`. */
  said(alias: string): string;
  /** The same with other times, in milliseconds: [since, until). */
  spanning(since: number, until: number): SqlScope;
  /** That sessions are in the filter, by their id. */
  sessions(id: string): string;
  /** What rows of such a view are told apart by. */
  key(dimension: ChartDimension, alias: string, at?: string): string;
}

/** Times before this are mistakes of clocks, and their days need not be right. */
const firstYear = Date.UTC(2020, 0);

/** `now` in milliseconds since 1970 UTC: the clocks' changes up to then are known. */
export function sqlScope(query: ChartQuery, now: number): SqlScope {
  return scopeOf(query, clockOf(query.timeZone, now));
}

function scopeOf(query: ChartQuery, clock: Clock): SqlScope {
  const { filter = {}, since, until } = query;
  const sessions = (id: string) => {
    const chosen = sessionsSql(filter);
    return chosen === null ? 'true' : `${id} in (${chosen})`;
  };
  const time = (at: string) => [
    ...(since === undefined ? [] : [`${at} >= ${since}`]),
    ...(until === undefined ? [] : [`${at} < ${until}`]),
  ];
  const ofResponses = (alias: string) => {
    const tickets = query.ticket === undefined ? query.tickets : [query.ticket];
    return [
      ...oneOf(`${alias}.model`, query.models),
      ...oneOf(`${alias}.project`, query.projects),
      ...oneOf(`${alias}.branch`, query.branches),
      ...oneOf(`${alias}.ticket`, tickets),
    ];
  };
  const local = (at: string) =>
    `${at} + ${bracketed(offsetSql(at, query.timeZone, since ?? firstYear, until ?? clock.now + 86_400_000))}`;
  return {
    query,
    clock,
    spanning: (from, to) => scopeOf({ ...query, since: from, until: to }, clock),
    sessions,
    within: (alias, at = `${alias}.at`) =>
      joined([...time(at), ...ofResponses(alias), sessions(`${alias}.session_id`)]),
    said(alias) {
      const asked = ofResponses('u');
      const answered =
        asked.length === 0
          ? []
          : [
              `${alias}.session_id in (select u.session_id from v_usage u where ${[...time('u.at'), ...asked].join(' and ')})`,
            ];
      return joined([
        `${alias}.at is not null`,
        ...time(`${alias}.at`),
        ...answered,
        sessions(`${alias}.session_id`),
      ]);
    },
    key(dimension, alias, at = `${alias}.at`) {
      switch (dimension) {
        case 'none':
          return 'null';
        case 'day':
          return `date((${local(at)}) / 1000, 'unixepoch')`;
        case 'hourOfWeek':
          // Monday is 1.
          return `strftime('%u-%H', (${local(at)}) / 1000, 'unixepoch')`;
        case 'quarter':
          return `${at} / 900000 * 900000`;
        case 'session':
          return `${alias}.session_id`;
        case 'category':
        case 'tags':
          // Of the sessions that `usageSql` joins.
          return `said.${dimension}`;
        default:
          return `${alias}.${dimension}`;
      }
    },
  };
}

/** A value as SQL writes it. */
export function literal(value: Cell): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`
    : String(value ?? 'null');
}

function joined(conditions: readonly string[]): string {
  const asked = conditions.filter((condition) => condition !== 'true');
  return asked.length === 0 ? 'true' : asked.join('\n  and ');
}

function oneOf(expression: string, values: OneOf | undefined): string[] {
  if (!values) {
    return [];
  }
  const known = values.filter((value) => value !== null);
  const list = `${expression} in (${known.map(literal).join(', ')})`;
  return [values.includes(null) ? `(${list} or ${expression} is null)` : list];
}

/** The ids of the sessions of a filter with all that descend from them; null: all. */
function sessionsSql({ agents, folders, headless, ids, tags }: SessionFilter): string | null {
  if (ids) {
    return ids.map(literal).join(', ');
  }
  const conditions = [
    ...oneOf('s.agent', agents),
    ...(headless === undefined ? [] : [`s.headless = ${Number(headless)}`]),
    ...(folders ? [`(${['false', ...folders.map(within)].join(' or ')})`] : []),
    ...(tags
      ? [
          `exists (select 1 from v_tag t where t.session_id = s.id and lower(t.tag) in (${tags.map((tag) => literal(tag.toLowerCase())).join(', ')}))`,
        ]
      : []),
  ];
  return conditions.length === 0
    ? null
    : `select l.session_id from v_lineage l where l.root_id in (select s.id from v_session s where ${conditions.join(' and ')})`;
}

function within(folder: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  const start = folder.endsWith(separator) ? folder : folder + separator;
  return `s.cwd = ${literal(folder)} or substr(s.cwd, 1, ${[...start].length}) = ${literal(start)}`;
}

function bracketed(sql: string): string {
  return sql.startsWith('case') ? `(${sql})` : sql;
}
