import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import type { SqlValue } from './database.js';
import { nodeFiles } from './fileLayer.js';
import { copyLimit, copyFile, foreignLayer, type ForeignFile } from './foreignFile.js';
import { type OpenSqlJsFile, type SqlJsFile } from './sqljsFile.js';

/** Why a database cannot be read now. */
export interface SnapshotProblem {
  problem: string;
}

/** An agent's own database as of one moment, for reading. */
export interface Snapshot {
  /** The names of all tables. */
  tables(): readonly string[];
  /** The columns of a table; null: there is no such table. A view is none: it could do anything. */
  columns(table: string): ReadonlySet<string> | null;
  /** The rows that a statement selects, with its one parameter, one after another. Throws what SQLite says. */
  rows(sql: string, parameter: number): Generator<Record<string, SqlValue>, void, void>;
  /** False when the database was changed since it was opened, so that what was read may be of two moments. */
  isUnchanged(): boolean;
  /** Removes what was copied. */
  close(): void;
}

/** So often copying is begun anew when the database changes meanwhile. */
const attempts = 3;

/**
 * Opens an agent's database without locking it, writing to it or waiting for its writer: the file and its write-ahead log
 * are copied to a private folder, and the copy is opened. Of a file above 256 MB the log alone is copied, and the file is
 * read where it lies. `open` opens a file of the agent for reading.
 *
 * Why a copy is of one moment: the file is copied before its log. What a checkpoint writes into the file meanwhile stands
 * in the log, too, whose pages come first, as long as the log was not begun anew; that would change its salts.
 */
