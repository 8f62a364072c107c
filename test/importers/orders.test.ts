import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { startIngest } from '../../src/ingest/ingest.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { defaultSettings } from '../../src/common/settings.js';
import { parserHere } from '../ingest/support.js';
import { assertRolledUp } from '../store/rollupCheck.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';
import { databaseState } from './databaseState.js';
import { homes, writeCompanions, writeHomeFile, type HomeFile } from './homes.js';

/**
 * Files come in any order, half written, and again. Whatever way they came, the database tells the same of them: sessions,
 * titles, flags, messages, calls, plans and to-do lists, not only the sums.
 */
for (const importer of importers) {
  const files = homes[importer.id] ?? [];
  describe(`reading orders of ${importer.id}`, () => {
    let straight: Record<string, unknown[]>;
    before(async () => {
      straight = await stateAfter(importer, [files.map((file) => ({ file, share: 1 }))]);
    });
    after(cleanUp);

    it('has a home folder to read', () => {
      assert.ok((straight['message'] ?? []).length > 0, `${files.length} files and no message`);
    });

    it('comes to the same database in any order, by halves, and twice', async () => {
      await fc.assert(
        fc.asyncProperty(steps(files), async (plan) => {
          compare(await stateAfter(importer, plan), straight);
        }),
        { numRuns: 12, seed: 7, endOnFailure: true },
      );
    });
  });
}

/** Table by table, and only the rows that differ: all of them are many. */
function compare(actual: Record<string, unknown[]>, expected: Record<string, unknown[]>): void {
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

/** Of every file: plans and to-do lists have the time of their file. */
const modified = new Date(Date.UTC(2026, 0, 3));

/** What is written before a scan: some files, each up to a share of its bytes. */
type Step = readonly { file: HomeFile; share: number }[];

/** Every file comes whole in the end; before that some come in part, one after another or several at once. */
function steps(files: readonly HomeFile[]): fc.Arbitrary<Step[]> {
  const shuffled = fc.shuffledSubarray([...files], { minLength: files.length, maxLength: files.length });
  const share = fc.constantFrom(0.3, 0.5, 0.8, 1, 1);
  return fc
    .tuple(
      shuffled,
      shuffled,
      fc.array(share, { minLength: files.length, maxLength: files.length }),
      fc.nat(3),
    )
    .map(([first, second, shares, together]) => {
      const parts = first.map((file, index) => ({ file, share: file.whole ? 1 : (shares[index] ?? 1) }));
      const wholes = second.map((file) => ({ file, share: 1 }));
      return [...chunks(parts, together + 1), ...chunks(wholes, 4), wholes];
    });
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

async function stateAfter(importer: Importer, plan: readonly Step[]): Promise<Record<string, unknown[]>> {
  const home = mkdtempSync(join(tmpdir(), 'orders-'));
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
    wasmPath: '',
    log: { info: () => undefined, warn: () => undefined, error: fail },
    onCommitted: () => undefined,
    onProgress: () => undefined,
    files: diskFiles,
    startParser: parserHere([importer], diskFiles, 'linux'),
  });
  try {
    writeCompanions(root, homes[importer.id] ?? []);
    for (const step of plan) {
      for (const { file, share } of step) {
        const path = writeHomeFile(root, file, share);
        utimesSync(path, modified, modified);
      }
      await ingest.rescan();
    }
    assertRolledUp(db);
    return databaseState(db);
  } finally {
    await ingest.close();
    close();
    rmSync(home, { recursive: true, force: true });
  }
}
