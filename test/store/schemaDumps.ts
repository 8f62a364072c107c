import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { FileDatabase } from '../../src/store/sqljsDatabase.js';
import { loadSqlJs } from '../../src/store/sqljsFile.js';
import { wasmPath } from './storeFixture.js';

/*
 * test/schemas has one database of every schema that was released, as SQL. What is there must open for ever. The newest may
 * be written anew with UPDATE=1 until it is released. Its folder `unreleased` has those of versions between releases that
 * had the same number and other tables, oldest first: of each commit that changed a schema. Nothing could write rows into
 * the very first.
 */

const folder = join(__dirname, '../schemas');
const unreleasedFolder = join(folder, 'unreleased');

/** The dump of a released schema. */
export function dumpOf(schema: number): string {
  return join(folder, `${String(schema).padStart(3, '0')}.sql`);
}

/** The dumps of versions between releases; of an `empty` one no version could write rows. */
export function unreleasedDumps(): { name: string; path: string; empty: boolean }[] {
  return readdirSync(unreleasedFolder).map((name) => ({
    ...{ name, path: join(unreleasedFolder, name), empty: name.endsWith('.0.sql') },
  }));
}

/** Makes the database of a dump, as its version made it, in a folder. */
export async function restore(into: string, dump: string): Promise<void> {
  const file = (await loadSqlJs(wasmPath))(join(into, 'logbook.db'), nodeFiles);
  const db = new FileDatabase(file, () => undefined);
  db.exec(readFileSync(dump, 'utf8'));
  db.close();
}
