import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportEvent } from '../../src/common/model.js';
import type { Importer, SourceFile } from '../../src/importers/importer.js';
import { companionsOf } from '../../src/ingest/companions.js';
import { databaseRecords, missingPart } from '../../src/ingest/databaseRecords.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { openSnapshot } from '../../src/store/snapshot.js';
import { loadSqlJs } from '../../src/store/sqljsFile.js';
import { wasmPath } from '../ingest/support.js';

/** Everything that an importer makes of one file. */
export interface FileRead {
  file: SourceFile;
  events: ImportEvent[];
  problems: string[];
}

/** Reads all files of an agent below a home folder, as the ingest would do it, but at once. */
export async function readHome(importer: Importer, home: string): Promise<FileRead[]> {
  const read: FileRead[] = [];
  for (const root of importer.roots({ home, env: {}, platform: 'linux' })) {
    for (const path of filesBelow(importer, root, '')) {
      read.push(await readFile(importer, root, path));
    }
  }
  return read;
}

/** Reads one file; `as` is the path below a root that it is taken for. */
export async function readFile(
  importer: Importer,
  root: string,
  path: string,
  as: string = path,
): Promise<FileRead> {
  const absolute = join(root, path);
  const companions = await companionsOf(importer, root, path, diskFiles);
  const file = {
    ...{ root, path: as, modifiedAt: Math.round(statSync(absolute).mtimeMs) },
    ...(companions === undefined ? {} : { companions }),
  };
  return importer.shapeOf(as) === 'sqlite'
    ? readDatabase(importer, file, absolute)
    : readText(importer, file, readFileSync(absolute));
}

async function readDatabase(importer: Importer, file: SourceFile, absolute: string): Promise<FileRead> {
  const read: FileRead = { file, events: [], problems: [] };
  const snapshot = openSnapshot(absolute, (path) => diskFiles.open(path), await loadSqlJs(wasmPath));
  if ('problem' in snapshot) {
    return { ...read, problems: [snapshot.problem] };
  }
  const parser = importer.start(file);
  for (const query of importer.queries?.(file.path) ?? []) {
    const missing = missingPart(query, snapshot);
    if (missing !== null) {
      read.problems.push(...(query.optional === true ? [] : [`no ${missing}`]));
      continue;
    }
    for (const { record, offset } of [...databaseRecords(query, snapshot, 0)].flat()) {
      const { events, problems } = parser.parse(record, { offset, length: 0 });
      read.events.push(...events);
      read.problems.push(...(problems ?? []));
    }
  }
  snapshot.close();
  return read;
}

/** Hands over the records of a file one by one. A last line without an end is taken when it is whole, as the tail does. */
export function readText(importer: Importer, file: SourceFile, bytes: Buffer): FileRead {
  const read: FileRead = { file, events: [], problems: [] };
  const parser = importer.start(file);
  const take = (record: unknown, offset: number, length: number): void => {
    const { events, problems } = parser.parse(record, { offset, length });
    for (const event of events) {
      read.events.push(event);
    }
    read.problems.push(...(problems ?? []));
  };
  const shape = importer.shapeOf(file.path);
  // Rows come as lines of `{from, row}` here.
  if (shape !== 'jsonl' && shape !== 'sqlite') {
    const text = bytes.toString('utf8');
    const value = shape === 'json' ? parsed(text) : text;
    if (value !== undefined) {
      take(value, 0, bytes.length);
    }
    return read;
  }
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const record = parsed(bytes.toString('utf8', start, end));
    if (record !== undefined) {
      take(record, start, end - start);
    }
    start = end + 1;
  }
  return read;
}

function* filesBelow(importer: Importer, root: string, folder: string): Iterable<string> {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return;
    }
    throw error;
  }
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (importer.mayContain(path)) {
        yield* filesBelow(importer, root, path);
      }
    } else if (importer.shapeOf(path) !== null) {
      yield path;
    }
  }
}

/** What is no JSON is the reader's problem, not the importer's. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
