import { randomBytes } from 'node:crypto';
import { constants, rmSync, statSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../common/errorCode.js';
import type { StoreCopy } from '../../common/sqlConsole.js';
import type { Database } from '../database.js';

/** The copies of one open database. For the owner, who alone may copy: nobody else knows when a checkpoint is due. */
export interface Copies {
  make(): Promise<StoreCopy>;
  /** Deletes all copies, also one that is being made. After rows were deleted that nobody shall read again. */
  drop(): void;
}

/** As `configure` in open.ts sets it. */
const checkpointPages = 8000;
const mostAttempts = 3;

/**
 * `path` is the database's file; copies lie in the folder `copies` beside `storage`'s other files, for the user alone. Those that an
 * earlier owner left are deleted. Copying is the operating system's work, on a file system that can share blocks next to none,
 * and holds nobody up: while it goes on nothing is written to the file itself, only to its log, which is copied after it.
 */
export function createCopies(db: Database, path: string, storage: string): Copies {
  const folder = join(storage, 'copies');
  let underWay = 0;
  let dropped = 0;
  removeAll(folder);

  const checkpoints = (pages: number) => db.exec(`pragma wal_autocheckpoint = ${pages}`);
  async function copyOnce(): Promise<StoreCopy | null> {
    const before = dropped;
    const file = join(folder, `${randomBytes(8).toString('hex')}.db`);
    underWay++;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (underWay === 1) {
        db.exec('pragma wal_checkpoint(passive)');
        checkpoints(0);
      }
      const at = Date.now();
      await copyPrivate(path, file);
      await copyPrivate(`${path}-wal`, `${file}-wal`);
      if (before === dropped) {
        return { file, at, bytes: statSync(file).size };
      }
    } catch (error) {
      await removeCopy(file);
      if (before === dropped) {
        throw error;
      }
    } finally {
      underWay--;
      if (underWay === 0) {
        checkpoints(checkpointPages);
      }
    }
    await removeCopy(file);
    return null;
  }

  return {
    async make() {
      for (let attempt = 0; attempt < mostAttempts; attempt++) {
        const copy = await copyOnce();
        if (copy !== null) {
          return copy;
        }
      }
      throw new Error('The logbook was being emptied; try again.');
    },
    drop() {
      dropped++;
      removeAll(folder);
    },
  };
}

async function copyPrivate(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(to, 0o600);
  } catch (error) {
    // A database without a log has nothing in it.
    if (errorCode(error) !== 'ENOENT' || !from.endsWith('-wal')) {
      throw error;
    }
  }
}

/** Deletes a copy and what SQLite laid beside it. What is still open on Windows goes with the next owner. */
export async function removeCopy(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-journal', '-shm']) {
    await rm(file + suffix, { force: true }).catch(() => undefined);
  }
}

function removeAll(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Open in another process, on Windows: what it holds is deleted by it, or by the next owner.
  }
}
