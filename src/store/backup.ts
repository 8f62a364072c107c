import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, constants, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Backup } from '../common/backup.js';
import { errorCode } from '../common/errorCode.js';
import { readHeader } from './fileHeader.js';
import { nodeFiles } from './fileLayer.js';
import { addTombstones, forgottenButThere, type Tombstone } from './forget.js';
import { findDamage } from './integrity.js';
import { migrations } from './migrations.js';
import { databaseName } from './open.js';
import { removeCopy, type Copies } from './query/copies.js';
import { stagedPath } from './restore.js';
import { FileDatabase } from './sqljsDatabase.js';
import type { OpenSqlJsFile } from './sqljsFile.js';

/** Writes the logbook as it is now into one file at `target`, for the user alone. Sentences for what is wrong with the place. */
export async function writeBackup(copies: Copies, openFile: OpenSqlJsFile, target: string): Promise<Backup> {
  const copy = await copies.make();
  const draft = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    // The copy has a log beside it: what is in there becomes part of the one file.
    const opened = openFile(copy.file, nodeFiles);
    try {
      opened.raw.exec('pragma wal_checkpoint(truncate)');
      opened.raw.exec('pragma journal_mode = delete');
    } finally {
      opened.close();
    }
    copyFileSync(copy.file, draft, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    chmodSync(draft, 0o600);
    renameSync(draft, target);
    return { file: target, at: copy.at, bytes: statSync(target).size };
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Error(`The backup could not be written to ${target}: ${reasonOf(error)}`, { cause: error });
  } finally {
    await removeCopy(copy.file);
  }
}

/**
 * Lays a copy of a backup beside the database in `storage`, where the next opening takes it. The backup is looked at first;
 * throws a sentence when it is none, damaged, or of a newer version. `forgotten` since it was made stays so: the copy says
 * so, and whoever opens it deletes them. Returns how many sessions it has beside these.
 */
export function stageRestore(
  file: string,
  storage: string,
  { openFile, forgotten }: { openFile: OpenSqlJsFile; forgotten: readonly Tombstone[] },
): number {
  removeDrafts(storage);
  const draft = join(storage, `restore-${randomBytes(4).toString('hex')}.db`);
  try {
    copyFileSync(file, draft, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    chmodSync(draft, 0o600);
    const sessions = prepareDraft(draft, openFile, forgotten);
    renameSync(draft, stagedPath(join(storage, databaseName)));
    return sessions;
  } catch (error) {
    throw new Error(`${file} could not be restored: ${reasonOf(error)}`, { cause: error });
  } finally {
    removeDrafts(storage);
  }
}

/** Also those of owners that were killed: nobody else restores while there is one. */
function removeDrafts(storage: string): void {
  for (const name of readdirSync(storage)) {
    if (/^restore-[0-9a-f]{8}\.db(?:-wal|-journal|-shm)?$/.test(name)) {
      rmSync(join(storage, name), { force: true });
    }
  }
}

/** Looks at a copy of a backup, notes in it what stays forgotten, and counts its sessions. */
function prepareDraft(draft: string, openFile: OpenSqlJsFile, forgotten: readonly Tombstone[]): number {
  const header = readHeader(draft, nodeFiles);
  if (!header.isSqlite || statSync(draft).size === 0) {
    throw new Error('it is no backup of a logbook.');
  }
  if (header.schema > migrations.length) {
    throw new Error(
      `it was written by a newer version of Agent Logbook (schema ${header.schema}; this version knows ${migrations.length}). Update the extension.`,
    );
  }
  const opened = openFile(draft, nodeFiles);
  try {
    const first = (sql: string) => opened.raw.exec(sql)[0]?.values[0]?.[0];
    const tables = first(
      "select count(*) from sqlite_schema where type = 'table' and name in ('meta', 'session', 'usage')",
    );
    if (tables !== 3) {
      throw new Error('it is no backup of a logbook.');
    }
    const db = new FileDatabase(opened, () => undefined);
    const [damage] = findDamage(db, false);
    if (damage !== undefined) {
      throw new Error(`it is damaged: ${damage}`);
    }
    addTombstones(db, forgotten);
    const gone = new Set(forgottenButThere(db));
    return db
      .prepare(
        `select agent || ':' || agent_session_id from session
         where source_id is not null or started_at is not null`,
      )
      .all()
      .filter(([id]) => !gone.has(id as string)).length;
  } finally {
    opened.close();
  }
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'the file or its folder is not there.',
    EACCES: 'it may not be read or written.',
    EPERM: 'it may not be read or written.',
    ENOSPC: 'the disk is full.',
    EROFS: 'the disk is read-only.',
    EISDIR: 'it is a folder.',
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
