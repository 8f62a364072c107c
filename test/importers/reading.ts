import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '../../src/common/settings.js';
import type { Importer } from '../../src/importers/importer.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { startIngest } from '../../src/ingest/ingest.js';
import type { Database } from '../../src/store/database.js';
import { parserHere } from '../ingest/support.js';
import { assertRolledUp } from '../store/rollupCheck.js';
import { openStore, temporaryFolder } from '../store/storeFixture.js';
import { databaseState } from './databaseState.js';
import { homes, writeCompanions, writeHomeFile, type HomeFile } from './homes.js';

/** Of every file: plans and to-do lists have the time of their file. */
const modified = new Date(Date.UTC(2026, 0, 3));

/** A home folder of one agent, and a store that reads it. What the ingest takes for a defect of ours fails the test. */
export interface Reading {
  db: Database;
  /** The companions of all files are there already. */
  write(file: HomeFile, share?: number): void;
  read(): Promise<void>;
  state(): Record<string, unknown[]>;
  close(): Promise<void>;
}

export async function startReading(importer: Importer): Promise<Reading> {
  const home = mkdtempSync(join(tmpdir(), 'reading-'));
  const { db, writer, close } = await openStore(temporaryFolder());
  const root = importer.roots({ home, env: {}, platform: 'linux' })[0] ?? home;
  const fail = (message: string): void => assert.fail(message);
  const ingest = startIngest({
    writer,
    importers: [importer],
    places: { home, env: {}, platform: 'linux' },
    settings: defaultSettings,
    watch: false,
    parseWorker: '',
    importedFolder: null,
    wasmPath: '',
    log: { info: () => undefined, warn: () => undefined, error: fail },
    onCommitted: () => undefined,
    onProgress: () => undefined,
    files: diskFiles,
    startParser: parserHere([importer], diskFiles, 'linux'),
  });
  writeCompanions(root, homes[importer.id] ?? []);
  return {
    db,
    write(file, share) {
      utimesSync(writeHomeFile(root, file, share), modified, modified);
    },
    async read() {
      await ingest.rescan();
    },
    state() {
      assertRolledUp(db);
      // Each reading has a home folder of its own, which agents without a folder of theirs tell of.
      return JSON.parse(JSON.stringify(databaseState(db)).replaceAll(home, '/home/dev')) as Record<
        string,
        unknown[]
      >;
    },
    async close() {
      await ingest.close();
      close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Table by table, and only the rows that differ: all of them are many. */
export function compareStates(actual: Record<string, unknown[]>, expected: Record<string, unknown[]>): void {
  for (const [table, rows] of Object.entries(expected)) {
    const others = actual[table] ?? [];
    assert.deepEqual(
      others.filter((row) => !rows.includes(row)),
      rows.filter((row) => !others.includes(row)),
      table,
    );
    assert.equal(others.length, rows.length, table);
  }
}
