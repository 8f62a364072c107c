import type { ChartColumn, ChartData, ChartDimension, ChartQuery } from '../common/charts.js';
import type { UsageDimension, UsageRow } from '../common/usageReport.js';
import type { Chart, ChartReads, Row } from './chart.js';
import type { SqlScope } from './sqlScope.js';

/** Figures of responses by one dimension, or by two: the second as chosen or fixed. */
export interface UsageChartSpec extends Omit<ChartData, 'columns' | 'sortedBy'> {
  by: ChartDimension;
  thenBy?: UsageDimension;
  sortedBy?: string;
}

const figures: readonly ChartColumn[] = [
  { id: 'sessions', label: 'Sessions', unit: 'count' },
  { id: 'responses', label: 'Responses', unit: 'count' },
  { id: 'unknown_responses', label: 'Without usage data', unit: 'count' },
  { id: 'input_tokens', label: 'Input', unit: 'tokens' },
  { id: 'cache_read_tokens', label: 'Cache read', unit: 'tokens' },
  { id: 'cache_write_tokens', label: 'Cache write', unit: 'tokens' },
  { id: 'output_tokens', label: 'Output', unit: 'tokens' },
  { id: 'total_tokens', label: 'Tokens', unit: 'tokens' },
  { id: 'cost_usd', label: 'Cost', unit: 'usd' },
];

const keyLabels: Readonly<Record<Exclude<ChartDimension, 'none'>, string>> = {
  day: 'Day',
  model: 'Model',
  agent: 'Agent',
  project: 'Project',
  branch: 'Branch',
  ticket: 'Ticket',
  session: 'Session',
  category: 'Kind of work',
  tags: 'Tags',
  hourOfWeek: 'Hour of the week',
  quarter: 'Time',
};

/** The column of a dimension. */
export function keyColumn(dimension: Exclude<ChartDimension, 'none'>): ChartColumn {
  return { id: dimension, label: keyLabels[dimension], unit: dimension };
}

/** A chart of responses, from the sums that the store keeps. Its rows are in the order of their keys. */
export function usageChart({ by, thenBy, sortedBy, ...data }: UsageChartSpec): Chart {
  const parts = data.parts !== undefined || thenBy !== undefined;
  const partOf = (query: ChartQuery) => thenBy ?? query.part ?? data.parts?.[0] ?? 'none';
  return {
    ...data,
    columns: [
      ...(by === 'none' ? [] : [keyColumn(by)]),
      ...(thenBy === undefined || thenBy === 'none' ? [] : [keyColumn(thenBy)]),
      ...(data.parts ? [{ id: 'part', label: 'Part', unit: 'part' } as const] : []),
      ...figures,
    ],
    sortedBy: sortedBy ?? (by === 'day' ? 'day' : 'total_tokens'),
    rows(reads: ChartReads, query: ChartQuery) {
      const report = reads.usage(by, parts ? partOf(query) : undefined);
      return { rows: report.rows.map((row) => rowOf(row, by, parts)) };
    },
    sql(scope) {
      return usageSql(scope, by, parts ? partOf(scope.query) : null, data.parts ? 'part' : undefined);
    },
  };
}

/** The figures of a row of a report, in the order of the columns above. */
export function figuresOf(row: UsageRow): Row {
  const { tokens } = row;
  return [
    row.sessions,
    row.responses,
    row.unknownResponses,
    tokens.input,
    tokens.cacheRead,
    tokens.cacheWrite5m + tokens.cacheWrite1h,
    tokens.output,
    row.totalTokens,
    row.costUsd,
  ];
}

/** The key of a row; of a session its whole id. */
export function keyOf(row: UsageRow, by: ChartDimension): string | null {
  return by === 'session' && row.key !== null ? `${row.agent}:${row.key}` : row.key;
}

function rowOf(row: UsageRow, by: ChartDimension, parts: boolean): Row {
  return [...(by === 'none' ? [] : [keyOf(row, by)]), ...(parts ? [row.second] : []), ...figuresOf(row)];
}

/** Sums of responses as SQL. */
export function usageSql(
  scope: SqlScope,
  by: ChartDimension,
  thenBy: ChartDimension | null,
  partName?: string,
): string {
  const keys = [
    ...(by === 'none' ? [] : [`${scope.key(by, 'u')} as ${by}`]),
    ...(thenBy === null ? [] : [`${scope.key(thenBy, 'u')} as ${partName ?? thenBy}`]),
  ];
  const groups = keys.map((_, index) => index + 1).join(', ');
  const said = saidSql(by) ?? saidSql(thenBy);
  return `${said === null ? '' : `with said as materialized (\n  ${said}\n)\n`}select
${[
  ...keys,
  'count(distinct l.root_id) as sessions',
  'sum(u.has_usage) as responses',
  'sum(1 - u.has_usage) as unknown_responses',
  'sum(u.input_tokens) as input_tokens',
  'sum(u.cache_read_tokens) as cache_read_tokens',
  'sum(u.cache_write_5m_tokens + u.cache_write_1h_tokens) as cache_write_tokens',
  'sum(u.output_tokens) as output_tokens',
  'sum(u.total_tokens) as total_tokens',
  'sum(u.cost_usd) as cost_usd',
]
  .map((line) => `  ${line}`)
  .join(',\n')}
from v_usage u
left join v_lineage l on l.session_id = u.session_id${said === null ? '' : '\nleft join said on said.id = l.root_id'}
where ${scope.within('u')}${groups === '' ? '' : `\ngroup by ${groups}\norder by ${groups}`}`;
}

/** What is said of top-level sessions, by their id; null: the dimension is one of responses. */
function saidSql(dimension: ChartDimension | null): string | null {
  switch (dimension) {
    case 'category':
      return 'select id, category from v_session';
    case 'tags':
      return "select session_id as id, group_concat(tag, ', ' order by tag) as tags from v_tag group by 1";
    default:
      return null;
  }
}
