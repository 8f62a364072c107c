import type { Database, SqlValue } from '../database.js';

/**
 * Inserts a row by `sql`, which must not find a conflict, and returns its id. SQLite's `returning` makes a temporary table
 * for each statement, which takes longer than most inserts do.
 */
export function newRow(db: Database, sql: string): (...values: SqlValue[]) => number {
  const insert = db.prepare(sql);
  const last = db.prepare('select last_insert_rowid()');
  return (...values) => {
    insert.run(...values);
    return Number(last.get()?.[0]);
  };
}
