import type { ImportProgress, ImportResult } from '../common/importReport.js';
import type { SessionId } from '../common/protocol.js';
import type { Settings } from '../common/settings.js';
import { realPath } from '../git/place.js';
import type { Importer, Places } from '../importers/importer.js';
import type { Batch } from '../store/batch.js';
import { Backlog } from './backlog.js';
import { excludedFolders } from './excludedFolders.js';
import { diskFiles, diskFilesAtOnce } from './fileSource.js';
import type { FileSource } from './fileSource.js';
import type { FileEntry } from './fileTable.js';
import { ImportRuns } from './importRuns.js';
import type { IngestWriter, Written } from './ingestWriter.js';
import type { Log } from './log.js';
import { Lookout } from './lookout.js';
import type { RootStatus } from './lookout.js';
import type { JobOutcome, LaneName, PackedBatch } from './messages.js';
import { parserThread } from './parser.js';
import type { StartParser } from './parser.js';
import { Pipeline } from './pipeline.js';
import { progressReporter } from './progress.js';
import { importedRootsOf, rootsOf } from './roots.js';
import { createScheduler } from './scheduler.js';
import { createWatcher } from './watch.js';

export interface IngestOptions {
  writer: IngestWriter;
  importers: readonly Importer[];
  places: Places;
  settings: Settings;
  /** Read by itself what is there and what changes; otherwise only `rescan` reads. */
  watch: boolean;
  /** The bundle whose main function is `runParseThread` when `workerData.role` is `parse`. */
  parseWorker: string;
  /** Our own folder of files that a person gave; null: there is none. */
  importedFolder: string | null;
  /** That of sql.js, for databases of agents. */
  wasmPath: string;
  log: Log;
  /** After each transaction, with the sessions that have new rows. */
  onCommitted(sessions: readonly SessionId[]): void;
  /** At once when the phase changes, else every 100 ms at most. */
  onProgress(progress: ImportProgress): void;
  /** For tests. */
  files?: FileSource;
  startParser?: StartParser;
  restAfterMs?: number;
  now?: () => number;
}

export interface Ingest {
  /** Reads what changed and settles when it is committed. Rejects when the store cannot be written. */
  rescan(): Promise<ImportResult>;
  /** To be called when a file was put into the imported folder. */
  lookForImported(): void;
  /** Stops reading history after the current transaction, until the next `rescan`. What changes is read all the same. */
  cancel(): void;
  /** Holds at once, without a restart. */
  configure(settings: Settings): void;
  progress(): ImportProgress;
  /** What the last look found below each place; empty before the first. */
  roots(): readonly RootStatus[];
  /** Folders and files that the last look could not see, and why. */
  unseen(): ReadonlyMap<string, string>;
  /** Ends after the current transaction. */
  close(): Promise<void>;
}

