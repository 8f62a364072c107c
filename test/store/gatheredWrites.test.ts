import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const content = 'select count(*), sum(length(value)), max(value) from meta';

/** The files as another process would find them if this one were killed now. */
function killed(folder: string): string {
  const copy = temporaryFolder();
  for (const name of ['logbook.db', 'logbook.db-wal']) {
    if (existsSync(join(folder, name))) {
      copyFileSync(join(folder, name), join(copy, name));
    }
  }
  return copy;
}

async function found(folder: string): Promise<{ rows: unknown; damage: string[] }> {
  const store = await openStore(folder);
  const state = { rows: store.db.prepare(content).all(), damage: store.check() };
  store.close();
  return state;
}

describe('writes that are gathered', () => {
  afterEach(cleanUp);

  for (const { name, cache } of [
    { name: 'whole transactions', cache: 1000 },
    // Pages leave the cache before the commit and are written again: SQLite then goes back and corrects their headers.
    { name: 'transactions larger than the cache', cache: 4 },
  ]) {
    it(`are in the file as soon as they are committed: ${name}`, async () => {
      let writes = 0;
      const fileLayer = {
        ...nodeFiles,
        write: (...call: Parameters<typeof nodeFiles.write>) => {
          writes++;
          return nodeFiles.write(...call);
        },
      };
      const folder = temporaryFolder();
      const { db } = await openStore(folder, { fileLayer });
      db.exec(`pragma cache_size = ${cache}`);
      db.exec('pragma wal_autocheckpoint = 0');
      const put = db.prepare('insert or replace into meta (key, value) values (?, ?)');
      for (let round = 0; round < 4; round++) {
        writes = 0;
        const fill = () => {
          for (let i = 0; i < 400; i++) {
            put.run(`key ${(i * 7919 + round) % 211}`, String(round * 1000 + i).padStart(700, '.'));
          }
        };
        db.transaction(fill, round % 2 === 0 ? 'later' : 'now');
        // Before anything is asked: each read would write first what is still held back.
        const copy = killed(folder);
        const rows = db.prepare(content).all();
        assert.deepEqual(await found(copy), { rows, damage: [] });
        if (cache > 100) {
          assert(writes <= 2, `${writes} writes for a transaction that fits into memory`);
        }
      }
    });
  }

  it('tell the transaction that did not reach a full disk', async () => {
    let full = false;
    const fileLayer = {
      ...nodeFiles,
      write: (...call: Parameters<typeof nodeFiles.write>) => {
        if (full) {
          throw Object.assign(new Error('ENOSPC: made by the test'), { code: 'ENOSPC' });
        }
        return nodeFiles.write(...call);
      },
    };
    const folder = temporaryFolder();
    const { db } = await openStore(folder, { fileLayer });
    const put = (key: string) =>
      db.transaction(() => db.prepare('insert into meta (key, value) values (?, ?)').run(key, key), 'later');
    put('first');
    full = true;
    assert.throws(() => put('second'), /full/);
    full = false;
    put('third');
    const rows = db
      .prepare("select key from meta where key in ('first', 'second', 'third') order by key")
      .all();
    assert.deepEqual(rows, [['first'], ['third']]);
    assert.deepEqual((await found(killed(folder))).damage, []);
  });
});
