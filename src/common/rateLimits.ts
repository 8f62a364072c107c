import { formatDuration } from './format.js';

/** How much of a subscription's window is used up, as its provider told the agent last. */
export interface RateLimit {
  agent: string;
  /** The agent's names of the limit, and of the window in it. */
  limit: string;
  window: string;
  /** When it was told. */
  at: number;
  usedPercent: number;
  /** null: not told. */
  minutes: number | null;
  resetsAt: number | null;
  plan: string | null;
}

/** How long a telling is taken for what holds now; what is used of an open window only grows. */
const freshMs = 15 * 60_000;

/**
 * The windows that are still open, in short: `5 h 34 %, 7 d ≥12 %`. One that was told a while ago is a lower bound, and one that
 * has ended since says nothing. Empty: nothing is known.
 */
export function limitsText(limits: readonly RateLimit[], now: number): string {
  return limits
    .filter(({ resetsAt }) => resetsAt !== null && resetsAt > now)
    .toSorted((a, b) => (a.minutes ?? 0) - (b.minutes ?? 0))
    .map(({ window, minutes, usedPercent, at }) => {
      const name = minutes === null ? window : formatDuration(minutes * 60_000);
      return `${name} ${now - at > freshMs ? '≥' : ''}${Math.round(usedPercent)} %`;
    })
    .join(', ');
}
