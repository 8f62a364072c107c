import type { ImportEvent } from '../common/model.js';
import type { Place, SourceProgress } from '../store/batch.js';
import { packBlock } from '../store/blocks.js';
import { BatchBuilder } from './batchBuilder.js';
import { unreadSource } from './position.js';
import type { FromParser, JobOutcome, LaneName, PackedBatch, ReadJob } from './messages.js';

/** Where in its file an event was found; `part` is its number in the line. */
export interface Where {
  offset: number;
  length: number;
  part: number;
}

/** Collects what the files of one lane give into batches. Files come one after another, a batch may hold several. */
export class Lane {
  /** Read from files since the last message. */
  bytes = 0;
  readonly #builder = new BatchBuilder();
  #sources: SourceProgress[] = [];
  #jobs: number[] = [];
  #done: JobOutcome[] = [];
  #current: { job: number; progress: () => SourceProgress; index: number | null } | null = null;

  constructor(
    private readonly name: LaneName,
    private readonly epoch: number,
    private readonly post: (message: FromParser) => void,
    /** The storing thread has enough to do without this lane's next batch. */
    private readonly isAhead: () => boolean,
  ) {}

  get full(): boolean {
    return this.#builder.full;
  }

  get lines(): number {
    return this.#builder.lines;
  }

  set lines(lines: number) {
    this.#builder.lines = lines;
  }

  /** A file's rows come from here on; `progress` tells how far it has been read. */
  enter(job: ReadJob, progress: () => SourceProgress): void {
    this.#current = { job: job.id, progress, index: null };
  }

  add(event: ImportEvent, { offset, length, part }: Where, withheld: boolean): void {
    const position = event.type === 'message' ? event.position : undefined;
    this.#builder.add(event, { source: this.#source(), offset: position ?? offset, part, withheld }, length);
  }

  problem(line: number | null, message: string, at: number): void {
    this.#builder.problem(this.#source(), line, message, at);
  }

  place(place: Place): void {
    this.#builder.place(place);
  }

  /** The file's position is stored even when it gave no rows. */
  touch(): void {
    this.#source();
  }

  /** No more of this file. */
  leave(): void {
    this.#settle();
    this.#current = null;
  }

  finish(outcome: JobOutcome): void {
    this.#done.push(outcome);
  }

  /** A file that could not be opened or read: a problem, at the position that is known. */
  complain(job: ReadJob, importerVersion: number, message: string, at: number): void {
    if (this.#current === null) {
      // Size and time of 0 let the file be tried again, whatever happens to it.
      this.enter(job, () => job.known ?? unreadSource(job, importerVersion));
    }
    this.problem(null, message, at);
  }

  /** Posts what was collected; returns false when there was nothing to commit. */
  flush(): boolean {
    this.#settle();
    const { blocks, ...rest } = this.#builder.take();
    const batch = this.#sources.length > 0;
    if (batch) {
      const json = JSON.stringify({ sources: this.#sources, ...rest });
      this.post({
        type: 'batch',
        epoch: this.epoch,
        lane: this.name,
        json,
        blocks: [...blocks] as PackedBatch['blocks'],
        packed: this.isAhead() ? blocks.map(packBlock) : null,
        jobs: this.#jobs,
        done: this.#done,
        bytes: this.bytes,
      });
    } else if (this.#done.length > 0) {
      this.post({ type: 'done', epoch: this.epoch, lane: this.name, done: this.#done, bytes: this.bytes });
    } else {
      return false;
    }
    this.#sources = [];
    this.#jobs = [];
    this.#done = [];
    this.bytes = 0;
    if (this.#current !== null) {
      this.#current.index = null;
    }
    return batch;
  }

  /** Index of the current file in the batch; its place is filled when the file is left or the batch goes. */
  #source(): number {
    const current = this.#current;
    if (current === null) {
      throw new Error('No file is being read');
    }
    if (current.index === null) {
      current.index = this.#jobs.length;
      this.#jobs.push(current.job);
    }
    return current.index;
  }

  #settle(): void {
    const current = this.#current;
    if (current !== null && current.index !== null) {
      this.#sources[current.index] = current.progress();
    }
  }
}