export function openSnapshot(
  path: string,
  open: (path: string) => ForeignFile,
  openFile: OpenSqlJsFile,
  limit = copyLimit,
): Snapshot | SnapshotProblem {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${folderStart}${process.pid}-`)));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const found = copied(path, folder, open, limit);
    if ('problem' in found) {
      removeFolder();
      return found;
    }
    const close = () => {
      found.main?.close();
      removeFolder();
    };
    return snapshotOf(folder, found, openFile, close);
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/** The name of a folder of copies, before the id of the process that made it. */
export const folderStart = 'agent-logbook-copy-';

/** Removes the folders of copies that processes left which were killed. */
export function removeAbandonedCopies(): void {
  for (const name of nodeFiles.list(tmpdir())) {
    const owner = name.startsWith(folderStart) ? Number.parseInt(name.slice(folderStart.length), 10) : NaN;
    if (owner > 0 && !isRunning(owner)) {
      try {
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
      } catch (error) {
        // Another user's, who removes it.
        if (errorCode(error) === '') {
          throw error;
        }
      }
    }
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

interface Copied {
  /** Read where it lies; null: it was copied. */
  main: ForeignFile | null;
  isUnchanged(): boolean;
}

function copied(
  path: string,
  folder: string,
  open: (path: string) => ForeignFile,
  limit: number,
): Copied | SnapshotProblem {
  const copy = join(folder, copyName);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const main = open(path);
    let keeps = false;
    try {
      const before = stampOf(path, main, open);
      if ('problem' in before) {
        return before;
      }
      const inPlace = main.stat().size > limit;
      if (!inPlace) {
        copyFile(main, copy);
      }
      const log = openOptional(`${path}-wal`, open);
      if (log !== null) {
        try {
          copyFile(log, `${copy}-wal`);
        } finally {
          log.close();
        }
      }
      const isSame = (withTime: boolean) => {
        const now = stampOf(path, main, open);
        return !('problem' in now) && now.stamp === before.stamp && (!withTime || now.at === before.at);
      };
      if (isSame(inPlace)) {
        keeps = inPlace;
        return inPlace ? { main, isUnchanged: () => isSame(true) } : { main: null, isUnchanged: () => true };
      }
    } finally {
      if (!keeps) {
        main.close();
      }
    }
    nodeFiles.list(folder).forEach((name) => nodeFiles.unlink(join(folder, name)));
  }
  return { problem: `It was changed each of the ${attempts} times that it was copied. ${later}` };
}

const copyName = 'copy.db';
const later = 'It is tried again by itself.';

/**
 * What differs when the database was changed in a way that a copy made meanwhile could have half of: the change counter of
 * its header and the salts of its log. `at` is the file's own time, for what is read in place: a checkpoint of a longer log
 * than the copied one changes nothing else. Source: https://www.sqlite.org/fileformat2.html, sections 1.3 and 4.1.
 */
function stampOf(
  path: string,
  main: ForeignFile,
  open: (path: string) => ForeignFile,
): { stamp: string; at: number } | SnapshotProblem {
  const header = bytesOf(main, 0, 100);
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    return { problem: 'It is not a SQLite database, or it is encrypted; it was passed over.' };
  }
  const journal = firstBytes(`${path}-journal`, 8, open);
  if (journal?.equals(journalMagic) === true) {
    return {
      problem: `A program is writing to it, or was ended while it did (its journal is there). ${later}`,
    };
  }
  const salts = firstBytes(`${path}-wal`, 32, open)?.toString('hex', 16, 24) ?? '';
  const { size, modifiedAt } = main.stat();
  return { stamp: `${header.toString('hex', 24, 28)} ${salts}`, at: modifiedAt + size / 2 ** 53 };
}

const journalMagic = Buffer.from('d9d505f920a163d7', 'hex');

function firstBytes(path: string, length: number, open: (path: string) => ForeignFile): Buffer | null {
  const file = openOptional(path, open);
  if (file === null) {
    return null;
  }
  try {
    return bytesOf(file, 0, length);
  } finally {
    file.close();
  }
}

function openOptional(path: string, open: (path: string) => ForeignFile): ForeignFile | null {
  try {
    return open(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function bytesOf(file: ForeignFile, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, file.read(buffer, 0, length, position));
}

function snapshotOf(
  folder: string,
  { main, isUnchanged }: Copied,
  openFile: OpenSqlJsFile,
  onClose: () => void,
): Snapshot {
  const copy = join(folder, copyName);
  const file = openFile(copy, main === null ? nodeFiles : foreignLayer(copy, main));
  const attempt = <T>(call: () => T): T => {
    file.file.lastError = null;
    try {
      return call();
    } catch (error) {
      const failed = file.file.lastError as { code: string } | null;
      throw Object.assign(
        error instanceof Error ? error : new Error(String(error)),
        failed && { code: failed.code },
      );
    }
  };
  const close = () => {
    try {
      file.close();
    } finally {
      onClose();
    }
  };
  try {
    // A stranger's schema must not run anything, and nothing of it is ever changed.
    attempt(() =>
      file.raw.run('pragma trusted_schema = off; pragma query_only = on; pragma temp_store = memory'),
    );
  } catch (error) {
    close();
    throw error;
  }
  return {
    tables: () => attempt(() => tablesOf(file)),
    columns: (table) => attempt(() => columnsOf(file, table)),
    rows: (sql, parameter) => rowsOf(file, attempt, sql, parameter),
    isUnchanged,
    close,
  };
}

function tablesOf({ raw }: SqlJsFile): string[] {
  const names = raw.exec("select name from sqlite_schema where type = 'table'")[0]?.values ?? [];
  return names.map(([name]) => String(name));
}

function columnsOf({ raw }: SqlJsFile, table: string): ReadonlySet<string> | null {
  const isTable = raw.exec(
    `select 1 from sqlite_schema where type = 'table' and name = ? and sql not like 'create virtual%'`,
    [table],
  );
  if (isTable.length === 0) {
    return null;
  }
  const columns = raw.exec('select name from pragma_table_info(?)', [table])[0]?.values ?? [];
  return new Set(columns.map(([name]) => String(name)));
}

function* rowsOf(
  { raw }: SqlJsFile,
  attempt: <T>(call: () => T) => T,
  sql: string,
  parameter: number,
): Generator<Record<string, SqlValue>, void, void> {
  const statement = attempt(() => raw.prepare(sql));
  try {
    attempt(() => statement.bind([parameter]));
    while (attempt(() => statement.step())) {
      yield attempt(() => statement.getAsObject());
    }
  } finally {
    statement.free();
  }
}
