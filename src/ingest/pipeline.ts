import type { Settings } from '../common/settings.js';
import type { Batch } from '../store/batch.js';
import { StoreError } from '../store/storeError.js';
import { BackOff } from './backOff.js';
import { type FileEntry, knownAs, withState } from './fileTable.js';
import type { IngestWriter, Written } from './ingestWriter.js';
import { JobQueue } from './jobQueue.js';
import type { Waiting } from './jobQueue.js';
import type { Log } from './log.js';
import { unpackBatch } from './messages.js';
import type { FromParser, JobOutcome, LaneName, PackedBatch } from './messages.js';
import type { StartParser } from './parser.js';
import { RestingParser, restAfter } from './restingParser.js';
import type { KnownFolder } from './sessionFolders.js';

export interface PipelineEvents {
  onCommitted(
    batch: Batch,
    written: Written,
    message: PackedBatch,
    entries: readonly (FileEntry | undefined)[],
  ): void;
  /** The job is over; the entry may be given again. */
  onFinished(entry: FileEntry, outcome: JobOutcome, lane: LaneName): void;
  /** Something live is about to be added. */
  isUrgent(): boolean;
  /** The store cannot be written, or the parsing thread not started, and why; null: it goes on. */
  onTrouble(error: Error | null): void;
  /** These files were on their way and must be looked at again: the parsing thread was started anew. */
  onReleased(entries: readonly FileEntry[]): void;
  /** The working folders of sessions, for a parsing thread that starts. */
  knownFolders(): KnownFolder[];
  /** Reading or writing this file failed twice, with everything else being well. */
  onHopeless(entry: FileEntry, reason: string): void;
}

/** Jobs that the parsing thread knows of: enough to fill a batch with the smallest files. */
const historyAhead = 256;
/** So long, in milliseconds, history waits with its next transaction for something live that is on its way. */
const yieldFor = 60;

interface Job {
  entry: FileEntry;
  lane: LaneName;
}

/**
 * Files go in, committed rows come out: it feeds the parsing thread, newest files first, and writes one batch after
 * another, live ones before history. A batch that the store cannot take now waits and is tried again.
 */
export class Pipeline {
  readonly #queue = new JobQueue();
  readonly #backOff: BackOff;
  readonly #jobs = new Map<number, Job>();
  readonly #incoming: Record<LaneName, PackedBatch[]> = { live: [], history: [] };
  #inFlight = 0;
  readonly #parser: RestingParser;
  #epoch = 0;
  #lastJob = 0;
  #deaths = 0;
  #committing = false;
  #yieldedSince: number | null = null;
  #closed = false;
  #settings: Settings;

