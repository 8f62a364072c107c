import type { UsageQuery } from './protocol.js';
import type { UsageSums } from './usageReport.js';

/** What may be spent, as the user's settings say: in a day, week (from Monday), month, or in all. */
export interface Budget {
  name: string;
  /** US dollars at API prices. */
  usd: number;
  period: BudgetPeriod;
  /** Only what was made for this ticket, on this branch, in this project (folder of its repository). */
  ticket?: string;
  branch?: string;
  project?: string;
}

export const budgetPeriods = ['day', 'week', 'month', 'all'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** Shares of a budget, in hundredths, that are worth a warning. */
export const budgetThresholds = [50, 75, 90, 100] as const;
export type BudgetThreshold = (typeof budgetThresholds)[number];

/** More than these are not looked at. */
const mostBudgets = 50;

export interface BudgetState {
  budget: Budget;
  /** null: nothing that was used has a price. */
  spentUsd: number | null;
  /** Tokens without a price are in no cost, so that more may be spent. */
  isPart: boolean;
  /** Of the budget; 1 is all of it. */
  share: number;
  /** The highest that is reached. */
  reached: BudgetThreshold | null;
  /** Names the budget in its present period: a warning is given once for each. */
  key: string;
}

/** Budgets as they are typed into the settings. What is none is left out. */
export function validBudgets(value: unknown): Budget[] {
  return (Array.isArray(value) ? value : [])
    .flatMap((item: unknown) => budgetOf(item) ?? [])
    .slice(0, mostBudgets);
}

function budgetOf(value: unknown): Budget | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { usd, period, name, ...scope } = value as Record<string, unknown>;
  if (typeof usd !== 'number' || !Number.isFinite(usd) || usd <= 0) {
    return null;
  }
  const text = (field: string) => {
    const told = scope[field];
    return typeof told === 'string' && told.trim() !== '' ? { [field]: told.trim() } : {};
  };
  const known: { ticket?: string; branch?: string; project?: string } = {
    ...text('ticket'),
    ...text('branch'),
    ...text('project'),
  };
  const of = Object.values(known).join(', ');
  const chosen = budgetPeriods.find((one) => one === period) ?? (of === '' ? 'month' : 'all');
  return {
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : of === '' ? chosen : of,
    ...{ usd, period: chosen },
    ...known,
  };
}

/** The days of a zone, as far as budgets need them. */
export interface BudgetClock {
  now: number;
  dayOf(at: number): string;
  startOf(day: string): number;
}

/** The first day of a budget's present period; null: it has none. */
export function firstDay({ period }: Budget, { now, dayOf }: BudgetClock): string | null {
  const today = dayOf(now);
  switch (period) {
    case 'day':
      return today;
    case 'week': {
      const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
      return new Date(Date.parse(`${today}T00:00:00Z`) - weekday * 86_400_000).toISOString().slice(0, 10);
    }
    case 'month':
      return `${today.slice(0, 8)}01`;
    case 'all':
      return null;
  }
}

/** What to ask for to know what of a budget is spent. */
export function budgetQuery(budget: Budget, clock: BudgetClock): UsageQuery {
  const first = firstDay(budget, clock);
  return {
    by: 'none',
    ...(first === null ? {} : { since: clock.startOf(first) }),
    ...(budget.ticket === undefined ? {} : { tickets: [budget.ticket.toUpperCase(), budget.ticket] }),
    ...(budget.branch === undefined ? {} : { branches: [budget.branch] }),
    ...(budget.project === undefined ? {} : { projects: [budget.project] }),
  };
}

export function budgetState(budget: Budget, totals: UsageSums, clock: BudgetClock): BudgetState {
  const spent = totals.costUsd;
  const share = (spent ?? 0) / budget.usd;
  return {
    budget,
    spentUsd: spent,
    isPart: Object.keys(totals.unpriced).length > 0,
    share,
    // A sum of dollars may end a hair below what it is.
    reached: budgetThresholds.findLast((threshold) => share * 100 >= threshold - 1e-9) ?? null,
    key: JSON.stringify([
      budget.period,
      firstDay(budget, clock),
      budget.usd,
      budget.ticket ?? null,
      budget.branch ?? null,
      budget.project ?? null,
    ]),
  };
}

/** The threshold that each budget was last warned of, by its key. */
export type BudgetWarnings = Readonly<Record<string, BudgetThreshold>>;

/** States that deserve a warning now, and what to remember. What is not in its period any more is forgotten. */
export function dueWarnings(
  states: readonly BudgetState[],
  warned: BudgetWarnings,
): { due: readonly BudgetState[]; warned: BudgetWarnings } {
  const due = states.filter(({ key, reached }) => reached !== null && reached > (warned[key] ?? 0));
  const next = states.flatMap(({ key, reached }): [string, BudgetThreshold][] => {
    const known = Math.max(reached ?? 0, warned[key] ?? 0);
    return known > 0 ? [[key, known as BudgetThreshold]] : [];
  });
  return { due, warned: Object.fromEntries(next) };
}
