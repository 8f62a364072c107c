import { join } from 'node:path';
import type { SourceShape } from '../importers/importer.js';
import type { SourceProgress } from '../store/batch.js';
import type { FileStat } from './fileSource.js';
import type { IngestWriter } from './ingestWriter.js';
import type { Log } from './log.js';
import { asNotes } from './position.js';
import type { FoundFile } from './scan.js';

/** After this long without a change nobody is writing a file, in milliseconds. */
export const settledAfter = 60_000;

/** Where the store stands with a file. The state of its parser stays there: of all files it is megabytes. */
export type KnownFile = Omit<SourceProgress, 'state'>;

/** What ingest knows of one source file. */
export interface FileEntry {
  agent: string;
  root: string;
  path: string;
  file: string;
  shape: SourceShape;
  /** As the store has it, but for its state. */
  known: KnownFile | null;
  /** As a look at the folder last found it. */
  seen: FileStat | null;
  /** As it was when it was last read to its end. */
  read: Pick<FileStat, 'size' | 'modifiedAt' | 'identity'> | null;
  /** Its end was torn: look again when it is settled. */
  waiting: boolean;
  /** When it was last read, or was tried to, in milliseconds, by this process. */
  readAt: number | null;
  /** At most one job reads a file. */
  job: number | null;
  queued: boolean;
  /** It changed while it was read; `settled`: somebody waits for its end. */
  again: 'grown' | 'settled' | null;
  /** It names no working folder of its own, so that others are read before it. */
  aside: boolean;
  /** It is read after all files that are not. */
  late: boolean;
  /** The user cancelled: not before the next rescan, unless it changes. */
  held: boolean;
  /** How often reading or writing it failed in a way that a file should not be able to cause. */
  failures: number;
  /** The problem that is reported already. */
  reported: string | null;
}

/** A file as it is stored now. `id` is that of its row, where it has just been given one. */
export function knownAs(source: SourceProgress, id: number | undefined): KnownFile {
  const known = { ...source, id: id ?? source.id };
  delete known.state;
  return known;
}

/**
 * With the state of its parser, which is read when the file is. Where the store cannot tell it there is none, and the file is to
 * be read from its start: going on without it would take lines for what they are not.
 */
export function withState(known: KnownFile, writer: IngestWriter, log: Log): SourceProgress {
  try {
    return { ...known, state: writer.sourceState(known.id) };
  } catch (error) {
    log.warn(`${join(known.root, known.path)} is read from its start: ${String(error)}`);
    return known;
  }
}

/** On its way to the store. */
export function isOpen(entry: FileEntry): boolean {
  return entry.queued || entry.job !== null;
}

/** All source files, by root and path. */
export class FileTable {
  readonly #entries = new Map<string, FileEntry>();

  constructor(known: readonly KnownFile[], shapeOf: (agent: string, path: string) => SourceShape | null) {
    for (const source of known) {
      const shape = shapeOf(source.agent, source.path);
      if (shape !== null) {
        const entry = newEntry(source, shape);
        entry.known = source;
        if (source.goneAt === undefined) {
          entry.read = source;
        }
        entry.waiting = shape === 'jsonl' && source.offset < source.size && !asNotes(source.notes).tail;
        this.#entries.set(key(source), entry);
      }
    }
  }

  values(): Iterable<FileEntry> {
    return this.#entries.values();
  }

  get(root: string, path: string): FileEntry | undefined {
    return this.#entries.get(key({ root, path }));
  }

  /** Notes what a look at the folder found. */
  found(file: FoundFile): FileEntry {
    let entry = this.#entries.get(key(file));
    if (entry === undefined) {
      entry = newEntry(file, file.shape);
      this.#entries.set(key(file), entry);
    }
    if (entry.held && entry.seen !== null && !same(entry.seen, file.stat)) {
      entry.held = false;
    }
    entry.seen = file.stat;
    return entry;
  }

  forget(entry: FileEntry): void {
    this.#entries.delete(key(entry));
  }
}

/**
 * Why a file is to be read; null when the store has all of it. `anew`: from its start, whatever is known. `isKnown`: whether
 * what was left out because nobody knew its project can be decided now.
 */
export function reasonToRead(
  entry: FileEntry,
  importerVersion: number,
  excludes: (folder: string) => boolean,
  isKnown: (name: string) => boolean,
  settled: boolean,
): 'grown' | 'anew' | null {
  const { seen, read, known } = entry;
  if (seen === null || entry.held) {
    return null;
  }
  if (known !== null && known.importerVersion !== importerVersion) {
    return 'anew';
  }
  const { excluded, undecided } = asNotes(known?.notes);
  if (excluded?.some((folder) => !excludes(folder)) || undecided?.some(isKnown)) {
    return 'anew';
  }
  return read === null || !same(seen, read) || (entry.waiting && settled) ? 'grown' : null;
}

function same(
  a: Pick<FileStat, 'size' | 'modifiedAt' | 'identity'>,
  b: Pick<FileStat, 'size' | 'modifiedAt' | 'identity'>,
): boolean {
  return a.size === b.size && a.modifiedAt === b.modifiedAt && a.identity === b.identity;
}

function newEntry(
  { agent, root, path }: Pick<FileEntry, 'agent' | 'root' | 'path'>,
  shape: SourceShape,
): FileEntry {
  return {
    agent,
    root,
    path,
    file: join(root, path),
    shape,
    known: null,
    seen: null,
    read: null,
    readAt: null,
    waiting: false,
    aside: shape !== 'jsonl' || !path.includes('/'),
    late: false,
    job: null,
    queued: false,
    again: null,
    held: false,
    failures: 0,
    reported: null,
  };
}

function key({ root, path }: { root: string; path: string }): string {
  return `${root}\n${path}`;
}
