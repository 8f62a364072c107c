import type { StatsHost } from '../../src/common/panelProtocol.js';
import type { UsageDimension, UsageRow } from '../../src/common/usageReport.js';
import { charts } from '../../src/stats/index.js';

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
const keys: Partial<Record<UsageDimension, (string | null)[]>> = {
  model: models,
  agent: ['claude', 'codex'],
  project: ['/home/ada/shop', '/home/ada/billing-service', '/home/ada/docs', null],
  branch: [
    'main',
    ...Array.from({ length: 14 }, (_, n) => `feature/ABC-${120 + n}-a-rather-long-branch-name`),
    null,
  ],
  ticket: ['ABC-123', 'ABC-124', 'SHOP-7', '<img src=x onerror=hacked=1>', null],
  session: Array.from({ length: 40 }, (_, n) => `s${n}`),
  none: [null],
};

/** A host for the stats that answers from made-up figures. The same for each call. */
export function fakeStats(data: string): StatsHost {
  return {
    start: () =>
      Promise.resolve({ bundle: {}, agents: agentLabels, charts, hasWorkspace: true, focus: null }),
    usage(range, by, thenBy) {
      if (data === 'empty') {
        return Promise.resolve({ rows: [], totals: row(null, null, 0) });
      }
      const firsts = by === 'day' ? daysOf(range.since, data === 'huge' ? 700 : 45) : (keys[by] ?? []);
      const seconds = (thenBy ?? undefined) === undefined ? [null] : (keys[thenBy ?? 'none'] ?? []);
      const rows = firsts.flatMap((first, n) =>
        seconds.flatMap((second, m) => {
          // Weekends are quiet, and not every model is used each day.
          const quiet = by === 'day' && n % 7 > 4;
          const size = quiet
            ? 0
            : Math.round(4_000_000 / (1 + m * 1.7) / (by === 'day' ? 1 + ((n * 13) % 5) : 1 + n));
          const used = by !== 'day' || (n + m) % 3 !== 0;
          return size > 0 && used ? [{ ...row(first, second, size), ...session(by, n) }] : [];
        }),
      );
      return Promise.resolve({
        rows: by === 'none' ? [] : rows,
        totals: {
          ...row(null, null, 48_200_000),
          sessions: 214,
          unpriced: { 'mystery-1': 1_240_000 },
          webSearchUsd: 0.42,
        },
      });
    },
    titles: (ids) =>
      Promise.resolve(Object.fromEntries(ids.map((id, n) => [id, `Session about a thing number ${n + 1}`]))),
    openSessions: () => Promise.resolve(true),
    openSession: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

function session(by: UsageDimension, n: number): Partial<UsageRow> {
  return by === 'session' ? { agent: n % 3 === 0 ? 'codex' : 'claude', parent: null } : {};
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

function row(key: string | null, second: string | null, tokens: number): UsageRow {
  const unpriced =
    key === 'mystery-1' || second === 'mystery-1' || key === 'local-coder-7b' || second === 'local-coder-7b';
  const part = (share: number) => Math.round(tokens * share);
  return {
    key,
    second,
    sessions: Math.ceil(tokens / 400_000),
    responses: Math.ceil(tokens / 45_000),
    unknownResponses: 0,
    approximateResponses: 0,
    tokens: {
      input: part(0.03),
      cacheRead: part(0.88),
      cacheWrite5m: part(0.05),
      cacheWrite1h: part(0.01),
      output: tokens - part(0.03) - part(0.88) - part(0.05) - part(0.01),
      reasoning: null,
    },
    totalTokens: tokens,
    costUsd: unpriced ? null : tokens * 1.6e-6,
    estimate: false,
    webSearchUsd: 0,
    unpriced: unpriced ? { [second ?? key ?? '']: tokens } : {},
  };
}
