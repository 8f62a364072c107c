import type { ImportProblem, ImportProgress, ImportResult, SessionId } from '../common/protocol.js';
import type { Settings } from '../common/settings.js';
import type { Importer, Places } from '../importers/importer.js';
import type { Batch } from '../store/batch.js';
import { diskFiles, isMissing } from './fileSource.js';
import type { FileSource } from './fileSource.js';
import { ImportRun, noCounts, progressReporter } from './figures.js';
import { FileTable, isOpen, reasonToRead, settledAfter } from './fileTable.js';
import type { FileEntry } from './fileTable.js';
import type { Log } from './log.js';
import type { JobOutcome, LaneName, PackedBatch } from './messages.js';
import { parserThread } from './parser.js';
import type { StartParser } from './parser.js';
import { Pipeline } from './pipeline.js';
import type { IngestWriter } from './pipeline.js';
import { unreadSource } from './position.js';
import { excludedFolders } from './privacy.js';
import { placeOf, rootsOf } from './roots.js';
import { scan } from './scan.js';
import type { FoundFile, Root } from './scan.js';
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
  log: Log;
  /** After each transaction, with the sessions that have new rows. */
  onCommitted(sessions: readonly SessionId[]): void;
  /** At once when the phase changes, else every 100 ms at most. */
  onProgress(progress: ImportProgress): void;
  /** For tests. */
  files?: FileSource;
  startParser?: StartParser;
  now?: () => number;
}

export interface RootStatus {
  agent: string;
  path: string;
  exists: boolean;
  problem: string | null;
}

export interface Ingest {
  /** Reads what changed and settles when it is committed. Rejects when the store cannot be written. */
  rescan(): Promise<ImportResult>;
  /** Stops reading history after the current transaction, until the next `rescan`. What changes is read all the same. */
  cancel(): void;
  /** Holds at once, without a restart. */
  configure(settings: Settings): void;
  progress(): ImportProgress;
  /** What the last look found below each place. */
  roots(): readonly RootStatus[];
  /** Ends after the current transaction. */
  close(): Promise<void>;
}

/** A file that changed this recently goes before history, if what is new of it is not large. */
const liveWithin = 120_000;
const liveBytes = 4 << 20;

