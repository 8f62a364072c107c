import type { ImportEvent } from '../common/model.js';
import type { Keep } from '../common/settings.js';
import type { FileParser, Importer } from '../importers/importer.js';
import type { Place, SourceProgress } from '../store/batch.js';
import type { OpenSqlJsFile } from '../store/sqljsFile.js';
import { bounded } from './bounds.js';
import type { FileStat, OpenFile } from './fileSource.js';
import type { Lane, Where } from './lane.js';
import type { ReadJob, SourceNotes, SourceState } from './messages.js';
import { hashBefore, headOf } from './position.js';
import type { Start } from './position.js';
import { withhold } from './privacy.js';
import { ProjectGate } from './projectGate.js';
import type { Exclusions } from './projectGate.js';

/** What reading a file needs from around it. */
export interface RunContext {
  importer: Importer;
  keep: Keep;
  /** null: no project is excluded. */
  exclusions: Exclusions | null;
  /** Repository and worktree of a working folder that was not asked for before; null when it was. */
  newPlace(folder: string): Place | null;
  /** Starts what reads databases. */
  loadDatabases(): Promise<OpenSqlJsFile>;
  now(): number;
}

/** The hash of a whole document and its length; null: of a database there is none. */
export interface Digest {
  head: string | null;
  headLength: number;
}

/** Of one read of one file at most these many problems are listed one by one. */
const maxProblems = 100;

/** One read of one open file: records go through the importer, the project gate and the privacy settings into the lane. */
export class SourceRun {
  offset: number;
  line: number;
  generation: number;
  /** Of a database: how far the rows of each query have been read. */
  readonly marks: Record<string, number>;
  readonly #parser: FileParser;
  readonly #gate: ProjectGate<Where>;
  #problems = 0;
  #ended = false;
  /** The position that is stored instead of the one reached, when the last line may come again. */
  #kept: { line: number; parser: unknown } | null = null;

  constructor(
    private readonly job: ReadJob,
    readonly lane: Lane,
    private readonly file: OpenFile | null,
    private readonly stat: FileStat,
    private readonly context: RunContext,
    private readonly start: Start,
    /** null: the hashes of its start and of what lies before the offset vouch for the file. */
    private readonly digest: Digest | null = null,
    companions?: ReadonlyMap<string, string>,
  ) {
    this.offset = start.offset;
    this.line = start.line;
    this.generation = start.generation;
    this.marks = { ...start.state.marks };
    this.#parser = context.importer.start(
      {
        ...{ root: job.root, path: job.path, modifiedAt: stat.modifiedAt },
        ...(companions === undefined ? {} : { companions }),
      },
      start.state.parser,
    );
    this.#gate = new ProjectGate(context.exclusions, (event, where) => this.#pass(event, where), start.state);
    lane.enter(job, () => this.#progress());
  }

  /** Events wait for their session's working folder, so the position stays where this read began. */
  get waits(): boolean {
    return this.#gate.waits;
  }

  record(value: unknown, offset: number, length: number): void {
    try {
      const { events, problems } = this.#parser.parse(value, { offset, length });
      for (const problem of problems ?? []) {
        this.report(problem);
      }
      let part = 0;
      for (const event of events) {
        this.#gate.offer(event, { offset, length, part });
        part++;
      }
    } catch (error) {
      // A defect of the importer must cost one line, not the file.
      this.report(`It could not be understood (${error instanceof Error ? error.message : String(error)}).`);
    }
  }

  report(message: string): void {
    if (this.#gate.leavesOut) {
      return;
    }
    this.#problems++;
    if (this.#problems <= maxProblems) {
      this.lane.problem(this.line > 0 ? this.line : null, message, this.context.now());
    } else if (this.#problems === maxProblems + 1) {
      this.lane.problem(this.line, 'More of this file could not be read.', this.context.now());
    }
  }

  /** What is read from here on will be read again if the file changes. */
  keepPosition(): void {
    this.#kept = { line: this.line, parser: structuredClone(this.#parser.state(this.context.keep)) };
  }

  /** The end of the file is reached. */
  end(): void {
    if (this.job.settled) {
      this.#gate.release();
    }
    this.#ended = true;
    const { known } = this.job;
    if (
      known === null ||
      known.goneAt !== undefined ||
      known.generation !== this.generation ||
      known.importerVersion !== this.context.importer.version ||
      known.offset !== this.offset ||
      known.identity !== this.stat.identity ||
      (known.modifiedAt !== this.stat.modifiedAt && this.offset === this.stat.size) ||
      this.digest !== null ||
      (this.job.settled && this.start.state.tail !== true)
    ) {
      this.lane.touch();
    }
  }

  #pass(event: ImportEvent, where: Where): void {
    const kept = withhold(event, this.context.keep);
    if (kept === null) {
      return;
    }
    const row = bounded(kept.event);
    this.lane.add(row, where, kept.withheld);
    if ('cwd' in row && row.cwd) {
      const place = this.context.newPlace(row.cwd);
      if (place !== null) {
        this.lane.place(place);
      }
    }
  }

  #before(offset: number): Pick<SourceState, 'before'> {
    try {
      return this.file === null ? {} : { before: hashBefore(this.file, offset) };
    } catch {
      // The lines were read, so they count; without this hash the head alone vouches for the file.
      return {};
    }
  }

  /** What one line tells about the next may be its text. */
  #parserState(): unknown {
    if (this.waits) {
      return this.start.state.parser;
    }
    return this.#gate.leavesOut
      ? null
      : this.#kept
        ? this.#kept.parser
        : this.#parser.state(this.context.keep);
  }

  #marksState(): Pick<SourceState, 'marks'> {
    const marks = this.waits ? (this.start.state.marks ?? {}) : this.marks;
    return Object.keys(marks).length === 0 ? {} : { marks };
  }

  #progress(): SourceProgress {
    const { job, stat, start } = this;
    const offset = this.waits ? start.offset : this.offset;
    const notes: SourceNotes = {
      ...this.#gate.state(),
      ...(job.settled && this.#ended ? { tail: true } : {}),
    };
    const state: SourceState = {
      parser: this.#parserState(),
      ...this.#marksState(),
      ...(this.digest === null && offset > 0 ? this.#before(offset) : {}),
    };
    return {
      id: job.known?.id ?? 0,
      agent: job.agent,
      root: job.root,
      path: job.path,
      identity: stat.identity,
      size: stat.size,
      // Before its end is reached, a file is not up to date, whatever its own time says.
      modifiedAt: this.#ended ? stat.modifiedAt : 0,
      offset,
      line: this.waits ? start.line : (this.#kept?.line ?? this.line),
      // A document that waits is not read: the same bytes must not pass for old.
      ...(this.waits && this.digest !== null
        ? { head: null, headLength: 0 }
        : (this.digest ?? headOf(start.head, offset))),
      importerVersion: this.context.importer.version,
      notes: Object.keys(notes).length === 0 ? null : JSON.stringify(notes),
      state: JSON.stringify(state),
      generation: this.generation,
    };
  }
}
