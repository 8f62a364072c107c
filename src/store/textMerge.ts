import type { Database } from './database.js';
import { textTable } from './textIndex.js';

/** Pages that one step writes: about 20 milliseconds. */
const pagesPerStep = 64;
/** FTS4 itself merges when a level has 16 segments. So few are left alone, all levels together. */
const fewSegments = 8;

/** Merges some of the full-text index's segments, in one transaction. False when there are few, or none that can be merged. */
export function mergeMore(db: Database): boolean {
  const segments = Number(db.prepare(`select count(*) from ${textTable}_segdir`).get()?.[0]);
  if (segments <= fewSegments) {
    return false;
  }
  const changes = () => Number(db.prepare('select total_changes()').get()?.[0]);
  const before = changes();
  db.transaction(() => db.exec(`insert into ${textTable}(${textTable}) values ('merge=${pagesPerStep},2')`));
  // SQLite's documentation: a difference below 2 says that there was nothing to do.
  return changes() - before >= 2;
}
