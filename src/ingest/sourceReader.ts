import { isUtf8 } from 'node:buffer';
import { describeFileError, isMissing } from './fileSource.js';
import type { FileSource, FileStat, OpenFile } from './fileSource.js';
import type { Lane } from './lane.js';
import { maxLineBytes, readLines } from './lines.js';
import type { JobOutcome, ReadJob } from './messages.js';
import { companionsOf } from './companions.js';
import { asState, findStart, hash, readAt, startAnew } from './position.js';
import { readRows } from './readRows.js';
import { decode, parseJson } from './records.js';
import { SourceRun } from './sourceRun.js';
import { statSource } from './sourceStat.js';
import { until } from './until.js';
import type { RunContext } from './sourceRun.js';

const readAgain = 'Everything else was read; once the file is repaired, it is read again.';
const replaced = 'what could not be decoded was replaced. The file itself is left as it is.';

/**
 * Reads one file into the lane, a chunk of 256 KB at a time, so that others can be read in between. One way of reading for
 * each shape of source. It never throws: what goes wrong with the file is in the outcome, which comes last.
 */
export function* readSource(
  job: ReadJob,
  lane: Lane,
  files: FileSource,
  context: RunContext,
): Generator<void, void, void> {
  let file: OpenFile | null = null;
  let stat: FileStat | null = null;
  try {
    if (job.shape === 'sqlite') {
      stat = yield* until(statSource(files, job.file, job.shape));
      const { run, isWhole } = yield* readRows(job, lane, files, stat, context);
      lane.finish({ ...outcome(job, 'read', stat), waiting: !isWhole || run.waits });
      return;
    }
    file = files.open(job.file);
    stat = file.stat();
    if (stat.kind !== 'file') {
      throw new Error('it is not a file');
    }
    yield* job.shape === 'jsonl'
      ? readAppended(job, lane, files, file, stat, context)
      : readDocument(job, lane, files, file, stat, context);
  } catch (error) {
    if (stat === null && isMissing(error)) {
      lane.finish(outcome(job, 'gone', null));
      return;
    }
    const message = describeFileError(error);
    if (job.reported !== message) {
      lane.complain(job, context.importer.version, message, context.now());
    }
    lane.finish({ ...outcome(job, 'failed', stat), message });
  } finally {
    lane.leave();
    file?.close();
  }
}

/** `jsonl`: whole lines from the stored offset on. A torn last line waits until its newline comes. */
function* readAppended(
  job: ReadJob,
  lane: Lane,
  files: FileSource,
  file: OpenFile,
  stat: FileStat,
  context: RunContext,
): Generator<void, void, void> {
  const start = findStart(file, stat, job);
  const companions = yield* readCompanions(job, files, context);
  const run = new SourceRun(job, lane, file, stat, context, start, null, companions);
  for (const line of readLines(counted(file, lane), start.offset, stat.size)) {
    if (line === null) {
      yield;
      continue;
    }
    if (!line.terminated) {
      if (job.settled) {
        takeTail(run, line.bytes, line.offset);
      }
      continue;
    }
    run.line++;
    if (line.tooLong) {
      run.report(
        `The line has ${line.length} bytes, more than ${maxLineBytes}; it was passed over. Everything else was read.`,
      );
    } else {
      const record = context.importer.record?.(line.bytes);
      readLine(run, line.bytes, line.offset, line.length, record);
    }
    run.offset = line.offset + line.length;
    if (lane.full) {
      lane.flush();
      yield;
    }
  }
  run.end();
  lane.finish({
    ...outcome(job, 'read', stat),
    waiting: !job.settled && (run.offset < stat.size || run.waits),
  });
}

