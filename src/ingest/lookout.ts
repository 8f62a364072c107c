import type { Backlog } from './backlog.js';
import type { FileSource } from './fileSource.js';
import { isMissing } from './fileSource.js';
import type { FileEntry } from './fileTable.js';
import type { Log } from './log.js';
import { placeOf, type Place } from './roots.js';
import { scan } from './scan.js';
import type { Root } from './scan.js';
import { statSource } from './sourceStat.js';
import type { Watcher } from './watch.js';

export interface RootStatus {
  agent: string;
  path: string;
  exists: boolean;
  problem: string | null;
}

interface LookoutOptions {
  backlog: Backlog;
  files: FileSource;
  log: Log;
  watcher: Watcher | null;
  /** The watcher was given new folders: what came in between is found by another look. */
  onWatching(): void;
}

/** Looks at the agents' folders, all at once or where the watcher hints, and gives what it finds to the backlog. */
export class Lookout {
  readonly #aborter = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #statuses: readonly RootStatus[] = [];
  #problems: ReadonlyMap<string, string> = new Map();
  #shown = 0;

  constructor(
    private readonly options: LookoutOptions,
    private roots: readonly Root[],
  ) {}

  /** A look is going on that a person should know of: the first, and one that somebody waits for. */
  get looking(): boolean {
    return this.#shown > 0;
  }

  /** What the last look found below each root; empty before the first. */
  get statuses(): readonly RootStatus[] {
    return this.#statuses;
  }

  /** Folders and files that the last look could not see, and why. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** No roots: nothing is looked at. */
  configure(roots: readonly Root[]): void {
    this.roots = roots;
    if (roots.length === 0) {
      this.options.watcher?.update([], []);
    }
  }

  /** Looks at all folders, one look after another. Returns every file that is there. */
  async look(explicit: boolean): Promise<readonly FileEntry[]> {
    const before = this.#turn;
    const shown = explicit || this.#statuses.length === 0 ? 1 : 0;
    this.#shown += shown;
    const result = before.then(() => this.#lookNow(explicit));
    this.#turn = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.#shown -= shown;
    }
  }

  /** Follows what the watcher told, path by path. */
  async follow(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      for (const place of placeOf(path, this.roots)) {
        await this.#followOne(place);
      }
    }
  }

  close(): void {
    this.roots = [];
    this.#aborter.abort();
    this.options.watcher?.close();
  }

  async #lookNow(explicit: boolean): Promise<readonly FileEntry[]> {
    const { backlog, files, watcher } = this.options;
    for (;;) {
      const roots = this.roots;
      const found = await scan(roots, files, this.#aborter.signal);
      if (roots !== this.roots) {
        // The settings changed meanwhile.
        continue;
      }
      this.#note(found.roots, found.problems);
      const entries = backlog.take(found.files, explicit);
      await backlog.missing(entries, new Set(roots.map(({ path }) => path)));
      const present = found.roots.map(({ path }) => path);
      if (roots === this.roots && watcher !== null && watcher.update(present, found.folders) > 0) {
        this.options.onWatching();
      }
      return entries;
    }
  }

  async #followOne({ root, path, file, shape }: Place): Promise<void> {
    const { backlog, files } = this.options;
    try {
      const stat = await statSource(files, file, shape ?? 'jsonl');
      if (stat.kind === 'folder' && (path === '' || root.importer.mayContain(path))) {
        await this.#lookInto(root, path);
      } else if (stat.kind === 'file' && shape !== null && this.roots.includes(root)) {
        backlog.take([{ agent: root.importer.id, root: root.path, path, file, shape, stat }], false, true);
      }
    } catch (error) {
      // Anything but a missing file is told by the next look at all folders.
      if (isMissing(error)) {
        backlog.goneAt(root.path, path);
      }
    }
  }

  /** A folder that may be new: what lies in it may have been written before it was watched. */
  async #lookInto(root: Root, path: string): Promise<void> {
    const { backlog, files, watcher } = this.options;
    do {
      const found = await scan([root], files, this.#aborter.signal, { root: root.path, path });
      if (!this.roots.includes(root)) {
        return;
      }
      backlog.take(found.files, false);
      if (watcher === null || watcher.add(found.folders) === 0) {
        return;
      }
    } while (this.roots.includes(root));
  }

  #note(present: readonly Root[], problems: readonly { file: string; message: string }[]): void {
    const previous = this.#problems;
    this.#problems = new Map(problems.map(({ file, message }) => [file, message]));
    for (const [file, message] of this.#problems) {
      if (previous.get(file) !== message) {
        this.options.log.warn(`${file}: ${message}`);
      }
    }
    this.#statuses = this.roots.map((root) => ({
      agent: root.importer.id,
      path: root.path,
      exists: present.includes(root) || this.#problems.has(root.path),
      problem: this.#problems.get(root.path) ?? null,
    }));
  }
}
