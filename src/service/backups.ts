import { isAbsolute } from 'node:path';
import type { StoreApi } from '../common/storeApi.js';
import { stageRestore, writeBackup } from '../store/backup.js';
import type { Database } from '../store/database.js';
import { readTombstones } from '../store/forget.js';
import type { Copies } from '../store/query/copies.js';
import { loadSqlJs } from '../store/sqljsFile.js';

export interface BackupOptions {
  db: Database;
  copies: Copies;
  storage: string;
  wasmPath: string;
  /** Closes the database and opens it anew, whoever owns it then. */
  reopen(): void;
}

/** Backup and restore of the whole logbook, as calls of the protocol. */
export function createBackups({
  db,
  copies,
  storage,
  wasmPath,
  reopen,
}: BackupOptions): Pick<StoreApi, 'backup' | 'restore'> {
  return {
    async backup(file) {
      requireAbsolute(file);
      return writeBackup(copies, await loadSqlJs(wasmPath), file);
    },
    async restore(file, withForgotten = false) {
      requireAbsolute(file);
      const sessions = stageRestore(file, storage, {
        openFile: await loadSqlJs(wasmPath),
        forgotten: withForgotten ? [] : readTombstones(db),
      });
      reopen();
      return sessions;
    },
  };
}

function requireAbsolute(file: string): void {
  if (!isAbsolute(file)) {
    throw new Error(`The path must be absolute: ${file}`);
  }
}
