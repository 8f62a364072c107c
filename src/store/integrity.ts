import type { Database } from './database.js';
import { StoreError } from './storeError.js';

/**
 * What SQLite finds wrong, at most 20 sentences; none: the file is sound. `full` also compares every index with its
 * table, which takes about three times as long.
 */
export function findDamage(db: Database, full: boolean): string[] {
  try {
    const rows = db.prepare(full ? 'pragma integrity_check(20)' : 'pragma quick_check(20)').all();
    const found = rows.map((row) => String(row[0]));
    return found.length === 1 && found[0] === 'ok' ? [] : found;
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') {
      return [error.problem];
    }
    throw error;
  }
}

/** Rebuilds the indexes where nothing else is wrong, and tells what is still wrong after that. */
export function repairIndexes(db: Database, damage: readonly string[]): string[] {
  if (damage.length === 0 || !damage.every((text) => /\bindex\b/.test(text))) {
    return [...damage];
  }
  try {
    db.exec('reindex');
  } catch (error) {
    if (error instanceof StoreError && (error.reason === 'corrupt' || error.reason === 'sql')) {
      return [...damage];
    }
    throw error;
  }
  return findDamage(db, true);
}
