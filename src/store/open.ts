import { join } from 'node:path';
import { installUnpack } from './blocks.js';
import { installCosts } from './costFunctions.js';
import type { Database } from './database.js';
import { lockDatabase } from './databaseLock.js';
import { wrapFileError } from './fileError.js';
import { readHeader } from './fileHeader.js';
import { type FileLayer, nodeFiles } from './fileLayer.js';
import { findDamage, repairIndexes } from './integrity.js';
import { migrate, refuseNewer, schemaState } from './migrations.js';
import { renewRollup } from './rollup.js';
import { type Salvaged, salvage } from './salvage.js';
import { takeStaged } from './restore.js';
import {
  listSetAside,
  markDamaged,
  setAside,
  type SetAside,
  unmarkDamaged,
  whyDamaged,
  whySetAside,
} from './setAside.js';
import { FileDatabase } from './sqljsDatabase.js';
import { loadSqlJs, type SqlJsFile } from './sqljsFile.js';
import { StoreError } from './storeError.js';
import { installSearchText, markUnindexed } from './textIndex.js';

export interface OpenOptions {
  /** Made when it is missing. */
  folder: string;
  wasmPath: string;
  /** Names the lock's holder within this process. Give a restarted worker the name of its predecessor. */
  owner?: string;
  fileLayer?: FileLayer;
  /** Told once when SQLite finds the open file damaged. Closing and opening it again deals with it. */
  onDamage?: () => void;
}

export interface OpenedDatabase {
  db: Database;
  path: string;
  schema: number;
  sqlite: string;
  /** Damaged databases in the folder, also of earlier times. */
  setAside: string[];
  /** Where the database lies now that a restored backup has just taken the place of; null: none has. */
  replaced: string | null;
  /** What was done about damage just now; null when there was none. */
  damage: Damage | null;
  /** The whole integrity check, as sentences; none: sound. Damage that it finds is told to `onDamage`. */
  check(): string[];
  close(): void;
}

export interface Damage {
  /** Where the damaged file is now; null when its indexes could be rebuilt. */
  file: string | null;
  reason: string;
  salvaged: Salvaged;
  /** For the user: what happened and what was rescued. */
  message: string;
}

export const databaseName = 'logbook.db';

/**
 * Opens the store's database, which this process alone may have open: makes folder and file, deals with damage, brings
 * the schema up to date, installs the public views and SQL functions. Throws StoreError with reason, file and remedy.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const layer = options.fileLayer ?? nodeFiles;
  const path = prepareFile(options.folder, layer);
  try {
    return await openFile(path, options, layer);
  } catch (error) {
    if (!(error instanceof StoreError) || error.reason !== 'corrupt') {
      throw error;
    }
    // Met while opening, where nothing was looked for. It is noted now, so that the second time looks and deals with it.
    return openFile(path, options, layer);
  }
}

async function openFile(path: string, options: OpenOptions, layer: FileLayer): Promise<OpenedDatabase> {
  const owner = options.owner ?? `process ${process.pid}`;
  const unlock = wrapFileError(path, () => lockDatabase(path, owner, layer));
  let told: (() => void) | null = null;
  const onDamage = (error: StoreError) => {
    markDamaged(path, error.problem, layer);
    told?.();
  };
  let open: SqlJsFile | null = null;
  try {
    const replaced = wrapFileError(path, () => takeStaged(path, layer));
    // Before SQLite has it open, which would write back a log that is left. That is for the version that wrote it.
    refuseNewer(wrapFileError(path, () => readHeader(path, layer)).schema, path);
    const start = async () => (await loadSqlJs(options.wasmPath))(path, layer);
    open = await start();
    let db = new FileDatabase(open, onDamage);
    let damage: Damage | null = null;
    installSearchText(db);
    const found = examine(db, path, layer);
    if (found !== null && found.repaired) {
      damage = { file: null, reason: found.reason, salvaged: null, message: repairedMessage(path) };
    } else if (found !== null) {
      let { file } = found;
      if (file === null) {
        // Without the checkpoint of an orderly end: what is damaged stays as it was found.
        open.close();
        file = wrapFileError(path, () => setAside(path, found.why ?? 'damaged', layer));
        open = await start();
        db = new FileDatabase(open, onDamage);
        installSearchText(db);
      }
      configure(db);
      migrate(db, path);
      const salvaged = await rescue(file, db, options.wasmPath, layer);
      markUnindexed(db);
      damage = { file, reason: found.reason, ...salvaged };
    }
    configure(db);
    installUnpack(db);
    installCosts(db);
    const schema = migrate(db, path);
    renewRollup(db);
    wrapFileError(path, () => unmarkDamaged(path, layer));
    told = options.onDamage ?? null;
    const close = () => {
      try {
        db.close();
      } finally {
        unlock();
      }
    };
    return {
      db,
      path,
      replaced,
      schema,
      sqlite: String(db.prepare('select sqlite_version()').get()?.[0]),
      setAside: listSetAside(path, layer),
      damage,
      check: () => {
        const problems = findDamage(db, true);
        if (problems.length > 0) {
          markDamaged(path, problems.join('; '), layer);
          told?.();
        }
        return problems;
      },
      close,
    };
  } catch (error) {
    try {
      open?.close();
    } catch {
      // The first error is the one to tell.
    }
    unlock();
    throw error;
  }
}

/** Makes folder and file, so that what stands against it is told by the operating system's own word, not by SQLite's. */
function prepareFile(folder: string, layer: FileLayer): string {
  return wrapFileError(folder, () => {
    layer.makeFolder(folder);
    const path = join(layer.realPath(folder), databaseName);
    wrapFileError(path, () => layer.close(layer.open(path, 'a+', 0o600)));
    return path;
  });
}

