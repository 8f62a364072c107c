import type { TicketSpan, TicketWork } from '../../src/common/ticketPage.js';

/** A stretch of time of one session, or in which the ticket was open. Milliseconds. */
export interface Bar<T> {
  of: T;
  from: number;
  to: number;
}

/** Where a bar is drawn, in pixels. */
export interface PlacedBar<T> extends Bar<T> {
  x: number;
  width: number;
  lane: number;
}

/** A bar is no narrower than this, and this far from the next one in its lane; in pixels. */
const narrowest = 4;
const apart = 1;

/** Puts bars into as few lanes as they need, in order of time. Those that find no free one lie over others in the fullest. */
export function placed<T>(
  bars: readonly Bar<T>[],
  x: (at: number) => number,
  mostLanes: number,
): { bars: PlacedBar<T>[]; lanes: number } {
  const ends: number[] = [];
  const result = [...bars]
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map((bar): PlacedBar<T> => {
      const left = x(bar.from);
      const width = Math.max(narrowest, x(bar.to) - left);
      let lane = ends.findIndex((end) => end + apart <= left);
      if (lane < 0) {
        lane = Math.min(ends.length, mostLanes - 1);
      }
      ends[lane] = Math.max(ends[lane] ?? -Infinity, left + width);
      return { ...bar, x: left, width, lane };
    });
  return { bars: result, lanes: ends.length };
}

export function workBars(work: readonly TicketWork[]): Bar<TicketWork>[] {
  return work.flatMap((session) => session.spans.map(([from, to]) => ({ of: session, from, to })));
}

/** One row a worktree, in the order in which they were first worked on. */
export function worktreeRows(
  intervals: readonly TicketSpan[],
  now: number,
): { worktree: string; bars: Bar<TicketSpan>[] }[] {
  const rows = new Map<string, Bar<TicketSpan>[]>();
  for (const of of intervals) {
    const bars = rows.get(of.worktree) ?? [];
    rows.set(of.worktree, bars);
    bars.push({ of, from: of.startedAt, to: of.finishedAt ?? Math.max(now, of.startedAt) });
  }
  return [...rows].map(([worktree, bars]) => ({ worktree, bars }));
}

/** The time that all bars cover, with room at both ends; null: there are none. */
export function spanOf(bars: readonly Bar<unknown>[]): { from: number; to: number } | null {
  let [from, to] = [Infinity, -Infinity];
  for (const bar of bars) {
    from = Math.min(from, bar.from);
    to = Math.max(to, bar.to);
  }
  if (from > to) {
    return null;
  }
  const room = Math.max(60_000, (to - from) * 0.01);
  return { from: from - room, to: to + room };
}
