import type { Database } from '../database.js';

/** Rows that this connection has written since it was opened; it is the only one that writes. */
export function changeCount(db: Database): number {
  return Number(db.prepare('select total_changes()').get()?.[0]);
}
