import type { Database } from './database.js';
import { packMore } from './packedSessions.js';
import { isPurgeDue, purge } from './purge.js';
import { mergeMore } from './textMerge.js';
import { indexMore } from './textSweep.js';

/** Documents of one transaction: few enough that a question does not wait long. */
const documentsPerStep = 1000;
/** Pages of 8 KB that one transaction moves. */
const pagesPerStep = 500;
/** Fewer free pages than this, and than this share of all, are left for the next rows. */
const fewPages = 256;
const fewShare = 0.01;

/** What a store does for itself in small transactions, with everything else going on between them. */
export interface Upkeep {
  /**
   * Fills the full-text index with what is not in it, packs what charts read, and gives back the room that is free. Resolves
   * when nothing is to be done, or it is closed; rejects with what stopped it. Asked while it runs, it is the same run.
   */
  run(): Promise<void>;
  /**
   * After `run`: merges the segments of the full-text index, piece by piece. Else FTS4 does it by itself, all at once, in some
   * later transaction that a person waits for: two seconds after a first import of 1 GB. For an owner that stays.
   */
  settle(): Promise<void>;
  close(): void;
}

/** `fullText: false`: the index is left as it is. */
export function createUpkeep(db: Database, { fullText }: { fullText: boolean }): Upkeep {
  type Running = Promise<void> | null;
  const state: { closed: boolean; running: Running; settling: Running } = {
    closed: false,
    running: null,
    settling: null,
  };
  const work = async (step: () => boolean) => {
    while (!state.closed && step()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  let purging: Generator<void, void, void> | null = null;
  /** What was forgotten goes before all else. */
  const purgeMore = (): boolean => {
    if (purging === null && !isPurgeDue(db)) {
      return false;
    }
    purging ??= purge(db);
    if (purging.next().done === true) {
      purging = null;
    }
    return true;
  };
  const complete = () =>
    purgeMore() || (fullText && indexMore(db, documentsPerStep)) || packMore(db) || giveBackPages(db);
  const run = () => (state.running ??= work(complete).finally(() => (state.running = null)));
  const merge = async () => {
    await run();
    await work(() => (fullText && mergeMore(db)) || giveBackPages(db));
  };
  return {
    run,
    settle: () => (state.settling ??= merge().finally(() => (state.settling = null))),
    close: () => (state.closed = true),
  };
}

/** Moves pages from the end of the file into free ones, and cuts it. False when there is little to gain. */
function giveBackPages(db: Database): boolean {
  const count = (pragma: string) => Number(db.prepare(`pragma ${pragma}`).get()?.[0]);
  const free = count('freelist_count');
  // Files of older versions have no list of where their pages belong.
  if (free <= Math.max(fewPages, count('page_count') * fewShare) || count('auto_vacuum') !== 2) {
    return false;
  }
  db.transaction(() => db.exec(`pragma incremental_vacuum(${pagesPerStep})`));
  return count('freelist_count') < free;
}
