import type { Database } from './database.js';
import schema001 from './schema001.sql';
import { StoreError } from './storeError.js';
import { prepareTextIndex } from './textIndex.js';
import views from './views.sql';

/** Each entry brings the schema from its index to the next number. Append only: what is released is never edited. */
export const migrations: readonly string[] = [schema001];

/**
 * Brings the database to the newest schema, one transaction a step, and installs the public views anew. Returns the
 * schema's number. Throws StoreError `newer` when another version of the extension is ahead of this one; the file is
 * not touched then.
 */
export function migrate(db: Database, file: string): number {
  const found = Number(db.prepare('pragma user_version').get()?.[0] ?? 0);
  if (found > migrations.length) {
    throw new StoreError(
      'newer',
      file,
      `The database was written by a newer version of Agent Logbook (schema ${found}; this version knows ${migrations.length})`,
      'Update the extension, or choose another storage folder',
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index >= found) {
      db.transaction(() => {
        db.exec(sql);
        db.exec(`pragma user_version = ${index + 1}`);
      });
    }
  }
  db.transaction(() => {
    // Views of older versions go too: what is here is what is documented.
    for (const [name] of db.prepare("select name from sqlite_schema where type = 'view'").all()) {
      db.exec(`drop view "${String(name).replaceAll('"', '""')}"`);
    }
    db.exec(views);
    prepareTextIndex(db);
  });
  return migrations.length;
}
