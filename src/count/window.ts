import type { CountedSession } from './sessions.js';

/** Milliseconds [since, until). */
export interface Window {
  since: number;
  until: number;
}

const key = Buffer.from('"timestamp":');
const quote = 34;
/** No time is written in more letters. */
const longestTime = 40;

/** True when a field `timestamp` of the line, however deep, has a time in the window, or one that cannot be read here. */
export function mayBeIn(window: Window, line: Buffer): boolean {
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + key.length)) {
    const from = at + key.length;
    const end = line[from] === quote ? line.indexOf(quote, from + 1) : -1;
    if (end < 0 || end - from > longestTime) {
      return true;
    }
    const time = Date.parse(line.toString('latin1', from + 1, end));
    if (Number.isNaN(time) || isIn(window, time)) {
      return true;
    }
  }
  return false;
}

export function isIn({ since, until }: Window, time: number): boolean {
  return time >= since && time < until;
}

/** Whether a session has an event in the window; both its ends and, where it reaches over both, its messages are known. */
export function hasEventIn(
  { since, until }: Window,
  { startedAt, endedAt, saysInWindow }: Pick<CountedSession, 'startedAt' | 'endedAt' | 'saysInWindow'>,
): boolean {
  const first = startedAt ?? endedAt;
  const last = endedAt ?? startedAt;
  if (first === null || last === null || first >= until || last < since) {
    return false;
  }
  const startsIn = startedAt !== null && startedAt >= since;
  const endsIn = endedAt !== null && endedAt < until;
  return startsIn || endsIn || saysInWindow;
}
