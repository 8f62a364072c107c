import { num, time } from '../fields.js';

/** Milliseconds of a time of Goose's: seconds, in some versions milliseconds; texts are of UTC. Null: it is no time. */
export function timeOf(value: unknown): number | null {
  const number = num(value);
  if (number !== undefined) {
    return time(number > LARGEST_SECONDS ? number : number * 1000);
  }
  // SQLite's own form has no zone.
  return time(
    typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(value)
      ? `${value.replace(' ', 'T')}Z`
      : value,
  );
}

/** Above this a number cannot be seconds (the year 5138). */
const LARGEST_SECONDS = 1e11;
