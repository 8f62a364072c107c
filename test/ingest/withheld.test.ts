import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { defaultSettings, type Settings } from '../../src/common/settings.js';
import { importers } from '../../src/importers/index.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { startIngest, type Ingest } from '../../src/ingest/ingest.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';
import { homeWith, secretFolder, type HomeText } from './markedHome.js';
import { parserHere } from './support.js';

const nothing: Settings['keep'] = {
  prompts: false,
  reasoning: false,
  toolArguments: false,
  toolOutput: false,
};

type Store = Awaited<ReturnType<typeof openStore>>;

describe('The database file', () => {
  afterEach(cleanUp);

  const ingestInto = (home: string, store: Store, settings: Partial<Settings>): Ingest =>
    startIngest({
      writer: store.writer,
      importers,
      places: { home, env: {}, platform: 'linux' },
      settings: { ...defaultSettings, ...settings },
      watch: false,
      parseWorker: '',
      importedFolder: null,
      wasmPath: '',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onCommitted: () => undefined,
      onProgress: () => undefined,
      startParser: parserHere(importers, diskFiles, 'linux'),
    });

  /** Imports the files in one go, or line by line so that every state between two lines is stored once. */
  async function stored(
    files: readonly HomeText[],
    settings: Partial<Settings>,
    byLine = false,
  ): Promise<string> {
    const home = temporaryFolder();
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const ingest = ingestInto(home, store, settings);
    let found = '';
    const longest = byLine ? Math.max(...files.map(({ lines }) => lines.length)) : 1;
    for (let nth = 0; nth < longest; nth++) {
      for (const { path, lines } of files) {
        const file = join(home, path);
        mkdirSync(dirname(file), { recursive: true });
        if (!byLine) {
          writeFileSync(file, lines.join(''));
          // Old enough that nobody writes it any more.
          utimesSync(file, 1_700_000_000, 1_700_000_000);
        } else if (nth < lines.length) {
          appendFileSync(file, lines[nth] ?? '');
        }
      }
      await ingest.rescan();
      found += contents(store);
    }
    await ingest.close();
    store.close();
    for (const name of readdirSync(folder)) {
      found += readFileSync(join(folder, name)).toString('latin1');
    }
    rmSync(home, { recursive: true });
    return found;
  }

  for (const byLine of [false, true]) {
    const how = byLine ? 'line by line' : 'at once';

    it(`has none of the texts that are not kept, read ${how}`, async () => {
      const found = await stored(homeWith('/work/app'), { keep: nothing }, byLine);
      assert.deepEqual(markersIn(found), ['SAID']);
    });

    it(`has nothing of an excluded project, read ${how}`, async () => {
      const files = [...homeWith(secretFolder), ...homeWith('/work/app', 'OPEN')];
      const found = await stored(files, { excludedProjects: [secretFolder] }, byLine);
      const markers = markersIn(found);
      assert.deepEqual(
        markers.filter((marker) => !marker.startsWith('OPEN')),
        [],
      );
      // The same of a project that is not excluded is all there.
      const all = markersIn(await stored(homeWith('/work/app', 'OPEN'), {}, byLine));
      assert.deepEqual(markers, all);
      assert.ok(all.length > 12, all.join());
    });
  }

  it('gets what was left out when the project is no longer excluded', async () => {
    const home = temporaryFolder();
    const store = await openStore(temporaryFolder());
    for (const { path, lines } of homeWith(secretFolder)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), lines.join(''));
      utimesSync(join(home, path), 1_700_000_000, 1_700_000_000);
    }
    const ingest = ingestInto(home, store, { excludedProjects: ['secret'] });
    await ingest.rescan();
    assert.deepEqual(markersIn(contents(store)), []);
    assert.equal((await ingest.rescan()).files, 0, 'what is left out is not read over and over');
    ingest.configure(defaultSettings);
    await ingest.rescan();
    const found = markersIn(contents(store));
    assert.deepEqual(found, markersIn(await stored(homeWith(secretFolder), {})));
    await ingest.close();
  });
});

/** All values of all tables, with what is compressed in them. */
function contents({ db, check }: Store): string {
  // The full-text index has the words of these texts and no others.
  assert.deepEqual(check(), []);
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all();
  let found = '';
  for (const [table] of tables) {
    for (const row of db.prepare(`select * from "${String(table)}"`).all()) {
      for (const value of row) {
        const isBlock = value instanceof Uint8Array && table === 'block';
        found += isBlock ? brotliDecompressSync(value).toString() : `${String(value)} `;
      }
    }
  }
  return found;
}

function markersIn(text: string): string[] {
  return [...new Set(text.match(/(?<=MARK-)(?:(?!MARK)[A-Z]|-(?!MARK)(?=[A-Z]))+/g))].toSorted();
}
