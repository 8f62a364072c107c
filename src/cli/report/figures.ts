import type { RateLimit } from '../../common/rateLimits.js';
import type { SqlAnswer, SqlCell } from '../../common/sqlConsole.js';
import type { UsageDimension, UsageReport, UsageRow } from '../../common/usageReport.js';
import { toolsOfPeriod, workOfPeriod } from '../../stats/reportQueries.js';
import { CommandError, type Context } from '../command.js';
import type { Period } from '../period.js';

/** What a period took, before it is written down. */
export interface PeriodFigures {
  period: Period;
  totals: UsageRow;
  by: Readonly<Record<ReportDimension, readonly UsageRow[]>>;
  /** With most cost, then with most tokens. */
  sessions: readonly { id: string; title: string; project: string | null; row: UsageRow }[];
  tools: readonly { name: string | null; calls: number; errors: number }[];
  work: Work;
  /** As of now; none where the period is over. */
  limits: readonly RateLimit[];
}

export interface Work {
  files: number;
  /** null: no change tells its lines. */
  added: number | null;
  removed: number | null;
  prompts: number;
}

export const reportDimensions = ['ticket', 'model', 'project', 'agent', 'day'] as const;
type ReportDimension = (typeof reportDimensions)[number];

const mostSessions = 10;
const questionMs = 60_000;

/** Adds up a period. What tools and files are asked is put to a copy, which for a gigabyte takes some seconds. */
export async function figuresOf(context: Context, period: Period): Promise<PeriodFigures> {
  const usage = (by: UsageDimension) => usageOf(context, period, by);
  const [none, ...reports] = await Promise.all([usage('none'), ...reportDimensions.map(usage)]);
  const tools = await rowsOf(context, toolsOfPeriod, period);
  return {
    period,
    totals: none.totals,
    by: Object.fromEntries(
      reportDimensions.map((by, n) => [by, sorted(reports[n]?.rows ?? [], by)]),
    ) as unknown as PeriodFigures['by'],
    sessions: await topSessions(context, await usage('session')),
    tools: tools.map(([name, calls, errors]) => ({
      name: typeof name === 'string' ? name : null,
      calls: Number(calls),
      errors: Number(errors ?? 0),
    })),
    work: await workOf(context, period),
    limits: period.until === null || period.until >= context.now ? await context.api.rateLimits(null) : [],
  };
}

/** Files, lines and prompts of a period. */
export async function workOf(context: Context, period: Period): Promise<Work> {
  const [row = []] = await rowsOf(context, workOfPeriod, period);
  const [files, added, removed, prompts] = row.map((cell) => (typeof cell === 'number' ? cell : null));
  return { files: files ?? 0, added: added ?? null, removed: removed ?? null, prompts: prompts ?? 0 };
}

export function usageOf(
  { api, timeZone }: Context,
  period: Period,
  by: UsageDimension,
): Promise<UsageReport> {
  const { since, until } = period;
  return api.usage({
    by,
    timeZone,
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
  });
}

async function rowsOf(
  { ask }: Context,
  sql: string,
  { since, until }: Period,
): Promise<readonly (readonly SqlCell[])[]> {
  const answer: SqlAnswer = await ask({ sql, parameters: { since, until }, rows: 1000, ms: questionMs });
  if (answer.kind !== 'rows') {
    throw new CommandError(
      answer.kind === 'fault' ? answer.message : 'The logbook did not answer in time; name a shorter period.',
    );
  }
  return answer.rows;
}

async function topSessions({ api }: Context, { rows }: UsageReport): Promise<PeriodFigures['sessions']> {
  const top = sorted(rows, 'session').slice(0, mostSessions);
  const ids = top.map((row) => `${row.agent}:${row.key}`);
  const found = ids.length === 0 ? [] : await api.sessions({ ids, children: true }, { limit: ids.length });
  const known = new Map(found.map((session) => [session.id, session]));
  return top.map((row, n) => {
    const id = ids[n] ?? '';
    const session = known.get(id);
    return { id, title: session?.title ?? '', project: session?.repository ?? session?.cwd ?? null, row };
  });
}

/** Days in their order, everything else the dearest first. */
function sorted(rows: readonly UsageRow[], by: UsageDimension): UsageRow[] {
  const name = ({ agent = '', key }: UsageRow) => `${key ?? ''} ${agent}`;
  const compareNames = (a: UsageRow, b: UsageRow) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
  return by === 'day'
    ? rows.toSorted(compareNames)
    : rows.toSorted(
        (a, b) => (b.costUsd ?? 0) - (a.costUsd ?? 0) || b.totalTokens - a.totalTokens || compareNames(a, b),
      );
}
