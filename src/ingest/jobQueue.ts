import type { FileEntry } from './fileTable.js';
import type { LaneName } from './messages.js';

/** A file that waits to be read. */
export interface Waiting {
  entry: FileEntry;
  anew: boolean;
  settled: boolean;
}

/** Decides which file is read next: live ones in the order they came, history the newest first, and late ones last. */
export class JobQueue {
  readonly #lanes: Record<LaneName, Waiting[]> = { live: [], history: [] };
  #sorted = true;

  get live(): number {
    return this.#lanes.live.length;
  }

  get history(): number {
    return this.#lanes.history.length;
  }

  /** A file that waits in history may become live; else one that waits already stays where it is. */
  add(waiting: Waiting, lane: LaneName): void {
    const { entry } = waiting;
    if (entry.queued) {
      const index = lane === 'live' ? this.#lanes.history.findIndex((other) => other.entry === entry) : -1;
      if (index < 0) {
        return;
      }
      this.#lanes.history.splice(index, 1);
    }
    entry.queued = true;
    // A file that made trouble goes alone, so that the next trouble names it.
    const actual = entry.failures > 0 ? 'live' : lane;
    this.#lanes[actual].push(waiting);
    this.#sorted &&= actual === 'live';
  }

  takeLive(): Waiting | undefined {
    return taken(this.#lanes.live.shift());
  }

  takeHistory(): Waiting | undefined {
    if (!this.#sorted) {
      // The first is taken from the end.
      this.#lanes.history.sort(
        ({ entry: a }, { entry: b }) =>
          Number(b.late) - Number(a.late) || (a.seen?.modifiedAt ?? 0) - (b.seen?.modifiedAt ?? 0),
      );
      this.#sorted = true;
    }
    return taken(this.#lanes.history.pop());
  }

  /** Nothing waits any more; returns what did. */
  clear(): FileEntry[] {
    const entries: FileEntry[] = [];
    for (const lane of [this.#lanes.live, this.#lanes.history]) {
      entries.push(...lane.map((waiting) => taken(waiting).entry));
      lane.length = 0;
    }
    return entries;
  }
}

function taken<T extends Waiting | undefined>(waiting: T): T {
  if (waiting !== undefined) {
    waiting.entry.queued = false;
  }
  return waiting;
}
