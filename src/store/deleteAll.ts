import type { Database } from './database.js';
import { removeFile } from './lockedFile.js';
import { renewTextIndex, textTable } from './textIndex.js';

/**
 * Deletes every row but `meta` and the names of what is to stay forgotten, and what the deleted pages held: the file and its log are rewritten. Files in `setAside`,
 * older databases that were damaged, go too. To be called when nobody writes.
 */
export function deleteAllRows(db: Database, setAside: readonly string[]): void {
  const tables = db
    .prepare(
      `select name from sqlite_schema
       where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not in ('meta', 'forgotten')
         and name not like '${textTable}%'`,
    )
    .all()
    .map(([name]) => String(name));
  db.transaction(() => {
    for (const table of tables) {
      db.exec(`delete from "${table}"`);
    }
    renewTextIndex(db);
  });
  db.exec('vacuum');
  db.exec('pragma wal_checkpoint(truncate)');
  for (const file of setAside) {
    for (const suffix of ['', '-wal', '-journal', '-shm']) {
      removeFile(file + suffix);
    }
  }
}
