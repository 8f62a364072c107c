import type { Database } from './database.js';
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
   * Fills the full-text index with what is not in it, and gives back the room that its merging of segments leaves. Resolves
   * when nothing is to be done, or it is closed; rejects with what stopped it. Asked while it runs, it is the same run.
   */
  run(): Promise<void>;
  close(): void;
}

/** `fullText: false`: the index is left as it is. */
export function createUpkeep(db: Database, { fullText }: { fullText: boolean }): Upkeep {
  const state: { closed: boolean; running: Promise<void> | null } = { closed: false, running: null };
  const step = () => (fullText && indexMore(db, documentsPerStep)) || giveBackPages(db);
  const work = async () => {
    while (!state.closed && step()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    run: () => (state.running ??= work().finally(() => (state.running = null))),
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
