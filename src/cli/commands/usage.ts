import { compareKeys } from '../../common/compareKeys.js';
import { formatCost, formatCount, formatTokens } from '../../common/format.js';
import type { UsageQuery } from '../../common/protocol.js';
import {
  usageDimensions,
  type UsageDimension,
  type UsageReport,
  type UsageRow,
} from '../../common/usageReport.js';
import {
  UsageError,
  type Command,
  type CountUsage,
  type Options,
  type Output,
  type StorelessContext,
} from '../command.js';
import { costText, tokensJson } from '../figures.js';
import { tokensText } from '../../common/usageText.js';
import { plain, table } from '../table.js';
import { sinceTime, untilTime } from '../time.js';

export const usageCommand: Command = {
  name: 'usage',
  summary: 'Tokens and cost, in all or by what --by names.',
  positionals: [],
  options: {
    by: { type: 'string' },
    utc: { type: 'boolean' },
    since: { type: 'string' },
    until: { type: 'string' },
    'no-store': { type: 'boolean' },
  },
  help: [
    `--by ${usageDimensions.join('|')}`,
    '                 what each row is; none without it',
    '--utc            days of UTC instead of the local time zone',
    '--since D        from this day (YYYY-MM-DD) or RFC 3339 time on',
    '--until D        to the end of this day, or to this RFC 3339 time',
    "--no-store       count straight from the agents' files, without the store",
  ],
  takesIn: true,
  check: (options) => void query(options, 'UTC'),
  run: (context) => report(context, (asked) => context.api.usage(asked)),
  storeless: { option: 'no-store', run: report },
};

async function report({ options, timeZone, columns }: StorelessContext, usage: CountUsage): Promise<Output> {
  const asked = query(options, timeZone);
  const { rows: unsorted, totals } = await usage(asked);
  const rows = [...unsorted].sort((a, b) => compareKeys(a.key, b.key));
  return {
    json: {
      rows: rows.map((row) => rowJson(row, asked.by)),
      totals: rowJson(totals, 'none'),
    },
    text: usageText({ rows, totals }, asked.by, columns),
  };
}

function query(options: Options, timeZone: string): UsageQuery {
  const by = (options['by'] ?? 'none') as UsageDimension;
  if (!usageDimensions.includes(by)) {
    throw new UsageError(`--by: "${by}" is none of ${usageDimensions.join(', ')}.`);
  }
  const utc = options['utc'] === true;
  const days = utc ? 'utc' : 'local';
  const since = options['since'];
  const until = options['until'];
  return {
    by,
    utc,
    timeZone,
    ...(typeof since === 'string' ? { since: sinceTime(since, days) } : {}),
    ...(typeof until === 'string' ? { until: untilTime(until, days) } : {}),
  };
}

/** A row under the names of `--json`. */
export function rowJson(row: UsageRow, by: UsageDimension): unknown {
  return {
    key: row.key,
    sessions: row.sessions,
    responses: row.responses,
    unknown_responses: row.unknownResponses,
    ...(row.approximateResponses > 0 ? { approximate_responses: row.approximateResponses } : {}),
    ...tokensJson(row),
    cost_usd: row.costUsd,
    web_search_usd: row.webSearchUsd,
    unpriced: row.unpriced,
    ...(by === 'branch' ? { repositories: row.repositories ?? [] } : {}),
    ...(by === 'session' ? { agent: row.agent ?? null, parent: row.parent ?? null } : {}),
  };
}

function usageText({ rows, totals }: UsageReport, by: UsageDimension, width: number | null): string {
  const tokens = (title: string, count: (row: UsageRow) => number) => ({
    title,
    right: true,
    optional: title !== 'total',
    text: (row: UsageRow) => tokensText(row, count(row)),
  });
  const columns = [
    {
      title: by === 'none' ? '' : by,
      width: 60,
      keepEnd: by === 'project',
      text: (row: UsageRow) => label(row, totals),
    },
    { title: 'sessions', right: true, text: (row: UsageRow) => formatCount(row.sessions) },
    { title: 'responses', right: true, text: (row: UsageRow) => formatCount(row.responses) },
    tokens('input', (row) => row.tokens.input),
    tokens('cache write', (row) => row.tokens.cacheWrite5m + row.tokens.cacheWrite1h),
    tokens('cache read', (row) => row.tokens.cacheRead),
    tokens('output', (row) => row.tokens.output),
    tokens('total', (row) => row.totalTokens),
    { title: 'cost', right: true, text: costText },
  ];
  const unpriced = Object.entries(totals.unpriced)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([model, tokens]) => `${plain(model)} (${formatTokens(tokens)} tokens)`);
  return [
    table(columns, [...(by === 'none' ? [] : rows), totals], width),
    ...(totals.webSearchUsd > 0
      ? [`Web searches: ${formatCost(totals.webSearchUsd)}, in no sum above.`]
      : []),
    ...(unpriced.length > 0 ? [`No price: ${unpriced.join(', ')}.`] : []),
    ...(totals.approximateResponses > 0
      ? [
          `Rounded by the agent, or told in part, and marked ~: ${formatCount(totals.approximateResponses)} responses.`,
        ]
      : []),
    ...(totals.unknownResponses > 0
      ? [`Without figures, in no sum above: ${formatCount(totals.unknownResponses)} responses.`]
      : []),
  ].join('\n');
}

function label(row: UsageRow, totals: UsageRow): string {
  return row === totals ? 'all' : (row.key ?? '(none)');
}