/** Reads the agents' files into the store, and goes on doing so. Everything but reading runs in the caller's thread. */
export function startIngest(options: IngestOptions): Ingest {
  const { importers, places, log } = options;
  const files = options.files ?? diskFiles;
  const now = options.now ?? Date.now;
  const byId = new Map(importers.map((importer) => [importer.id, importer]));
  const known = options.writer.knownSources().map(({ goneAt, ...source }) => ({
    ...source,
    ...(typeof goneAt === 'number' ? { goneAt } : {}),
  }));
  const table = new FileTable(known, (agent, path) => byId.get(agent)?.shapeOf(path) ?? null);
  const runs = new Set<ImportRun>();
  const aborter = new AbortController();
  let settings = options.settings;
  let roots = rootsOf(importers, places, settings);
  let excludes = excludedFolders(settings.excludedProjects, places.home, places.platform);
  let statuses: RootStatus[] = [];
  let scanProblems = new Map<string, string>();
  let counts = noCounts;
  let first = known.length === 0;
  let cancelled = false;
  let trouble: Error | null = null;
  let scans = 0;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();

  const pipeline = new Pipeline(
    options.writer,
    options.startParser ?? parserThread(options.parseWorker, places),
    { onCommitted, onFinished, onTrouble, onReleased, onHopeless },
    log,
    settings,
  );
  const reporter = progressReporter(progress, options.onProgress);
  const scheduler = createScheduler({ scan: () => look(false), hints: followHints, log });
  const watcher = options.watch ? createWatcher(places.platform, scheduler.hint, log) : null;
  if (options.watch && !settings.paused) {
    scheduler.start();
  }

  function progress(): ImportProgress {
    const phase = trouble
      ? 'failed'
      : settings.paused || cancelled
        ? 'paused'
        : pipeline.openHistory > 0
          ? 'importing'
          : scans > 0
            ? 'scanning'
            : 'idle';
    return { phase, ...counts, first, message: trouble?.message ?? null };
  }

  /** One look at a time at all folders. `explicit`: somebody waits for the result. */
  function look(explicit: boolean): Promise<readonly FileEntry[]> {
    const result = turn.then(() => lookNow(explicit));
    turn = result.catch(() => undefined);
    return result;
  }

  async function lookNow(explicit: boolean): Promise<readonly FileEntry[]> {
    if (closed || settings.paused) {
      return [];
    }
    // Only the first look, and one that somebody waits for, is worth showing.
    const shown = explicit || statuses.length === 0 ? 1 : 0;
    scans += shown;
    reporter.changed();
    try {
      const asked = roots;
      const found = await scan(asked, files, aborter.signal);
      if (closed) {
        return [];
      }
      if (asked !== roots) {
        return await lookNow(explicit);
      }
      noteRoots(found.roots, found.problems);
      const entries = take(found.files, explicit);
      await noteGone(new Set(entries), explicit);
      if (
        watcher !== null &&
        watcher.update(
          found.roots.map(({ path }) => path),
          found.folders,
        ) > 0
      ) {
        // Between the look and the watch something may have come.
        scheduler.soon();
      }
      return entries;
    } finally {
      scans -= shown;
      settle();
    }
  }

  function take(found: readonly FoundFile[], explicit: boolean): FileEntry[] {
    const entries = found.map((file) => table.found(file));
    for (const entry of entries) {
      consider(entry, explicit, false);
    }
    pipeline.feed();
    return entries;
  }

  /** Queues the file if the store does not have all of it. */
  function consider(entry: FileEntry, explicit: boolean, hinted: boolean): void {
    const importer = byId.get(entry.agent);
    if (
      importer === undefined ||
      entry.seen === null ||
      settings.paused ||
      settings.disabledAgents.includes(entry.agent)
    ) {
      return;
    }
    if (explicit) {
      entry.held = false;
    }
    const age = now() - entry.seen.modifiedAt;
    const settled = explicit || age > settledAfter;
    const reason = reasonToRead(entry, importer.version, excludes, settled);
    if (reason === null) {
      return;
    }
    const bytes = Math.max(0, entry.seen.size - (reason === 'anew' ? 0 : (entry.known?.offset ?? 0)));
    const live = (hinted || age < liveWithin) && bytes < liveBytes && entry.known !== null;
    if (cancelled && !live) {
      entry.held = true;
      return;
    }
    const wasOpen = isOpen(entry);
    if (!live && !wasOpen) {
      counts = pipeline.openHistory === 0 ? { ...noCounts } : counts;
      counts = { ...counts, filesTotal: counts.filesTotal + 1, bytesTotal: counts.bytesTotal + bytes };
    }
    pipeline.add(entry, live ? 'live' : 'history', reason === 'anew', settled);
  }

  /** Follows what the watcher told, file by file. Returns folders to look into. */
  async function followHints(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      if (closed || settings.paused) {
        return;
      }
      for (const place of placeOf(path, roots)) {
        await followHint(path, place);
      }
    }
    pipeline.feed();
  }

  async function followHint(
    file: string,
    { root, path, shape }: ReturnType<typeof placeOf>[number],
  ): Promise<void> {
    try {
      const stat = await files.stat(file);
      if (stat.kind === 'folder' && (path === '' || root.importer.mayContain(path))) {
        await lookInto(root, path);
      } else if (stat.kind === 'file' && shape !== null) {
        consider(
          table.found({ agent: root.importer.id, root: root.path, path, file, shape, stat }),
          false,
          true,
        );
      }
    } catch (error) {
      const entry = table.get(root.path, path);
      if (isMissing(error) && entry !== undefined) {
        markGone([entry]);
      }
    }
  }

  /** A folder that may be new: what lies in it was written before it was watched. */
  async function lookInto(root: Root, path: string): Promise<void> {
    for (;;) {
      const found = await scan([root], files, aborter.signal, { root: root.path, path });
      take(found.files, false);
      if (watcher === null || watcher.add(found.folders) === 0) {
        return;
      }
    }
  }

  async function noteGone(found: ReadonlySet<FileEntry>, explicit: boolean): Promise<void> {
    const looked = new Set(roots.map(({ path }) => path));
    const gone: FileEntry[] = [];
    for (const entry of table.values()) {
      if (
        found.has(entry) ||
        !looked.has(entry.root) ||
        entry.known?.goneAt !== undefined ||
        entry.job !== null
      ) {
        continue;
      }
      try {
        const stat = await files.stat(entry.file);
        if (stat.kind === 'file') {
          entry.seen = stat;
          consider(entry, explicit, false);
        }
      } catch (error) {
        // A file in a folder that cannot be read now is not gone.
        if (isMissing(error)) {
          gone.push(entry);
        }
      }
    }
    markGone(gone);
    pipeline.feed();
  }

  /** Rows stay; the source is noted as missing. */
  function markGone(entries: readonly FileEntry[]): void {
    const sources = [];
    for (const entry of entries) {
      entry.seen = null;
      entry.read = null;
      if (entry.known === null) {
        table.forget(entry);
      } else if (entry.known.goneAt === undefined) {
        sources.push({ ...entry.known, goneAt: now() });
      }
    }
    if (sources.length > 0 && writeAside({ ...emptyBatch, sources })) {
      for (const source of sources) {
        const entry = table.get(source.root, source.path);
        if (entry !== undefined) {
          entry.known = source;
        }
      }
    }
  }

  function writeAside(batch: Batch): readonly number[] | null {
    try {
      return pipeline.write(batch).sources;
    } catch (error) {
      log.warn(
        `A note on files could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    }
  }

  function noteRoots(present: readonly Root[], problems: readonly { file: string; message: string }[]): void {
    const previous = scanProblems;
    scanProblems = new Map(problems.map(({ file, message }) => [file, message]));
    for (const [file, message] of scanProblems) {
      if (previous.get(file) !== message) {
        log.warn(`${file}: ${message}`);
      }
    }
    statuses = roots.map((root) => ({
      agent: root.importer.id,
      path: root.path,
      exists: present.includes(root) || scanProblems.has(root.path),
      problem: scanProblems.get(root.path) ?? null,
    }));
  }

  function onCommitted(
    batch: Batch,
    written: ReturnType<IngestWriter['writeBatch']>,
    { bytes, lane }: PackedBatch,
    entries: readonly (FileEntry | undefined)[],
  ): void {
    if (lane === 'history') {
      counts = { ...counts, bytesDone: Math.min(counts.bytesTotal, counts.bytesDone + bytes) };
    }
    scheduler.active();
    for (const run of runs) {
      run.bytes += bytes;
      run.lines += batch.lines;
      run.messages += written.messages;
      run.responses += written.responses;
      for (const session of written.sessions) {
        run.sessions.add(session);
      }
    }
    for (const { source, line, message, at } of batch.problems) {
      const entry = entries[source];
      if (entry !== undefined) {
        tellProblem({ file: entry.file, line, message, at });
      }
    }
    options.onCommitted(written.sessions);
    reporter.changed();
  }

  function tellProblem(problem: ImportProblem): void {
    log.warn(`${problem.file}${problem.line === null ? '' : `:${problem.line}`}: ${problem.message}`);
    for (const run of runs) {
      run.problems.push(problem);
    }
  }

  function onFinished(entry: FileEntry, outcome: JobOutcome, lane: LaneName): void {
    if (lane === 'history') {
      counts = { ...counts, filesDone: Math.min(counts.filesTotal, counts.filesDone + 1) };
    }
    if (outcome.status === 'read') {
      entry.read = outcome.stat;
      entry.waiting = outcome.waiting;
      entry.reported = null;
      for (const run of runs) {
        run.files.add(entry);
      }
    } else if (outcome.status === 'gone') {
      markGone([entry]);
    } else {
      entry.reported = outcome.message;
    }
    if (entry.again !== null) {
      const explicit = entry.again === 'settled';
      entry.again = null;
      consider(entry, explicit, true);
      pipeline.feed();
    }
    for (const run of runs) {
      run.finished(entry, !isOpen(entry));
    }
    settle();
  }

  function onReleased(entries: readonly FileEntry[]): void {
    for (const entry of entries) {
      consider(entry, false, false);
      for (const run of isOpen(entry) ? [] : runs) {
        run.finished(entry, true);
      }
    }
    pipeline.feed();
    settle();
  }

  function onHopeless(entry: FileEntry, reason: string): void {
    const source = entry.known ?? unread(entry);
    entry.failures = 0;
    entry.read = entry.seen;
    const at = now();
    const ids = writeAside({
      ...emptyBatch,
      sources: [source],
      problems: [{ source: 0, line: null, message: reason, at }],
    });
    if (ids !== null) {
      entry.known = { ...source, id: ids[0] ?? source.id };
    }
    tellProblem({ file: entry.file, line: null, message: reason, at });
  }

  function unread(entry: FileEntry) {
    const importerVersion = byId.get(entry.agent)?.version ?? 0;
    return unreadSource(entry, importerVersion);
  }

  function onTrouble(error: Error | null): void {
    if (error !== null && trouble?.message !== error.message) {
      log.error(error.message);
    }
    trouble = error;
    reporter.changed();
    if (error !== null) {
      for (const run of runs) {
        runs.delete(run);
        run.fail(error);
      }
    }
  }

  /** Ends what waits for files that are done. */
  function settle(): void {
    for (const run of runs) {
      if (run.done) {
        runs.delete(run);
        run.end();
      }
    }
    if (first && statuses.length > 0 && pipeline.open === 0 && !cancelled && scans === 0) {
      first = false;
    }
    reporter.changed();
  }

  function stopReading(hold: boolean): void {
    for (const entry of pipeline.reset()) {
      entry.held = hold;
      for (const run of runs) {
        run.finished(entry, true);
      }
    }
    counts = noCounts;
  }

  return {
    progress,
    roots: () => statuses,
    async rescan() {
      const result = new Promise<ImportResult>((resolve, reject) => {
        const run = new ImportRun(now, { resolve, reject });
        runs.add(run);
        cancelled = false;
        scheduler.active();
        look(true).then(
          (entries) => {
            for (const [file, message] of scanProblems) {
              run.problems.push({ file, line: null, message, at: now() });
            }
            run.waitFor(entries);
            settle();
          },
          (error: unknown) => {
            runs.delete(run);
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      });
      return result;
    },
    cancel() {
      cancelled = pipeline.openHistory > 0 || scans > 0;
      stopReading(true);
      settle();
    },
    configure(next) {
      const changed = relevant(next) !== relevant(settings);
      settings = next;
      if (!changed) {
        return;
      }
      roots = rootsOf(importers, places, settings);
      excludes = excludedFolders(settings.excludedProjects, places.home, places.platform);
      stopReading(false);
      pipeline.configure(settings);
      if (settings.paused) {
        scheduler.stop();
        watcher?.update([], []);
      } else if (options.watch) {
        scheduler.start();
      }
      settle();
    },
    async close() {
      closed = true;
      aborter.abort();
      scheduler.stop();
      watcher?.close();
      reporter.close();
      await pipeline.close();
      for (const run of runs) {
        runs.delete(run);
        run.fail(new Error('The import was ended before it was done'));
      }
    },
  };
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

function relevant({ disabledAgents, extraRoots, excludedProjects, keep, paused }: Settings): string {
  return JSON.stringify([disabledAgents, extraRoots, excludedProjects, keep, paused]);
}
