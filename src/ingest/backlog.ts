import type { Settings } from '../common/settings.js';
import type { Importer } from '../importers/importer.js';
import { copyLimit } from '../store/foreignFile.js';
import type { Batch, SourceProgress } from '../store/batch.js';
import { isMissing } from './fileSource.js';
import type { FileSource } from './fileSource.js';
import { noCounts } from './progress.js';
import type { Counts } from './progress.js';
import { FileTable, isOpen, knownAs, reasonToRead, settledAfter } from './fileTable.js';
import type { FileEntry, KnownFile } from './fileTable.js';
import type { Log } from './log.js';
import type { LaneName } from './messages.js';
import type { Pipeline } from './pipeline.js';
import { asNotes, unreadSource } from './position.js';
import type { FoundFile } from './scan.js';
import { SessionFolders } from './sessionFolders.js';
import type { KnownFolder } from './sessionFolders.js';

/** A file that changed this recently goes before history, if what is new of it is not large. */
const liveWithin = 120_000;
const liveBytes = 4 << 20;

/**
 * In milliseconds: a second, and one more for each 16 MB that are to be copied, so that copying takes a twentieth of the time at
 * most; a minute for databases that are too large to be copied.
 */
function pauseAfter(size: number): number {
  return size > copyLimit ? 60_000 : 1000 + (size / (16 << 20)) * 1000;
}

interface BacklogOptions {
  known: readonly KnownFile[];
  importers: readonly Importer[];
  files: FileSource;
  log: Log;
  now(): number;
}

/** Decides what is to be read of what was found, and gives it to the pipeline. */
export class Backlog {
  readonly #table: FileTable;
  readonly #importers: ReadonlyMap<string, Importer>;
  #counts = noCounts;
  readonly #pauses = new Map<FileEntry, NodeJS.Timeout>();
  /** null: no project is excluded. */
  #folders: SessionFolders | null = null;
  /** The user stopped the import: history waits for the next rescan. */
  cancelled = false;

