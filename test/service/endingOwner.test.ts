import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { StoreApi } from '../../src/common/storeApi.js';
import { joinStore, type JoinedStore, type JoinOptions } from '../../src/service/join.js';
import { lockPath } from '../../src/store/lockFile.js';
import { StoreError } from '../../src/store/storeError.js';

let storage: string;
const open: JoinedStore[] = [];

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'ending-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
  rmSync(storage, { recursive: true, force: true });
});

function member(name: string, options: Partial<JoinOptions> = {}): JoinedStore {
  const store = joinStore({
    ...{ storage, home: '/home/test', version: name },
    openService: () => Promise.resolve({ api: namedApi(name), close: () => Promise.resolve() }),
    ...options,
  });
  open.push(store);
  return store;
}

function namedApi(name: string): StoreApi {
  return { plan: () => Promise.resolve({ name, text: '' }) } as unknown as StoreApi;
}

const ownerName = async (store: JoinedStore) => (await store.api.plan(1))?.name;

describe('an owner that still has the database when its sockets are gone', () => {
  const inUse = () => new StoreError('locked', 'logbook.db', 'The database is in use by process 1', '');

  it('is waited for', async () => {
    let tries = 0;
    const store = member('a', {
      openService: () =>
        ++tries < 3
          ? Promise.reject(inUse())
          : Promise.resolve({ api: namedApi('a'), close: () => Promise.resolve() }),
    });
    assert.equal(await ownerName(store), 'a');
    assert.equal(tries, 3);
  });

  it('is not waited for by whoever is closed meanwhile, nor when nobody here can see it', async () => {
    const store = member('a', { openService: () => Promise.reject(inUse()) });
    const ready = assert.rejects(store.ready(), { reason: 'locked' });
    while (!existsSync(lockPath(storage))) {
      await turn();
    }
    await store.close();
    await ready;
    const foreign = new StoreError('foreign', 'logbook.db', 'The database is in use elsewhere', '');
    const other = member('b', { openService: () => Promise.reject(foreign) });
    await assert.rejects(other.ready(), { reason: 'foreign' });
  });
});

describe('an owner that dies while it is approached', () => {
  for (const code of ['ECONNRESET', 'ECONNABORTED', 'EPIPE']) {
    it(`is looked for again: ${code}`, async () => {
      await member('a').ready();
      const { connect: original } = net;
      let broken = 0;
      net.connect = ((path: string) => {
        net.connect = original;
        broken++;
        const socket = original(path);
        socket.destroy(Object.assign(new Error('made by the test'), { code }));
        return socket;
      }) as typeof original;
      try {
        assert.equal(await member('b').ready(), 'client');
      } finally {
        net.connect = original;
      }
      assert.equal(broken, 1);
    });
  }
});