  constructor(
    private readonly writer: IngestWriter,
    startParser: StartParser,
    private readonly events: PipelineEvents,
    private readonly log: Log,
    settings: Settings,
    restAfterMs = restAfter,
  ) {
    this.#settings = settings;
    this.#parser = new RestingParser(
      startParser,
      {
        onMessage: (message) => this.#receive(message),
        onDeath: (reason, lastJob) => this.#died(reason, lastJob),
        onStart: (parser) => {
          parser.send({ type: 'reset', epoch: this.#epoch });
          this.configure(this.#settings);
        },
        isIdle: () => this.open === 0,
        onTrouble: (error) => log.error(`The parsing thread did not end: ${String(error)}`),
      },
      restAfterMs,
    );
    this.#backOff = new BackOff(events.onTrouble);
  }

  /** Files that are still to be read or written. */
  get open(): number {
    return this.#jobs.size + this.#queue.live + this.#queue.history;
  }

  get #liveJobs(): number {
    return this.#jobs.size - this.#inFlight + this.#queue.live;
  }

  get openHistory(): number {
    return this.#inFlight + this.#queue.history;
  }

  /** Reads the file in its turn. A file that waits in history may become live. */
  add(entry: FileEntry, lane: LaneName, anew: boolean, settled: boolean): void {
    if (entry.job !== null) {
      entry.again = settled ? 'settled' : (entry.again ?? 'grown');
      return;
    }
    this.#queue.add({ entry, anew, settled }, lane);
  }

  /** Gives the parsing thread what it can take. */
  feed(): void {
    if (this.#closed || this.#backOff.waiting) {
      return;
    }
    for (let next = this.#queue.takeLive(); next !== undefined; next = this.#queue.takeLive()) {
      this.#send(next, 'live');
    }
    while (this.#inFlight < historyAhead) {
      const next = this.#queue.takeHistory();
      if (next === undefined) {
        break;
      }
      this.#inFlight++;
      this.#send(next, 'history');
    }
  }

  /** Forgets every job; what is not committed is not stored. Returns the files that were on their way. */
  reset(): FileEntry[] {
    const entries = [...[...this.#jobs.values()].map(({ entry }) => entry), ...this.#queue.clear()];
    for (const entry of entries) {
      entry.job = null;
      entry.again = null;
    }
    this.#jobs.clear();
    this.#incoming.live.length = 0;
    this.#incoming.history.length = 0;
    this.#inFlight = 0;
    this.#epoch++;
    this.#parser.current?.send({ type: 'reset', epoch: this.#epoch });
    this.#parser.restIfIdle();
    // Nothing waits to be written, so it cannot be known whether it would succeed; what comes next tries at once.
    if (!this.#closed) {
      this.#backOff.worked('store');
    }
    return entries;
  }

  /** Takes effect for jobs that are added from now on; `reset` first. */
  configure(settings: Settings): void {
    this.#settings = settings;
    this.#parser.current?.send({
      type: 'configure',
      keep: settings.keep,
      excludedProjects: settings.excludedProjects,
      folders: this.events.knownFolders(),
    });
  }

  /** Writes at once, beside the files that are read. Throws what the store throws. */
  write(batch: Batch): Written {
    return this.writer.writeBatch(batch);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.reset();
    this.#backOff.close();
    await this.#parser.close();
  }

  #send({ entry, anew, settled }: Waiting, lane: LaneName): void {
    const id = ++this.#lastJob;
    entry.job = id;
    this.#jobs.set(id, { entry, lane });
    const { agent, root, path, file, shape, reported } = entry;
    const known = entry.known && withState(entry.known, this.writer, this.log);
    const restart = anew || (known !== null && known.state === undefined);
    this.#parser.running().send({
      type: 'read',
      epoch: this.#epoch,
      lane,
      job: { id, agent, root, path, file, shape, known, restart, settled, reported },
    });
  }

  #receive(message: FromParser): void {
    if (message.epoch !== this.#epoch || this.#closed) {
      return;
    }
    this.#deaths = 0;
    this.#backOff.worked('parser');
    if (message.type === 'batch') {
      this.#incoming[message.lane].push(message);
      this.#schedule();
    } else {
      this.#finish(message.done);
      this.feed();
    }
  }

  #schedule(): void {
    if (!this.#committing && !this.#backOff.waiting) {
      this.#committing = true;
      // Between two transactions the thread answers queries.
      setImmediate(() => {
        this.#committing = false;
        this.#commitNext();
      });
    }
  }

  #commitNext(): void {
    const lane: LaneName = this.#incoming.live.length > 0 ? 'live' : 'history';
    const message = this.#incoming[lane][0];
    if (message === undefined || this.#closed) {
      return;
    }
    if (lane === 'history' && this.#yields()) {
      this.#committing = true;
      setTimeout(() => {
        this.#committing = false;
        this.#commitNext();
      }, 2);
      return;
    }
    const entries = message.jobs.map((id) => this.#jobs.get(id)?.entry);
    const unpacked = unpackBatch(message);
    // A file that was new when its job began may have been given its id by an earlier batch.
    const batch = {
      ...unpacked,
      sources: unpacked.sources.map((source, index) => ({ ...source, id: entries[index]?.known?.id ?? 0 })),
    };
    let written;
    try {
      written = this.writer.writeBatch(batch, lane === 'history' ? 'later' : 'now');
    } catch (error) {
      this.#couldNotWrite(error, entries);
      return;
    }
    this.#incoming[lane].shift();
    this.#backOff.worked('store');
    for (const [index, source] of batch.sources.entries()) {
      const entry = entries[index];
      if (entry !== undefined) {
        entry.known = knownAs(source, written.sources[index]);
      }
    }
    this.#parser.current?.send({ type: 'committed', epoch: this.#epoch, lane });
    this.events.onCommitted(batch, written, message, entries);
    this.#finish(message.done);
    this.feed();
    this.#schedule();
  }

  /** A transaction of history takes longer than all the steps from a hint to a live row, which would each wait for one. */
  #yields(): boolean {
    const now = performance.now();
    if (this.#liveJobs === 0 && !this.events.isUrgent()) {
      this.#yieldedSince = null;
      return false;
    }
    this.#yieldedSince ??= now;
    if (now - this.#yieldedSince < yieldFor) {
      return true;
    }
    this.#yieldedSince = null;
    return false;
  }

  #finish(outcomes: readonly JobOutcome[]): void {
    for (const outcome of outcomes) {
      const job = this.#jobs.get(outcome.job);
      if (job === undefined) {
        continue;
      }
      this.#jobs.delete(outcome.job);
      this.#inFlight -= job.lane === 'history' ? 1 : 0;
      job.entry.job = null;
      if (outcome.status !== 'failed') {
        job.entry.failures = 0;
      }
      this.events.onFinished(job.entry, outcome, job.lane);
    }
    this.#parser.restIfIdle();
  }

  #couldNotWrite(error: unknown, entries: readonly (FileEntry | undefined)[]): void {
    if (error instanceof StoreError && error.reason !== 'sql') {
      // The disk or the folder: the batch waits, and with it, by its credits, the parsing thread.
      this.#backOff.failed('store', error, () => {
        this.#schedule();
        this.feed();
      });
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.log.error(
      `A batch could not be stored: ${error instanceof Error ? (error.stack ?? reason) : reason}`,
    );
    this.#suspect(
      entries.filter((entry) => entry !== undefined),
      `It could not be stored (${reason}); it was passed over.`,
    );
  }

  #died(reason: string, lastJob: number): void {
    if (this.#closed) {
      return;
    }
    // No error yet: it is started again, and what stays wrong is told then.
    this.log.warn(`The parsing thread ended: ${reason}`);
    const suspect = this.#jobs.get(lastJob)?.entry;
    this.#deaths++;
    if (this.#deaths > 3) {
      const restart = () => this.#suspect([], '');
      this.#backOff.failed(
        'parser',
        new Error(
          `Sessions cannot be read: ${reason}. It is tried again by itself; if it stays, reload the window and report it.`,
        ),
        restart,
      );
      return;
    }
    this.#suspect(
      suspect === undefined ? [] : [suspect],
      `Reading it ended the parsing thread (${reason}); it was passed over.`,
    );
  }

  /** Starts over with what is not committed. A file under suspicion is read by itself; the second time it is given up. */
  #suspect(suspects: readonly FileEntry[], reason: string): void {
    for (const entry of suspects) {
      entry.failures++;
    }
    const released = this.reset();
    for (const entry of suspects) {
      if (entry.failures > 1) {
        this.events.onHopeless(entry, reason);
      }
    }
    this.events.onReleased(released);
  }
}
