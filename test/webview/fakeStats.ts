import type { Cell, ChartColumn, ChartData, ChartResult, PartDimension } from '../../src/common/charts.js';
import type { Explanation } from '../../src/common/explanation.js';
import type { StatsHost } from '../../src/common/statsPanel.js';
import type { UsageRow } from '../../src/common/usageReport.js';
import { chartData, chartOf, charts } from '../../src/stats/index.js';
import { sqlScope } from '../../src/stats/sqlScope.js';

/** As the store of the user's machine would tell them. */
const agentLabels = { claude: 'Claude Code', codex: 'Codex' };

const models = [
  'claude-opus-4-6',
  'gpt-6-sol',
  'claude-haiku-4-5',
  'gpt-6-luna',
  'gemini-3.8-flash',
  'claude-sonnet-5',
  'gpt-5.6',
  'mystery-1',
  'local-coder-7b',
];
const keys: Readonly<Record<string, readonly (string | null)[]>> = {
  model: models,
  agent: ['claude', 'codex'],
  project: ['/home/ada/shop', '/home/ada/billing-service', '/home/ada/docs', null],
  branch: [
    'main',
    ...Array.from({ length: 14 }, (_, n) => `feature/ABC-${120 + n}-a-rather-long-branch-name`),
    null,
  ],
  ticket: ['ABC-123', 'ABC-124', 'SHOP-7', '<img src=x onerror=hacked=1>', null],
  category: ['bug-fix', 'feature', 'docs', null],
  tags: ['release', 'release, review', null],
  session: Array.from({ length: 40 }, (_, n) => `claude:s${n}`),
  hourOfWeek: Array.from(
    { length: 7 * 24 },
    (_, n) => `${1 + Math.floor(n / 24)}-${String(n % 24).padStart(2, '0')}`,
  ),
  tool: ['Bash', 'Read', 'Edit', 'Grep', 'WebFetch', 'mcp__db__query', 'Task', 'Write'],
  file: Array.from({ length: 30 }, (_, n) => `/home/ada/shop/src/part${n}/file${n}.ts`),
};

const rates = { input: 5, output: 25, cacheRead: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10 };
const always = { from: null, until: null, above: null, upTo: null, daily: null };
const explanation: Explanation = {
  ...{
    responses: 1072,
    unknownResponses: 3,
    approximateResponses: 0,
    outranked: 412,
    shared: 38,
    otherTier: 2,
  },
  parts: models.map((model, n) => ({
    ...{ model, ...always, responses: 100, totalTokens: 5_000_000 / (n + 1) },
    ...(model.includes('mystery')
      ? { source: null, rates: null, costUsd: null }
      : { source: n === 1 ? 'settings' : 'list', rates, costUsd: 20 / (n + 1) }),
    ...(n === 0 ? { from: '2026-03-13', above: 200_000 } : {}),
    tokens: { input: 1000, cacheRead: 1000, cacheWrite5m: 0, cacheWrite1h: 0, output: 10 },
  })),
  prices: { source: '@pydantic/genai-prices', version: '0.1.8', date: '2026-09-23' },
  files: [{ agent: 'claude', files: 412, gone: 12, bytes: 380_000_000 }],
  problems: 2,
  firstProblems: [
    { file: '/home/ada/.claude/projects/x/a.jsonl', line: 7, message: 'the line is no JSON', at: 0 },
  ],
  unknownLines: 4,
};