/** Reads the agents' files into the store, and goes on doing so. Everything but reading runs in the caller's thread. */
export function startIngest(options: IngestOptions): Ingest {
  const { importers, places, log } = options;
  const files = options.files ?? (options.watch ? diskFiles : diskFilesAtOnce);
  const now = options.now ?? Date.now;
  const known = options.writer.knownSources().map(({ goneAt, ...source }) => ({
    ...source,
    ...(typeof goneAt === 'number' ? { goneAt } : {}),
  }));
  let settings = options.settings;
  let first = known.length === 0;
  let trouble: Error | null = null;

  const runs = new ImportRuns(now);
  const pipeline: Pipeline = new Pipeline(
    options.writer,
    options.startParser ?? parserThread(options.parseWorker, options.wasmPath, places),
    {
      onCommitted,
      onFinished,
      isUrgent: () => scheduler.following(),
      knownFolders: () => backlog.knownFolders(),
      onTrouble,
      onReleased,
      onHopeless,
    },
    log,
    settings,
    options.restAfterMs,
  );
  const backlog: Backlog = new Backlog({ known, importers, files, log, now }, pipeline, settings, excludes());
  const scheduler = createScheduler({
    look: () => look(false),
    follow: (paths) => lookout.follow(paths),
    log,
  });
  const watcher = options.watch ? createWatcher(places.platform, scheduler.hint, log) : null;
  const lookout = new Lookout({ backlog, files, log, watcher, onWatching: scheduler.soon }, roots());
  const reporter = progressReporter(progress, options.onProgress);
  if (options.watch && !settings.paused) {
    scheduler.start();
  }

  function roots() {
    if (settings.paused) {
      return [];
    }
    const { importedFolder } = options;
    const imported = importedFolder === null ? [] : importedRootsOf(importers, importedFolder, settings);
    return [...rootsOf(importers, places, settings), ...imported];
  }

  function excludes() {
    return excludedFolders(settings.excludedProjects, places, realPath);
  }

  function progress(): ImportProgress {
    return { phase: phase(), ...backlog.counts, first, message: trouble?.message ?? null };
  }

  function phase(): ImportProgress['phase'] {
    if (trouble !== null) {
      return 'failed';
    }
    if (settings.paused || backlog.cancelled) {
      return 'paused';
    }
    return pipeline.openHistory > 0 ? 'importing' : lookout.looking ? 'scanning' : 'idle';
  }

  async function look(explicit: boolean): Promise<readonly FileEntry[]> {
    const looking = lookout.look(explicit);
    reporter.changed();
    try {
      return await looking;
    } finally {
      settle();
    }
  }

  function onCommitted(
    batch: Batch,
    written: Written,
    { bytes, lane }: PackedBatch,
    entries: readonly (FileEntry | undefined)[],
  ): void {
    backlog.progressed(lane, 0, bytes);
    backlog.committed(batch.sources);
    scheduler.active();
    const already = (written.already ?? []).map(({ source, session }) => ({
      root: batch.sources[source]?.root ?? '',
      path: batch.sources[source]?.path ?? '',
      session,
    }));
    runs.committed(written, bytes, batch.lines, already);
    for (const { source, line, message, at } of batch.problems) {
      tellProblem(entries[source], line, message, at);
    }
    options.onCommitted(written.sessions);
    reporter.changed();
  }

  function onFinished(entry: FileEntry, outcome: JobOutcome, lane: LaneName): void {
    backlog.progressed(lane, 1, 0);
    // Also when it failed: a database that is written all the time must not be copied all the time.
    entry.readAt = now();
    if (outcome.status === 'read') {
      entry.read = outcome.stat;
      entry.waiting = outcome.waiting;
      entry.reported = null;
      runs.read(entry);
    } else if (outcome.status === 'gone') {
      backlog.gone([entry]);
    } else {
      entry.reported = outcome.message;
    }
    if (entry.again !== null) {
      const explicit = entry.again === 'settled';
      entry.again = null;
      backlog.consider(entry, explicit, true);
    }
    runs.finished(entry);
    settle();
  }

  function onReleased(entries: readonly FileEntry[]): void {
    for (const entry of entries) {
      backlog.consider(entry, false, false);
      if (!entry.queued) {
        runs.dropped(entry);
      }
    }
    pipeline.feed();
    settle();
  }

  function onHopeless(entry: FileEntry, reason: string): void {
    const at = now();
    backlog.giveUp(entry, reason, at);
    tellProblem(entry, null, reason, at);
  }

  function tellProblem(entry: FileEntry | undefined, line: number | null, message: string, at: number): void {
    const file = entry?.file ?? '';
    log.warn(`${file}${line === null ? '' : `:${line}`}: ${message}`);
    runs.problem({ file, line, message, at });
  }

  function onTrouble(error: Error | null): void {
    if (error !== null && trouble?.message !== error.message) {
      log.warn(error.message);
    }
    trouble = error;
    reporter.changed();
    if (error !== null) {
      runs.fail(error);
    }
  }

  /** Ends what waits for files that are done. */
  function settle(): void {
    runs.settle();
    const idle = pipeline.open === 0 && !lookout.looking && !backlog.cancelled;
    if (idle && lookout.statuses.length > 0) {
      first = false;
    }
    reporter.changed();
  }

  function stopReading(hold: boolean): void {
    for (const entry of backlog.stop(hold)) {
      runs.dropped(entry);
    }
  }

  return {
    progress,
    roots: () => lookout.statuses,
    unseen: () => lookout.problems,
    rescan() {
      backlog.cancelled = false;
      scheduler.active();
      return runs.start(look(true), () => lookout.problems);
    },
    lookForImported: () => lookout.configure(roots()),
    cancel() {
      backlog.cancelled = pipeline.openHistory > 0 || lookout.looking;
      stopReading(true);
      settle();
    },
    configure(next) {
      const before = settings;
      settings = next;
      if (readsAlike(before, next)) {
        return;
      }
      stopReading(false);
      backlog.configure(next, excludes());
      lookout.configure(roots());
      if (next.paused) {
        scheduler.stop();
      } else if (options.watch) {
        scheduler.start();
      }
      settle();
    },
    async close() {
      const ended = new Error('The import was ended before it was done');
      // First: what comes to its end now has not been read.
      runs.fail(ended);
      lookout.close();
      scheduler.stop();
      reporter.close();
      backlog.close();
      await pipeline.close();
      runs.fail(ended);
    },
  };
}

/** The two settings differ in nothing that ingest looks at. */
function readsAlike(a: Settings, b: Settings): boolean {
  const part = ({ disabledAgents, extraRoots, excludedProjects, keep, paused }: Settings) =>
    JSON.stringify([disabledAgents, extraRoots, excludedProjects, keep, paused]);
  return part(a) === part(b);
}