  constructor(
    private readonly options: BacklogOptions,
    private readonly pipeline: Pipeline,
    private settings: Settings,
    private excludes: (folder: string) => boolean,
  ) {
    this.#importers = new Map(options.importers.map((importer) => [importer.id, importer]));
    this.#table = new FileTable(
      options.known,
      (agent, path) => this.#importers.get(agent)?.shapeOf(path) ?? null,
    );
    this.#learnFolders();
  }

  /** Of the import from history that is going on, or was the last. */
  get counts(): Counts {
    return this.#counts;
  }

  /** Notes what was found and queues what is new. `explicit`: somebody waits; `hinted`: it changed just now. */
  take(found: readonly FoundFile[], explicit: boolean, hinted = false): FileEntry[] {
    const entries = found.map((file) => this.#table.found(file));
    for (const entry of entries) {
      this.consider(entry, explicit, hinted);
    }
    this.pipeline.feed();
    return entries;
  }

  /** Queues the file if the store does not have all of it. */
  consider(entry: FileEntry, explicit: boolean, hinted: boolean): void {
    const importer = this.#importers.get(entry.agent);
    const { paused, disabledAgents } = this.settings;
    if (importer === undefined || entry.seen === null || paused || disabledAgents.includes(entry.agent)) {
      return;
    }
    if (explicit) {
      entry.held = false;
    }
    // A file from the future was written before the clock was set back: it would be new until the clock gets there.
    const age = Math.abs(this.options.now() - entry.seen.modifiedAt);
    const settled = explicit || age > settledAfter;
    const folders = this.#folders;
    const isKnown = (name: string) => folders?.folderOf(entry.agent, name) !== undefined;
    const reason = reasonToRead(
      entry,
      importer.version,
      this.excludes,
      folders === null ? () => true : isKnown,
      settled,
    );
    if (reason === null) {
      return;
    }
    if (!explicit && this.#isPausing(entry, hinted)) {
      return;
    }
    const bytes = Math.max(0, entry.seen.size - (reason === 'anew' ? 0 : (entry.known?.offset ?? 0)));
    // While projects are excluded, what names no folder is read after what does.
    entry.late = entry.aside && folders !== null;
    const live = (hinted || age < liveWithin) && bytes < liveBytes && entry.known !== null && !entry.late;
    if (this.cancelled && !live) {
      entry.held = true;
      return;
    }
    if (!live && !isOpen(entry)) {
      const before = this.pipeline.openHistory === 0 ? noCounts : this.#counts;
      this.#counts = {
        ...before,
        filesTotal: before.filesTotal + 1,
        bytesTotal: before.bytesTotal + bytes,
      };
    }
    this.pipeline.add(entry, live ? 'live' : 'history', reason === 'anew', settled);
  }

  close(): void {
    for (const timer of this.#pauses.values()) {
      clearTimeout(timer);
    }
    this.#pauses.clear();
  }

  /** A database that was read just now is read again after a while: each time it is copied. */
  #isPausing(entry: FileEntry, hinted: boolean): boolean {
    const size = entry.seen?.size ?? 0;
    const pause = entry.shape === 'sqlite' ? pauseAfter(size) : 0;
    const passed = entry.readAt === null ? pause : this.options.now() - entry.readAt;
    // A clock that was set back must not make it wait for longer.
    if (passed >= pause || passed < 0) {
      return false;
    }
    if (!this.#pauses.has(entry)) {
      const timer = setTimeout(() => {
        this.#pauses.delete(entry);
        this.consider(entry, false, hinted);
        this.pipeline.feed();
      }, pause - passed);
      timer.unref();
      this.#pauses.set(entry, timer);
    }
    return true;
  }

  /** Counts what was done. */
  progressed(lane: LaneName, files: number, bytes: number): void {
    if (lane === 'history') {
      const { filesDone, filesTotal, bytesDone, bytesTotal } = this.#counts;
      this.#counts = {
        filesTotal,
        bytesTotal,
        filesDone: Math.min(filesTotal, filesDone + files),
        bytesDone: Math.min(bytesTotal, bytesDone + bytes),
      };
    }
  }

  /** Takes back all that is not committed. `hold`: until somebody asks, or the file changes. */
  stop(hold: boolean): FileEntry[] {
    const entries = this.pipeline.reset();
    for (const entry of entries) {
      entry.held = hold;
    }
    this.#counts = noCounts;
    return entries;
  }

  configure(settings: Settings, excludes: (folder: string) => boolean): void {
    this.settings = settings;
    this.excludes = excludes;
    this.#learnFolders();
    this.pipeline.configure(settings);
  }

  /** The working folders of sessions, for what names none itself. */
  knownFolders(): KnownFolder[] {
    return this.#folders?.all() ?? [];
  }

  /** A position was stored. */
  committed(sources: readonly SourceProgress[]): void {
    if (this.#folders !== null) {
      for (const { agent, notes } of sources) {
        this.#folders.learnFrom(agent, asNotes(notes));
      }
    }
  }

  #learnFolders(): void {
    this.#folders = this.settings.excludedProjects.length > 0 ? new SessionFolders() : null;
    if (this.#folders !== null) {
      for (const { agent, known } of this.#table.values()) {
        this.#folders.learnFrom(agent, asNotes(known?.notes));
      }
    }
  }

  /** After a look at all `roots`: which files were not found because they are not there any more. */
  async missing(found: readonly FileEntry[], roots: ReadonlySet<string>): Promise<void> {
    const there = new Set(found);
    const gone: FileEntry[] = [];
    for (const entry of this.#table.values()) {
      if (there.has(entry) || !roots.has(entry.root) || entry.known?.goneAt !== undefined || isOpen(entry)) {
        continue;
      }
      try {
        await this.options.files.stat(entry.file);
      } catch (error) {
        // A file in a folder that cannot be read now is not gone.
        if (isMissing(error)) {
          gone.push(entry);
        }
      }
    }
    this.gone(gone);
  }

  goneAt(root: string, path: string): void {
    const entry = this.#table.get(root, path);
    if (entry !== undefined && !isOpen(entry)) {
      this.gone([entry]);
    }
  }

  /** Rows stay; the source is noted as missing. */
  gone(entries: readonly FileEntry[]): void {
    const sources: SourceProgress[] = [];
    for (const entry of entries) {
      entry.seen = null;
      entry.read = null;
      if (entry.known === null) {
        this.#table.forget(entry);
      } else if (entry.known.goneAt === undefined) {
        sources.push({ ...entry.known, goneAt: this.options.now() });
      }
    }
    if (sources.length > 0) {
      this.#note({ ...emptyBatch, sources });
    }
  }

  /** Leaves the file alone until it changes, with a problem that says why. */
  giveUp(entry: FileEntry, reason: string, at: number): void {
    const version = this.#importers.get(entry.agent)?.version ?? 0;
    entry.failures = 0;
    entry.read = entry.seen;
    const { size, modifiedAt, identity } = entry.seen ?? unreadSource(entry, version);
    const source = { ...(entry.known ?? unreadSource(entry, version)), size, modifiedAt, identity };
    this.#note({
      ...emptyBatch,
      sources: [source],
      problems: [{ source: 0, line: null, message: reason, at }],
    });
  }

  #note(batch: Batch): void {
    try {
      const ids = this.pipeline.write(batch).sources;
      for (const [index, source] of batch.sources.entries()) {
        const entry = this.#table.get(source.root, source.path);
        if (entry !== undefined) {
          entry.known = knownAs(source, ids[index]);
        }
      }
    } catch (error) {
      // The next look notes it again.
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log.warn(`A note on files could not be stored: ${reason}`);
    }
  }
}

const emptyBatch: Batch = {
  sources: [],
  rows: [],
  blocks: [],
  places: [],
  problems: [],
  unknown: [],
  lines: 0,
};
