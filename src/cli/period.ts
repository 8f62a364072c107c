import { UsageError } from './command.js';

/** A span of time, in milliseconds [since, until); null: without end. */
export interface Period {
  since: number | null;
  until: number | null;
  /** How it is called. */
  title: string;
}

export const periodHelp =
  'today, yesterday, week, last-week, month, last-month, year, all, 7d, 2026, 2026-03, 2026-03-09';

/** Understands the name of a period, in days of this process's time zone. Weeks begin on Monday. Throws `UsageError`. */
export function periodOf(text: string, now: number): Period {
  const today = startOfDay(now);
  const monday = startOfWeek(now);
  const { year, month } = partsOf(now);
  switch (text) {
    case 'today':
      return span(today, addDays(today, 1));
    case 'yesterday':
      return span(addDays(today, -1), today);
    case 'week':
      return span(monday, addDays(monday, 7));
    case 'last-week':
      return span(addDays(monday, -7), monday);
    case 'month':
      return span(day(year, month, 1), day(year, month + 1, 1));
    case 'last-month':
      return span(day(year, month - 1, 1), day(year, month, 1));
    case 'year':
      return span(day(year, 0, 1), day(year + 1, 0, 1));
    case 'all':
      return { since: null, until: null, title: 'all time' };
  }
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days !== undefined && Number(days) > 0) {
    return span(addDays(today, 1 - Number(days)), addDays(today, 1));
  }
  const [, y, m, d] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (y !== undefined) {
    const first = day(Number(y), Number(m ?? 1) - 1, Number(d ?? 1));
    const parts = partsOf(first);
    // A month or day that there is none of would be another one.
    if (parts.month + 1 === Number(m ?? 1) && parts.date === Number(d ?? 1)) {
      const next =
        d !== undefined
          ? addDays(first, 1)
          : m !== undefined
            ? day(parts.year, parts.month + 1, 1)
            : day(parts.year + 1, 0, 1);
      return span(first, next);
    }
  }
  throw new UsageError(`"${text}" is no period. Known are ${periodHelp}.`);
}

/** The Monday before a moment, here. */
export function startOfWeek(at: number): number {
  const today = startOfDay(at);
  return addDays(today, -((new Date(today).getDay() + 6) % 7));
}

/** By the calendar rather than by hours, as a day has 23 or 25 of them where clocks change. */
export function addDays(at: number, days: number): number {
  const { year, month, date } = partsOf(at);
  return day(year, month, date + days);
}

/** `2026-03-09`, here. */
export function dayText(at: number): string {
  const { year, month, date } = partsOf(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(date)}`;
}

export function span(since: number, until: number): Period {
  const [first, last] = [dayText(since), dayText(until - 1)];
  return { since, until, title: first === last ? first : `${first} to ${last}` };
}

function startOfDay(at: number): number {
  const { year, month, date } = partsOf(at);
  return day(year, month, date);
}

function day(year: number, month: number, date: number): number {
  return new Date(year, month, date).getTime();
}

function partsOf(at: number): { year: number; month: number; date: number } {
  const time = new Date(at);
  return { year: time.getFullYear(), month: time.getMonth(), date: time.getDate() };
}
