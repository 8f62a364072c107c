/**
 * OpenCode's ids (`packages/opencode/src/id/id.ts`) are `<kind>_`, twelve hexadecimal digits and random letters. The digits
 * are the lowest 48 bits of milliseconds × 4096 + a counter, and of sessions the complement of that. The milliseconds
 * start anew every 795 days, so that a time near by has to say which they are.
 */
const DIGITS = /^[a-z]+_([0-9a-f]{12})/;
const COUNTERS = 4096;
const TURN = 2 ** 36;
/** Places are kept below 2^53: time until the year 2099, and half of the counters. */
const LATEST = 4_100_000_000_000;

/**
 * The place of a part among all parts of its database. Parts of one message, and messages of one conversation, follow each
 * other by their ids; `near` is about when the part was stored. Undefined where there is no time to begin with.
 */
export function placeOf(id: string, near: number | null): number | undefined {
  if (near === null || near >= LATEST) {
    return undefined;
  }
  const digits = DIGITS.exec(id)?.[1];
  const value = digits === undefined ? near * COUNTERS : Number.parseInt(digits, 16);
  const at = nearest(Math.floor(value / COUNTERS), near);
  return Math.max(0, Math.min(at, LATEST)) * (COUNTERS / 2) + Math.min(value % COUNTERS, COUNTERS / 2 - 1);
}

/** When a session came to be, by its id; null where the id does not tell it. */
export function sessionTime(id: string, near: number | null): number | null {
  const digits = id.startsWith('ses_') ? DIGITS.exec(id)?.[1] : undefined;
  if (digits === undefined || near === null) {
    return null;
  }
  return nearest(TURN - 1 - Math.floor(Number.parseInt(digits, 16) / COUNTERS), near);
}

/** The time with these lowest bits that is the nearest to another. */
function nearest(bits: number, near: number): number {
  const ahead = (((bits - near) % TURN) + TURN) % TURN;
  return near + (ahead > TURN / 2 ? ahead - TURN : ahead);
}
