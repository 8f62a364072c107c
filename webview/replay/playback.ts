import type { OutlineRow } from '../../src/common/steps.js';

export type Pace = 'fixed' | 'real';

export const speeds = [0.5, 1, 2, 5, 10] as const;

/** A step at a fixed pace and speed 1. */
const stepMs = 1500;

/** Real time keeps the rhythm, but nobody wants to sit through a lunch break: a longer pause counts as this. */
export const longestPauseMs = 20_000;

/** Between two steps of one moment, so that each can be seen. */
const shortestMs = 60;

/** How long to wait before the step from one row to the next, and the pause that was shortened for it. */
export function delayBetween(
  from: Pick<OutlineRow, 'at'> | undefined,
  to: Pick<OutlineRow, 'at'> | undefined,
  pace: Pace,
  speed: number,
): { delayMs: number; skippedMs: number } {
  if (pace === 'fixed') {
    return { delayMs: stepMs / speed, skippedMs: 0 };
  }
  const start = from?.at ?? null;
  const end = to?.at ?? null;
  // Without times there is no rhythm to keep.
  const pause = start === null || end === null ? stepMs : Math.max(0, end - start);
  const shown = Math.min(pause, longestPauseMs);
  return {
    delayMs: Math.max(shortestMs, shown / speed),
    skippedMs: pause > longestPauseMs ? pause : 0,
  };
}

/** The next slower or faster speed. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const index = speeds.findIndex((one) => one === speed);
  return speeds[Math.min(speeds.length - 1, Math.max(0, index + direction))] ?? 1;
}