function configure(db: Database): void {
  // These two count for a new file only. Pages that became free can be given back without writing the whole file anew.
  db.exec('pragma page_size = 8192');
  db.exec('pragma auto_vacuum = incremental');
  const mode = db.prepare('pragma journal_mode = wal').get()?.[0];
  if (mode !== 'wal') {
    throw new Error(`SQLite refused the write-ahead log: ${String(mode)}`);
  }
  // What is deleted is overwritten where that costs no writing of its own.
  db.exec('pragma secure_delete = fast');
  db.exec('pragma synchronous = full');
  // In pages, 64 MB: pages of indexes that an import changes again and again are copied into the file less often.
  db.exec('pragma wal_autocheckpoint = 8000');
  db.exec('pragma cache_size = -32000');
  // SQLite's temporary files would lie in Emscripten's memory anyway.
  db.exec('pragma temp_store = memory');
  // A log that a large import has blown up is cut back.
  db.exec('pragma journal_size_limit = 67108864');
}

interface Finding {
  reason: string;
  repaired: boolean;
  /** `damaged`, when it is not said. */
  why?: SetAside;
  /** Where the damaged database lies already; null: it is still the one that is open. */
  file: string | null;
}

/**
 * Looks for damage where there is reason to: the file is not SQLite's, an earlier run met damage, or the last owner was
 * killed. Null: sound, or not looked at.
 */
function examine(db: Database, path: string, layer: FileLayer): Finding | null {
  const why = wrapFileError(path, () => whyDamaged(path, layer));
  if (why.kind === 'none') {
    return examineSchema(db);
  }
  if (why.kind === 'foreign') {
    return { reason: why.reason, repaired: false, file: null };
  }
  if (why.kind === 'unrescued') {
    return { reason: 'An earlier rescue was not finished', repaired: false, file: why.file };
  }
  if (schemaIs(db, 'newer')) {
    // Whose checks this version does not know: it is refused as it is.
    return null;
  }
  const damage = findDamage(db, why.kind === 'marked');
  if (damage.length === 0) {
    return examineSchema(db);
  }
  const left = repairIndexes(db, damage);
  return left.length === 0
    ? { reason: damage.join('; '), repaired: true, file: null }
    : { reason: left.join('; '), repaired: false, file: null };
}

function examineSchema(db: Database): Finding | null {
  return schemaIs(db, 'unreleased')
    ? { reason: 'It was made by a version between releases', repaired: false, file: null, why: 'unreleased' }
    : null;
}

/** False also where the damage is so great that the header cannot be read. */
function schemaIs(db: Database, state: ReturnType<typeof schemaState>): boolean {
  try {
    return schemaState(db) === state;
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') {
      return false;
    }
    throw error;
  }
}

async function rescue(
  file: string,
  db: Database,
  wasmPath: string,
  layer: FileLayer,
): Promise<{ salvaged: Salvaged; message: string }> {
  const what = whySetAside(file) === 'damaged' ? 'was damaged' : 'was made by a version between releases';
  const start = `The database ${what} and is set aside as ${file}. It is being built anew from the agents' files`;
  try {
    const old = (await loadSqlJs(wasmPath))(file, layer);
    try {
      const salvaged = salvage(new FileDatabase(old, () => undefined), db, layer);
      const { session: sessions = 0, ticket_interval: intervals = 0 } = salvaged ?? {};
      return {
        salvaged,
        message: `${start}; ${sessions} sessions whose files are gone and ${intervals} ticket intervals were rescued from it.`,
      };
    } finally {
      old.close();
    }
  } catch (error) {
    // Rescue is extra: without it the store is still whole.
    const text = error instanceof Error ? error.message : String(error);
    return { salvaged: null, message: `${start}; nothing could be rescued from it (${text}).` };
  }
}

function repairedMessage(path: string): string {
  return `Indexes of the database ${path} were damaged and have been rebuilt. Nothing was lost.`;
}
