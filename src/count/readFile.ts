import { bounded } from '../ingest/bounds.js';
import { companionsOf } from '../ingest/companions.js';
import { databaseRecords, missingPart } from '../ingest/databaseRecords.js';
import { type FileSource, type OpenFile, UnreadableFile } from '../ingest/fileSource.js';
import { maxLineBytes } from '../ingest/lines.js';
import { decode, parseJson } from '../ingest/records.js';
import type { FoundFile } from '../ingest/scan.js';
import type { FileParser, Importer, LineBytes, RecordRange } from '../importers/importer.js';
import type { ImportEvent } from '../common/model.js';
import { openSnapshot } from '../store/snapshot.js';
import { loadSqlJs } from '../store/sqljsFile.js';
import type { LineBuffer } from './lines.js';

export interface FileReading {
  importer: Importer;
  files: FileSource;
  lines: LineBuffer;
  wasmPath: string;
  /** Parse every line, also those that make no response. */
  whole: boolean;
  /** Takes an event; true: the file has told of its session. */
  take(event: ImportEvent): boolean;
  /** Takes a line that was not parsed whole. */
  passed(line: Buffer): void;
}

/**
 * Reads one file from its start to its end, as far as counting needs it, and hands its events over. What is no record is
 * passed over. Throws what the system throws when the file cannot be read.
 */
export async function readFile(found: FoundFile, reading: FileReading): Promise<void> {
  if (found.shape === 'sqlite') {
    await readDatabase(found, reading);
    return;
  }
  const { root, path } = found;
  const companions = await companionsOf(reading.importer, root, path, reading.files);
  const file = reading.files.open(found.file);
  try {
    const stat = file.stat();
    if (stat.kind !== 'file') {
      throw new Error('it is not a file');
    }
    const parser = reading.importer.start({
      ...{ root, path, modifiedAt: stat.modifiedAt },
      ...(companions === undefined ? {} : { companions }),
    });
    if (found.shape === 'jsonl') {
      readLines(file, parser, reading);
    } else if (stat.size <= maxLineBytes) {
      const text = decode(readAll(file, stat.size), 0);
      const value = found.shape === 'text' ? text : parseJson(text);
      handOver(parser, value, { offset: 0, length: stat.size }, reading);
    }
  } finally {
    file.close();
  }
}

async function readDatabase({ root, path, file, stat }: FoundFile, reading: FileReading): Promise<void> {
  const { importer, files } = reading;
  const snapshot = openSnapshot(file, (of) => files.open(of), await loadSqlJs(reading.wasmPath));
  if ('problem' in snapshot) {
    throw new UnreadableFile(snapshot.problem);
  }
  try {
    const parser = importer.start({ root, path, modifiedAt: stat.modifiedAt });
    for (const query of importer.queries?.(path) ?? []) {
      if (missingPart(query, snapshot) === null) {
        for (const records of databaseRecords(query, snapshot, 0)) {
          records.forEach(({ record, offset }) => handOver(parser, record, { offset, length: 0 }, reading));
        }
      }
    }
  } finally {
    snapshot.close();
  }
}

function readLines(file: OpenFile, parser: FileParser, reading: FileReading): void {
  const { lines, whole } = reading;
  let told = false;
  lines.read(file, (line, offset, terminated) => {
    const range = { offset, length: line.length + (terminated ? 1 : 0) };
    const events = told && !whole && terminated ? glance(parser, line, range) : null;
    if (events !== null) {
      for (const event of events) {
        reading.take(limited(event));
      }
      reading.passed(line);
      return;
    }
    const value = parseJson(decode(line, offset));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      told = handOver(parser, value, range, reading) || told;
    }
  });
}

function handOver(parser: FileParser, value: unknown, range: RecordRange, { take }: FileReading): boolean {
  let told = false;
  for (const event of value === undefined ? [] : parse(parser, value, range)) {
    told = take(limited(event)) || told;
  }
  return told;
}

/** A defect of an importer costs one line, here as below; an import tells it as a problem of the file. */
function parse(parser: FileParser, value: unknown, range: RecordRange): readonly ImportEvent[] {
  try {
    return parser.parse(value, range).events;
  } catch {
    return [];
  }
}

function glance(parser: FileParser, line: LineBytes, range: RecordRange): readonly ImportEvent[] | null {
  try {
    return parser.glance?.(line, range) ?? null;
  } catch {
    return [];
  }
}

/** What is stored of a response is limited; nearly always nothing of it is longer. */
function limited(event: ImportEvent): ImportEvent {
  if (event.type !== 'usage') {
    return event.type === 'session' ? bounded(event) : event;
  }
  const { key, group, model, branch, cwd } = event;
  const isShort =
    key.length <= shortest &&
    group.length <= shortest &&
    (model ?? '').length <= shortest &&
    (branch ?? '').length <= shortest &&
    (cwd ?? '').length <= shortest;
  return isShort ? event : bounded(event);
}

/** No limit of `bounded` is lower. */
const shortest = 500;

function readAll(file: OpenFile, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for (let read = 1; read > 0 && filled < size;) {
    read = file.read(bytes, filled, size - filled, filled);
    filled += read;
  }
  return bytes.subarray(0, filled);
}
