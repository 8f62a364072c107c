import { UsageError } from './command.js';

/** Which days count: those of UTC, or those of this process's time zone. */
export type Days = 'utc' | 'local';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;

/** The first millisecond of `--since`, or of the option that is named. */
export function sinceTime(text: string, days: Days, option = '--since'): number {
  return time(option, text, days, 0);
}

/** The first millisecond after `--until`, or after the option that is named: a day is included whole. */
export function untilTime(text: string, days: Days, option = '--until'): number {
  return time(option, text, days, 1);
}

/** The first millisecond that `--before` leaves out; days are those of this process. */
export function beforeTime(text: string): number {
  return time('--before', text, 'local', 0);
}

/** RFC 3339 in UTC with milliseconds; null stays null. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function time(option: string, text: string, days: Days, daysLater: number): number {
  const date = dateOf(text);
  if (date) {
    const [year, month, dayOfMonth] = date;
    // By the calendar rather than by hours, as a day has 23 or 25 of them where clocks change.
    return days === 'utc'
      ? Date.UTC(year, month - 1, dayOfMonth + daysLater)
      : new Date(year, month - 1, dayOfMonth + daysLater).getTime();
  }
  const on = instant.exec(text)?.[1];
  const at = on !== undefined && dateOf(on) ? Date.parse(text.replace(' ', 'T').toUpperCase()) : NaN;
  if (!Number.isNaN(at)) {
    return at;
  }
  throw new UsageError(`${option}: "${text}" is neither a day (YYYY-MM-DD) nor an RFC 3339 time.`);
}

/** Year, month and day of a date that the calendar has. */
function dateOf(text: string): [year: number, month: number, day: number] | null {
  const [year, month, date] = (day.exec(text)?.slice(1).map(Number) ?? []) as [number, number, number];
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? [year, month, date] : null;
}
