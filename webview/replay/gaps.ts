import type { OutlineRow } from '../../src/common/steps.js';

/** A pause of this length is told: five minutes, after which most caches have gone cold. */
export const shortestGapMs = 5 * 60_000;

/** Steps before which nothing happened for a while, with the length of the pause in milliseconds. A tool that runs is no pause. */
export function gapsOf(rows: readonly OutlineRow[]): Map<number, number> {
  const gaps = new Map<number, number>();
  let latest: number | null = null;
  for (const { seq, at, tool } of rows) {
    if (at === null) {
      continue;
    }
    if (latest !== null && at - latest >= shortestGapMs) {
      gaps.set(seq, at - latest);
    }
    latest = Math.max(latest ?? at, at, tool?.endedAt ?? at);
  }
  return gaps;
}
