import { createHash } from 'node:crypto';
import type { Database } from './database.js';
import schema001 from './schema001.sql';
import { StoreError } from './storeError.js';
import { hasTextIndex, prepareTextIndex, textIndexMake } from './textIndex.js';
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
  refuseNewer(found, file);
  for (const [index, sql] of migrations.entries()) {
    if (index >= found) {
      db.transaction(() => {
        db.exec(sql);
        db.exec(`pragma user_version = ${index + 1}`);
        db.exec(`pragma application_id = ${fingerprint(index + 1)}`);
      });
    }
  }
  installViews(db);
  return migrations.length;
}

const viewsKey = 'views';
const viewCount = (views + textIndexMake).split(/^create view /m).length - 1;
const viewsMade = hashOf(views + textIndexMake).toString('base64url');

/** Views of another version are replaced. Where they are the same nothing is written: most openings change nothing at all. */
function installViews(db: Database): void {
  const made = db.prepare('select value from meta where key = ?').get(viewsKey)?.[0];
  const count = db.prepare("select count(*) from sqlite_schema where type = 'view'").get()?.[0];
  if (made === viewsMade && count === viewCount && hasTextIndex(db)) {
    return;
  }
  db.transaction(() => {
    // Views of older versions go too: what is here is what is documented.
    for (const [name] of db.prepare("select name from sqlite_schema where type = 'view'").all()) {
      db.exec(`drop view "${String(name).replaceAll('"', '""')}"`);
    }
    db.exec(views);
    prepareTextIndex(db);
    db.prepare('insert or replace into meta (key, value) values (?, ?)').run(viewsKey, viewsMade);
  });
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Throws StoreError `newer` for a schema that this version does not know. */
export function refuseNewer(found: number, file: string): void {
  if (found > migrations.length) {
    throw new StoreError(
      'newer',
      file,
      `The database was written by a newer version of Agent Logbook (schema ${found}; this version knows ${migrations.length})`,
      'Update the extension, or choose another storage folder',
    );
  }
}

/**
 * What is known of an open database's schema. `unreleased`: it has the number of a released one, but was made by a version
 * between releases, whose tables may be others.
 */
export function schemaState(db: Database): 'newer' | 'known' | 'unreleased' {
  const number = (pragma: string) => Number(db.prepare(`pragma ${pragma}`).get()?.[0] ?? 0);
  const found = number('user_version');
  if (found > migrations.length) {
    return 'newer';
  }
  return found === 0 || number('application_id') === fingerprint(found) ? 'known' : 'unreleased';
}

/** Tells the texts of two schemas with one number apart, whatever their comments: 32 bits, which SQLite keeps in its header. */
function fingerprint(schema: number): number {
  const text = migrations.slice(0, schema).join(';').replaceAll(/--.*/g, '').replaceAll(/\s+/g, ' ');
  return hashOf(text).readInt32BE(0);
}