/** `json` and `text`: one document, which counts as changed when its bytes have. */
function* readDocument(
  job: ReadJob,
  lane: Lane,
  files: FileSource,
  file: OpenFile,
  stat: FileStat,
  context: RunContext,
): Generator<void, void, void> {
  const tooLong = stat.size > maxLineBytes;
  const bytes = tooLong ? Buffer.alloc(0) : readAt(counted(file, lane), 0, stat.size);
  const companions = yield* readCompanions(job, files, context);
  yield;
  const digest = { head: hashOf(bytes, companions), headLength: stat.size };
  const same = !job.restart && job.known?.head === digest.head && job.known.headLength === stat.size;
  const value = job.shape === 'text' || tooLong || same ? '' : parseJson(decode(bytes, 0));
  if (value === undefined && !job.settled) {
    // Half-written: the whole comes in a moment.
    lane.finish({ ...outcome(job, 'read', stat), waiting: true });
    return;
  }
  const start = same ? { ...startAnew(job), state: asState(job.known) } : startAnew(job);
  const run = new SourceRun(job, lane, file, stat, context, start, digest, companions);
  // A problem without a line is one of the file system, see `writeFindings`.
  run.line = 1;
  if (same) {
    run.generation = job.known?.generation ?? 0;
  } else if (tooLong) {
    run.report(
      `The file has ${stat.size} bytes, more than ${maxLineBytes}; it was passed over. Everything else was read.`,
    );
  } else if (value === undefined) {
    run.report(`The file is not valid JSON; it was passed over. ${readAgain}`);
  } else {
    if (!isUtf8(bytes)) {
      run.report(`The file is not valid UTF-8; ${replaced}`);
    }
    lane.lines++;
    run.record(job.shape === 'text' ? decode(bytes, 0) : value, 0, stat.size);
  }
  run.offset = stat.size;
  run.end();
  lane.finish({ ...outcome(job, 'read', stat), waiting: run.waits });
}

function* readCompanions(
  { root, path }: ReadJob,
  files: FileSource,
  { importer }: RunContext,
): Generator<void, ReadonlyMap<string, string> | undefined, void> {
  const reading = companionsOf(importer, root, path, files);
  return reading === undefined ? undefined : yield* until(reading);
}

/** A document has changed, too, when what belongs to it has. */
function hashOf(bytes: Buffer, companions: ReadonlyMap<string, string> | undefined): string {
  const own = hash(bytes);
  return companions === undefined || companions.size === 0
    ? own
    : hash(Buffer.from(JSON.stringify([own, ...companions])));
}

/** `record`: the line as its importer has parsed it already. */
function readLine(run: SourceRun, bytes: Buffer, offset: number, length: number, record?: unknown): void {
  const value = record ?? parseJson(decode(bytes, offset));
  if (value === undefined && decode(bytes, offset).trim() === '') {
    return;
  }
  run.lane.lines++;
  if (!isUtf8(bytes)) {
    run.report(`The line is not valid UTF-8; ${replaced}`);
  }
  if (value === undefined) {
    run.report(`The line is not valid JSON; it was passed over. ${readAgain}`);
  } else if (!isObject(value)) {
    run.report(`The line is not a JSON object; it was passed over. ${readAgain}`);
  } else {
    run.record(value, offset, length);
  }
}

/**
 * The last line has no newline and nobody is writing: it counts when it is whole. The stored offset stays before it, so
 * that it is read once more, with the same events, should something follow.
 */
function takeTail(run: SourceRun, bytes: Buffer, offset: number): void {
  if (isObject(parseJson(decode(bytes, offset)))) {
    run.keepPosition();
    run.line++;
    readLine(run, bytes, offset, bytes.length);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function counted(file: OpenFile, lane: Lane): OpenFile {
  return {
    stat: () => file.stat(),
    close: () => file.close(),
    read(buffer, offset, length, position) {
      const read = file.read(buffer, offset, length, position);
      lane.bytes += read;
      return read;
    },
  };
}

function outcome(job: ReadJob, status: JobOutcome['status'], stat: FileStat | null): JobOutcome {
  return { job: job.id, status, stat, message: null, waiting: false };
}
