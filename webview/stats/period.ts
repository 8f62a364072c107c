import type { StatsRange, StatsScope } from '../../src/common/panelProtocol.js';

export const periods = ['7', '30', '90', 'all', 'custom'] as const;
export type Period = (typeof periods)[number];

/** What a person has chosen to look at. Days are `YYYY-MM-DD`, both included; empty: without end. */
export interface Choice {
  period: Period;
  from: string;
  to: string;
  scope: StatsScope;
  ticket: string | null;
  agent: string | null;
  /** Charts that are shown as tables. */
  tables: readonly string[];
}

export const firstChoice: Choice = {
  period: '30',
  from: '',
  to: '',
  scope: 'all',
  ticket: null,
  agent: null,
  tables: [],
};

export function isChoice(value: unknown): value is Choice {
  const choice = value as Partial<Choice> | null | undefined;
  return (
    typeof choice === 'object' &&
    choice !== null &&
    periods.some((period) => period === choice.period) &&
    typeof choice.from === 'string' &&
    typeof choice.to === 'string' &&
    (choice.scope === 'workspace' || choice.scope === 'all') &&
    (choice.ticket === null || typeof choice.ticket === 'string') &&
    (choice.agent === null || typeof choice.agent === 'string') &&
    Array.isArray(choice.tables)
  );
}

/** The choice as the store understands it. Days are those of the user's own time zone. */
export function rangeOf(choice: Choice, now: number): StatsRange {
  const { since, until } = limitsOf(choice, now);
  return {
    scope: choice.scope,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(choice.ticket === null ? {} : { ticket: choice.ticket }),
    ...(choice.agent === null ? {} : { agent: choice.agent }),
  };
}

function limitsOf(choice: Choice, now: number): { since?: number | undefined; until?: number | undefined } {
  if (choice.period === 'all') {
    return {};
  }
  if (choice.period === 'custom') {
    return {
      since: startOfDay(choice.from),
      // The last day is included.
      until: choice.to === '' ? undefined : startOfDay(addDays(choice.to, 1)),
    };
  }
  return { since: startOfDay(addDays(dayOf(now), 1 - Number(choice.period))) };
}

/** Milliseconds of a day's first moment here; undefined for what is no day. */
export function startOfDay(day: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  return match ? new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime() : undefined;
}

/** The day of a moment here. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Calendar days later; no time zone is involved. */
export function addDays(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}
