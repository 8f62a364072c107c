import type { ImportProblem, ImportProgress, ImportResult, SessionId } from '../common/protocol.js';
import { isOpen } from './fileTable.js';
import type { FileEntry } from './fileTable.js';

/** What one `rescan` has done so far. */
export class ImportRun {
  readonly #since: number;
  readonly files = new Set<FileEntry>();
  readonly sessions = new Set<SessionId>();
  readonly problems: ImportProblem[] = [];
  bytes = 0;
  lines = 0;
  messages = 0;
  responses = 0;
  /** How often each file that it waits for has to be finished; null until it is known which. */
  #pending: Map<FileEntry, number> | null = null;

  constructor(
    private readonly clock: () => number,
    private readonly settle: { resolve(result: ImportResult): void; reject(error: Error): void },
  ) {
    this.#since = clock();
  }

  get done(): boolean {
    return this.#pending?.size === 0;
  }

  /** The files that changed are known. One that was being read already must be read once more. */
  waitFor(entries: readonly FileEntry[]): void {
    this.#pending = new Map();
    for (const entry of entries) {
      if (isOpen(entry)) {
        this.#pending.set(entry, entry.again === null ? 1 : 2);
      }
    }
  }

  finished(entry: FileEntry, forGood: boolean): void {
    const left = (this.#pending?.get(entry) ?? 0) - 1;
    if (forGood || left <= 0) {
      this.#pending?.delete(entry);
    } else {
      this.#pending?.set(entry, left);
    }
  }

  end(): void {
    this.settle.resolve({
      files: this.files.size,
      bytes: this.bytes,
      lines: this.lines,
      sessions: this.sessions.size,
      messages: this.messages,
      responses: this.responses,
      problems: this.problems,
      elapsedMs: Math.round(this.clock() - this.#since),
    });
  }

  fail(error: Error): void {
    this.settle.reject(error);
  }
}

/** Counts of the import from history that is going on, or was the last. */
export interface Counts {
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
}

export const noCounts: Counts = { filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 };

/** Announces progress at once when the phase changes, and else every 100 ms at most. */
export function progressReporter(
  current: () => ImportProgress,
  announce: (progress: ImportProgress) => void,
): { changed(): void; close(): void } {
  let last: ImportProgress | null = null;
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    last = current();
    announce(last);
  };
  return {
    changed() {
      const now = current();
      if (now.phase !== last?.phase || now.message !== last.message) {
        tell();
      } else if (timer === null && now.phase !== 'idle') {
        timer = setTimeout(tell, 100);
        timer.unref();
      }
    },
    close() {
      if (timer !== null) {
        clearTimeout(timer);
      }
    },
  };
}
