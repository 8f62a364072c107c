import type { Database } from '../database.js';

/** 2020-09-13. No agent that we read is older; what claims to be gets the first numbers. */
const epochMs = 1_600_000_000_000;
/** Numbers of one second. Few, so that the numbers lie close and an index over them stays small. */
const perSecond = 16;
/** Far beyond any real time, and far below 2^53. */
const maximum = 2 ** 50;

/** Hands out free ids of messages that are ordered by time, to the second, in whatever order sessions are read. */
export interface MessageIds {
  /** `at` is in milliseconds; null: directly after the id that was handed out last. */
  next(at: number | null): number;
  clear(): void;
}

export function createMessageIds(db: Database): MessageIds {
  const taken = db.prepare('select 1 from message where id = ?');
  // Where a dense run of ids ended when it was last walked, so that thousands of messages of one second do not each walk it.
  const ends = new Map<number, number>();
  let last = 0;
  return {
    next: (at) => {
      const base =
        at === null
          ? last + 1
          : Math.min(maximum, Math.max(1, Math.floor((at - epochMs) / 1000) * perSecond));
      let id = ends.get(base) ?? base;
      while (taken.get(id) !== undefined) {
        id++;
      }
      if (ends.size > 10_000) {
        ends.clear();
      }
      ends.set(base, id + 1);
      last = id;
      return id;
    },
    clear: () => ends.clear(),
  };
}
