import type { Database } from '../database.js';
import { indexedFrom, textTable } from '../textIndex.js';
import type { ReadContext } from './context.js';

/** Sessions that have texts which are not in the index yet. */
export function pendingSessions({ db, unchanged }: ReadContext): number {
  const from = indexedFrom(db);
  return from === 0 ? 0 : unchanged('sessions to index', () => countPending(db, from));
}

/** The index in figures, for the check of the installation. */
export function textState(db: Database): { bytes: number; pendingSessions: number } {
  const from = indexedFrom(db);
  const bytes = db
    .prepare(
      `select (select ifnull(sum(length(block)), 0) from ${textTable}_segments)
         + (select ifnull(sum(length(root)), 0) from ${textTable}_segdir)`,
    )
    .get()?.[0];
  return { bytes: Number(bytes), pendingSessions: from === 0 ? 0 : countPending(db, from) };
}

function countPending(db: Database, from: number): number {
  const row = db
    .prepare(
      `select count(*) from (select session_id from message where block_id is not null and id < ?1
        union select session_id from tool_call where block_id is not null and id < ?1)`,
    )
    .get(from);
  return Number(row?.[0]);
}
