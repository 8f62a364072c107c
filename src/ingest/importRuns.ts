import type { AlreadyHere, ImportProblem, ImportResult } from '../common/importReport.js';
import type { SessionId } from '../common/protocol.js';
import { isOpen } from './fileTable.js';
import type { FileEntry } from './fileTable.js';

/** The rescans that somebody waits for. Each counts what happens while it runs. */
export class ImportRuns {
  readonly #runs = new Set<ImportRun>();

  constructor(private readonly now: () => number) {}

  /** Counts until the files that `look` found are done. `problems` are those of the look itself. */
  start(
    look: Promise<readonly FileEntry[]>,
    problems: () => ReadonlyMap<string, string>,
  ): Promise<ImportResult> {
    return new Promise((resolve, reject) => {
      const run = new ImportRun(this.now, resolve, reject);
      this.#runs.add(run);
      look.then(
        (entries) => {
          for (const [file, message] of problems()) {
            run.problems.push({ file, line: null, message, at: this.now() });
          }
          run.waitFor(entries);
          this.settle();
        },
        (error: unknown) => {
          this.#runs.delete(run);
          run.reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  committed(
    written: { sessions: readonly SessionId[]; messages: number; responses: number },
    bytes: number,
    lines: number,
    already: readonly AlreadyHere[],
  ): void {
    for (const run of this.#runs) {
      run.bytes += bytes;
      run.lines += lines;
      run.messages += written.messages;
      run.responses += written.responses;
      for (const session of written.sessions) {
        run.sessions.add(session);
      }
      run.already.push(...already);
    }
  }

  problem(problem: ImportProblem): void {
    for (const run of this.#runs) {
      run.problems.push(problem);
    }
  }

  /** The file was read to its end. */
  read(entry: FileEntry): void {
    for (const run of this.#runs) {
      run.files.add(entry);
    }
  }

  /** The file's job is over. Where it has another, a run may wait for that one. */
  finished(entry: FileEntry): void {
    for (const run of this.#runs) {
      run.finished(entry, !isOpen(entry));
    }
  }

  /** Nothing more comes of the file. */
  dropped(entry: FileEntry): void {
    for (const run of this.#runs) {
      run.finished(entry, true);
    }
  }

  /** Ends the runs whose files are done. */
  settle(): void {
    for (const run of this.#runs) {
      if (run.done) {
        this.#runs.delete(run);
        run.resolve(run.result());
      }
    }
  }

  fail(error: Error): void {
    for (const run of this.#runs) {
      this.#runs.delete(run);
      run.reject(error);
    }
  }
}

class ImportRun {
  readonly files = new Set<FileEntry>();
  readonly sessions = new Set<SessionId>();
  readonly problems: ImportProblem[] = [];
  readonly already: AlreadyHere[] = [];
  bytes = 0;
  lines = 0;
  messages = 0;
  responses = 0;
  readonly #since: number;
  /** How often each file that it waits for has to be finished; null until it is known which. */
  #pending: Map<FileEntry, number> | null = null;

  constructor(
    private readonly now: () => number,
    readonly resolve: (result: ImportResult) => void,
    readonly reject: (error: Error) => void,
  ) {
    this.#since = now();
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

  result(): ImportResult {
    return {
      files: this.files.size,
      bytes: this.bytes,
      lines: this.lines,
      sessions: this.sessions.size,
      messages: this.messages,
      responses: this.responses,
      problems: this.problems,
      ...(this.already.length > 0 ? { already: this.already } : {}),
      elapsedMs: Math.max(0, Math.round(this.now() - this.#since)),
    };
  }
}
