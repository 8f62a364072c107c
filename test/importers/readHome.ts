import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportEvent } from '../../src/common/model.js';
import type { Importer, SourceFile } from '../../src/importers/importer.js';

/** Everything that an importer makes of one file. */
export interface FileRead {
  file: SourceFile;
  events: ImportEvent[];
  problems: string[];
}

/** Reads all files of an agent below a home folder, as the ingest would do it, but at once. */
export function readHome(importer: Importer, home: string): FileRead[] {
  return importer
    .roots({ home, env: {}, platform: 'linux' })
    .flatMap((root) => [...filesBelow(importer, root, '')].map((path) => readFile(importer, root, path)));
}

/** Reads one file; `as` is the path below a root that it is taken for. */
export function readFile(importer: Importer, root: string, path: string, as: string = path): FileRead {
  const absolute = join(root, path);
  const file = { root, path: as, modifiedAt: Math.round(statSync(absolute).mtimeMs) };
  return readText(importer, file, readFileSync(absolute));
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
  if (shape !== 'jsonl') {
    const text = bytes.toString('utf8');
    take(shape === 'json' ? JSON.parse(text) : text, 0, bytes.length);
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

/** A line that is no JSON is the tail's problem, not the importer's. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
