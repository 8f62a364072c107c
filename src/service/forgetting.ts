import { rmSync } from 'node:fs';
import type { StoreApi } from '../common/storeApi.js';
import type { Database } from '../store/database.js';
import {
  countForgotten,
  forgetSessions,
  forgottenButThere,
  rememberForgotten,
  sessionsBefore,
} from '../store/forget.js';
import { removeFile } from '../store/lockedFile.js';
import type { Attribute } from '../store/write/usageClaims.js';

export type ForgettingCalls = Pick<
  StoreApi,
  'forget' | 'forgettingDone' | 'sessionsBefore' | 'forgotten' | 'rememberForgotten'
>;

export interface ForgettingOptions {
  db: Database;
  attribute: Attribute;
  importedFolder: string;
  /** Older databases that were damaged: they hold the same sessions. Emptied when they are removed. */
  setAside: string[];
  /** Forgets what is kept in memory of deleted rows. */
  reset(): void;
  /** Clears what deleted texts left behind, and resolves when that is done. */
  purge(): Promise<void>;
  /** Begins reading anew. */
  readAgain(): Promise<void>;
}

/** Deletes what a backup, which has just taken the logbook's place, brought back although it was forgotten. */
export function forgetAgain({
  db,
  attribute,
  importedFolder,
}: Pick<ForgettingOptions, 'db' | 'attribute' | 'importedFolder'>): void {
  const sessions = forgottenButThere(db);
  if (sessions.length === 0) {
    return;
  }
  const { files } = forgetSessions(db, sessions, { attribute, importedFolder, now: Date.now() });
  for (const file of files) {
    rmSync(file, { force: true });
  }
}

/** What a person, or the retention time, makes the logbook forget; as calls of the protocol. */
export function createForgetting(options: ForgettingOptions): ForgettingCalls {
  const { db, attribute, importedFolder, setAside } = options;
  return {
    async forget(ids) {
      const { sessions, files } = forgetSessions(db, ids, { attribute, importedFolder, now: Date.now() });
      if (sessions.length === 0) {
        return [];
      }
      options.reset();
      for (const file of files) {
        rmSync(file, { force: true });
      }
      for (const file of setAside.splice(0)) {
        for (const suffix of ['', '-wal', '-journal', '-shm']) {
          removeFile(file + suffix);
        }
      }
      // Begun now, waited for by who wants to know.
      options.purge().catch(() => undefined);
      return sessions;
    },
    forgettingDone: () => options.purge(),
    sessionsBefore: async (at, keepMarked) => sessionsBefore(db, at, keepMarked),
    forgotten: async () => countForgotten(db),
    async rememberForgotten() {
      if (countForgotten(db) > 0) {
        rememberForgotten(db);
        options.reset();
        await options.readAgain();
      }
    },
  };
}
