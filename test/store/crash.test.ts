import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../src/store/storeError.js';
import { assertPacked } from './packedCheck.js';
import { assertRolledUp } from './rollupCheck.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const root = join(__dirname, '../..');

/** Starts a writer and resolves with it when it has acknowledged `count` batches. */
async function startWriter(folder: string, count: number): Promise<{ child: ChildProcess; last(): number }> {
  const child = spawn(
    process.execPath,
    ['-r', 'tsx/cjs', '-r', './test/setup.ts', join(__dirname, 'crashChild.ts'), folder],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  // A line that the kill cut in two does not count.
  const lines = () => output.split('\n').slice(0, -1);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (lines().length >= count) {
        resolve();
      }
    });
    child.once('exit', () => reject(new Error(`The writer ended: ${errors}`)));
  });
  return { child, last: () => Number(lines().at(-1)) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

describe('a store whose process is killed', () => {
  afterEach(cleanUp);

  it('has every acknowledged batch and no part of another, round after round', async () => {
    const folder = temporaryFolder();
    for (const count of [3, 11, 40, 90]) {
      const { child, last } = await startWriter(folder, count);
      await kill(child);
      assert(existsSync(join(folder, 'logbook.db.lock')), 'the dead process left its lock');
      assert(statSync(join(folder, 'logbook.db-wal')).size > 0, 'and its log');

      const store = await openStore(folder);
      const one = (sql: string) => Number(store.db.prepare(sql).get()?.[0]);
      const offset = one('select offset from source');
      assert(offset >= last(), `acknowledged ${last()}, stored ${offset}`);
      assert.equal(one('select count(*) from message'), offset * 20);
      assert.equal(one('select count(*) from usage where counted = 1'), offset);
      assertRolledUp(store.db);
      assertPacked(store.db);
      assert.deepEqual(store.check(), []);
      assert.equal(store.damage, null);
      store.close();
      assert(!existsSync(join(folder, 'logbook.db-wal')), 'an orderly end leaves one clean file');
    }
  });

  it('is refused while its owner lives, and taken over when it was killed', async () => {
    const folder = temporaryFolder();
    const { child } = await startWriter(folder, 1);
    await assert.rejects(openStore(folder), (error) => {
      assert(error instanceof StoreError);
      assert.equal(error.reason, 'locked');
      assert.match(error.message, new RegExp(`process ${child.pid}`));
      return true;
    });
    await kill(child);
    const store = await openStore(folder);
    store.writer.writeBatch(batch([{ type: 'session', session: 'new', cwd: '/x' }]));
    assert.equal(store.db.prepare('pragma locking_mode').get()?.[0], 'exclusive');
  });
});

describe('the lock of a store', () => {
  afterEach(cleanUp);

  it('refuses a second opening in this process', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await assert.rejects(openStore(folder), { reason: 'locked' });
    store.close();
    await openStore(folder);
  });

  const lockOf = (folder: string, change: object) => {
    const file = join(folder, 'logbook.db.lock');
    writeFileSync(file, JSON.stringify({ ...mine, ...change }));
    return file;
  };
  let mine: object;
  beforeEach(async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    mine = JSON.parse(readFileSync(join(folder, 'logbook.db.lock'), 'utf8')) as object;
    store.close();
  });

  it('is inherited by a restarted part of the same process', async () => {
    const folder = temporaryFolder();
    lockOf(folder, { owner: 'store worker' });
    await openStore(folder, { owner: 'store worker' });
  });

  it('is not taken from another part of the same process', async () => {
    const folder = temporaryFolder();
    lockOf(folder, { owner: 'another' });
    await assert.rejects(openStore(folder), { reason: 'locked' });
  });

  it('is taken over from a process that had our number before', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    const folder = temporaryFolder();
    lockOf(folder, { owner: 'another', started: '1' });
    await openStore(folder);
  });

  it('is never taken from another host or container, and says what to do', async () => {
    for (const change of [{ host: 'elsewhere' }, { namespace: 'pid:[1]' }]) {
      const folder = temporaryFolder();
      const file = lockOf(folder, { pid: 2 ** 22 + 1, ...change });
      await assert.rejects(openStore(folder), (error) => {
        assert(error instanceof StoreError);
        assert(error.remedy.includes(file), error.message);
        return true;
      });
    }
  });

  it('that was left half written is taken over after a while', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'logbook.db.lock');
    writeFileSync(file, '');
    await assert.rejects(openStore(folder), { reason: 'locked' });
    utimesSync(file, 1, 1);
    await openStore(folder);
  });

  it('that was left half written before the clock was set back is taken over, too', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'logbook.db.lock');
    writeFileSync(file, '');
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(file, tomorrow, tomorrow);
    await openStore(folder);
  });
});
