import type { Database } from './database.js';
import { StoreError } from './storeError.js';
import { renewTextIndex } from './textIndex.js';

/**
 * What SQLite finds wrong, at most 20 sentences; none: the file is sound. `full` also compares every index with its
 * table, which takes about three times as long.
 */
export function findDamage(db: Database, full: boolean): string[] {
  try {
    const found = full ? check(db, 'integrity_check(20)') : quickCheck(db);
    return found.filter((text) => text !== 'ok');
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') {
      return [error.problem];
    }
    throw error;
  }
}

/**
 * Table by table: over the whole file SQLite would compare the full-text index with every text, which takes many times as
 * long as all the rest.
 */
function quickCheck(db: Database): string[] {
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'")
    .all()
    .map(([name]) => String(name));
  return tables.flatMap((table) => check(db, `quick_check('${table.replaceAll("'", "''")}')`));
}

function check(db: Database, pragma: string): string[] {
  return db
    .prepare(`pragma ${pragma}`)
    .all()
    .map((row) => String(row[0]));
}

/**
 * Rebuilds the indexes where nothing else is wrong, and tells what is still wrong after that. The full-text index is only
 * emptied: it fills again while it is in use.
 */
export function repairIndexes(db: Database, damage: readonly string[]): string[] {
  if (damage.length === 0 || !damage.every((text) => /\bindex\b/.test(text))) {
    return [...damage];
  }
  try {
    if (damage.some((text) => text.includes('FTS4'))) {
      renewTextIndex(db);
    }
    db.exec('reindex');
  } catch (error) {
    if (error instanceof StoreError && (error.reason === 'corrupt' || error.reason === 'sql')) {
      return [...damage];
    }
    throw error;
  }
  return findDamage(db, true);
}