/** A host for the stats that answers from made-up figures. The same for each call. */
export function fakeStats(data: string): StatsHost {
  return {
    start: () =>
      Promise.resolve({
        bundle: {},
        agents: agentLabels,
        charts: charts.map(chartData),
        hasWorkspace: true,
        focus: null,
      }),
    totals: () =>
      Promise.resolve({
        rows: [],
        totals:
          data === 'empty'
            ? total(0)
            : {
                ...total(48_200_000),
                sessions: 214,
                unpriced: { 'mystery-1': 1_240_000 },
                webSearchUsd: 0.42,
              },
      }),
    explain: () => Promise.resolve(explanation),
    choices: () =>
      Promise.resolve({
        agents: ['claude', 'codex'],
        models,
        projects: keys['project']!,
        branches: keys['branch']!,
        tickets: keys['ticket']!,
        tags: ['review', 'spike', 'release'],
      }),
    chart({ id, range, part }) {
      return Promise.resolve(rowsOf(chartData(chartOf(id)), range.since, part, data === 'huge'));
    },
    sql: ({ id, range, timeZone, part }) =>
      Promise.resolve(
        chartOf(id).sql(
          sqlScope({ timeZone, ...(part ? { part } : {}), since: range.since ?? 0 }, Date.now()),
        ),
      ),
    openSql: () => Promise.resolve(),
    saveCsv: () => Promise.resolve(true),
    titles: (ids) =>
      Promise.resolve(Object.fromEntries(ids.map((id, n) => [id, `Session about a thing number ${n + 1}`]))),
    openSessions: () => Promise.resolve(true),
    openSession: () => Promise.resolve(),
    ticketCommits: (key) =>
      Promise.resolve(
        key.startsWith('SHOP')
          ? { commits: null, problem: 'git is not installed' }
          : { commits: [{ subject: 'Add the cart' }, { subject: 'Test it' }], problem: null },
      ),
    openTicket: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

/** Made-up rows for any chart: a value for each unit. */
function rowsOf(
  chart: ChartData,
  since: number | undefined,
  part: PartDimension | undefined,
  huge: boolean,
): ChartResult {
  if (chart.mark.kind === 'tiles') {
    return { rows: tileRows(chart) };
  }
  const [first, second] = chart.columns.filter(({ unit }) => isKey(unit));
  const firsts =
    first === undefined
      ? Array.from({ length: huge ? 10_000 : 60 }, (_, n) => n)
      : keysOf(first, part, since, huge);
  const seconds = second === undefined ? [null] : keysOf(second, part, since, false);
  const rows = firsts.flatMap((key, n) =>
    seconds.flatMap((other, m): Cell[][] => {
      // Weekends are quiet, and not every model is used each day.
      const quiet = first?.unit === 'day' && n % 7 > 4;
      if (
        quiet ||
        (first?.unit === 'day' && (n + m) % 3 === 0) ||
        (second && first?.unit !== 'day' && m > 2)
      ) {
        return [];
      }
      const size = 4_000_000 / (1 + m * 1.7) / (first?.unit === 'day' ? 1 + ((n * 13) % 5) : 1 + (n % 97));
      const unpriced = /mystery|local/.test(`${key} ${other}`);
      return [
        chart.columns.map((column) =>
          column === first ? key : column === second ? other : figure(column, size, unpriced, n),
        ),
      ];
    }),
  );
  return { rows };
}

function tileRows(chart: ChartData): Cell[][] {
  return ['Tokens', 'Cost', 'Sessions', 'Responses'].map((what, n) =>
    chart.columns.map(({ unit, id }): Cell => {
      if (unit === 'term') {
        return what;
      }
      if (id === 'unit') {
        return ['tokens', 'usd', 'count', 'count'][n] ?? 'count';
      }
      return id === 'value' ? [8_300_000, 21.4, 34, 410][n]! : [6_100_000, 25.1, 30, 377][n]!;
    }),
  );
}

function isKey(unit: ChartColumn['unit']): boolean {
  return unit === 'day' || unit === 'part' || unit in keys;
}

function keysOf(
  { unit }: ChartColumn,
  part: PartDimension | undefined,
  since: number | undefined,
  huge: boolean,
): readonly Cell[] {
  if (unit === 'day') {
    return daysOf(since, huge ? 700 : 45);
  }
  const known = keys[unit === 'part' ? (part ?? 'model') : unit] ?? [null];
  return huge && unit !== 'part'
    ? Array.from({ length: 10_000 }, (_, n) => `${known[n % known.length]} ${n}`)
    : known;
}

function figure({ unit, id }: ChartColumn, size: number, unpriced: boolean, n: number): Cell {
  switch (unit) {
    case 'usd':
      return unpriced ? null : size * 1.6e-6;
    case 'tokens':
      return Math.round(size * (id === 'total_tokens' ? 1 : 0.3));
    case 'duration':
      return Math.round(size / 40);
    case 'share':
      return (n % 10) / 12;
    case 'time':
      return Date.UTC(2026, 10, 21, 9, n);
    case 'term':
      return n % 2 === 0 ? 'rising' : 'steady';
    case 'text':
      return `text ${n}`;
    default:
      return Math.ceil(size / 45_000);
  }
}

function daysOf(since: number | undefined, count: number): string[] {
  const end = Date.now();
  const start = since ?? end - count * 86_400_000;
  const days: string[] = [];
  for (let at = start; at <= end; at += 86_400_000) {
    days.push(new Date(at + 3_600_000).toISOString().slice(0, 10));
  }
  return days;
}

function total(tokens: number): UsageRow {
  const part = (share: number) => Math.round(tokens * share);
  return {
    ...{ key: null, second: null, sessions: Math.ceil(tokens / 400_000) },
    ...{ responses: Math.ceil(tokens / 45_000), unknownResponses: 0, approximateResponses: 0 },
    tokens: {
      input: part(0.03),
      cacheRead: part(0.88),
      cacheWrite5m: part(0.05),
      cacheWrite1h: part(0.01),
      output: tokens - part(0.03) - part(0.88) - part(0.05) - part(0.01),
      reasoning: null,
    },
    totalTokens: tokens,
    costUsd: tokens * 1.6e-6,
    estimate: false,
    webSearchUsd: 0,
    unpriced: {},
  };
}
