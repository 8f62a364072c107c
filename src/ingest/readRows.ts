import type { RowQuery } from '../importers/importer.js';
import { openSnapshot, type Snapshot } from '../store/snapshot.js';
import { databaseRecords, missingPart } from './databaseRecords.js';
import { UnreadableFile, type FileSource, type FileStat } from './fileSource.js';
import type { Lane } from './lane.js';
import type { ReadJob } from './messages.js';
import { asState, startAnew, type Start } from './position.js';
import { SourceRun, type RunContext } from './sourceRun.js';
import { until } from './until.js';

/** What became of reading an agent's database. */
export interface RowsRead {
  run: SourceRun;
  /** It was changed while it was read where it lies: what was not handed on comes with the next reading. */
  isWhole: boolean;
}

/**
 * `sqlite`: of a database of the agent's own the rows that are new since the last reading, one record each. Throws, with
 * what a person can do about it, when it cannot be read now. `stat` is that of the file and its log before it is opened.
 */
export function* readRows(
  job: ReadJob,
  lane: Lane,
  files: FileSource,
  stat: FileStat,
  context: RunContext,
): Generator<void, RowsRead, void> {
  const openFile = yield* until(context.loadDatabases());
  const snapshot = openSnapshot(job.file, (path) => files.open(path), openFile);
  if ('problem' in snapshot) {
    throw new UnreadableFile(snapshot.problem);
  }
  try {
    const start = startOf(job, stat);
    const run = new SourceRun(job, lane, null, stat, context, start, { head: null, headLength: 0 });
    // What is new is told as so many bytes as the database has grown by, however much of it rows are.
    let left = Math.max(0, stat.size - start.offset);
    const count = (length: number) => {
      const read = Math.min(left, length);
      left -= read;
      lane.bytes += read;
    };
    // A problem without a line is one of the file system, see `writeFindings`.
    run.line = 1;
    yield;
    let isWhole = true;
    for (const query of context.importer.queries?.(job.path) ?? []) {
      isWhole = isWhole && (yield* readQuery(query, snapshot, run, lane, count));
    }
    if (isWhole) {
      count(left);
      run.offset = stat.size;
    }
    run.end();
    return { run, isWhole };
  } finally {
    snapshot.close();
  }
}

/** A database in another's place has rows of its own. */
function startOf(job: ReadJob, stat: FileStat): Start {
  const { known } = job;
  const isOther = known?.identity !== null && stat.identity !== null && known?.identity !== stat.identity;
  if (known === null || job.restart || isOther) {
    return startAnew(job);
  }
  const { generation, offset, line } = known;
  return { generation, offset, line, state: asState(known), head: Buffer.alloc(0) };
}

function* readQuery(
  query: RowQuery,
  snapshot: Snapshot,
  run: SourceRun,
  lane: Lane,
  count: (length: number) => void,
): Generator<void, boolean, void> {
  const missing = missingPart(query, snapshot);
  if (missing !== null) {
    if (query.optional !== true) {
      run.report(
        `This version of the database is not known: it has no ${missing}. The rest of it was read; look for a newer version of Agent Logbook.`,
      );
    }
    return true;
  }
  const { from } = query;
  const chunks = databaseRecords(query, snapshot, run.marks[from] ?? 0);
  for (let chunk = chunks.next(); ; chunk = chunks.next()) {
    if (chunk.done === true) {
      return chunk.value;
    }
    for (const { record, offset, mark, length } of chunk.value) {
      lane.lines++;
      count(length);
      run.record(record, offset, 0);
      if (mark !== null) {
        run.marks[from] = Math.max(mark, run.marks[from] ?? 0);
      }
    }
    if (lane.full) {
      lane.flush();
    }
    yield;
  }
}
