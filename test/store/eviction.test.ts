import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mock } from 'node:test';
import { elect } from '../../src/store/election.js';
import { evictLock, lockPath, readLock, type LockRecord } from '../../src/store/lockFile.js';
import { newSocketPlace } from '../../src/store/socketPath.js';

describe("A dead owner's lock", () => {
  let storage: string;

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'eviction-'));
  });
  afterEach(() => rmSync(storage, { recursive: true, force: true }));

  function evict(socket: string): void {
    const { machine, folder } = newSocketPlace();
    const record: LockRecord = {
      ...{ pid: 1, socket, machine, folder },
      ...{ protocol: 1, version: '1', token: 't', since: 0 },
    };
    writeFileSync(lockPath(storage), JSON.stringify(record));
    const found = readLock(storage);
    assert.ok(found?.record);
    evictLock(storage, found);
    assert.ok(!existsSync(lockPath(storage)));
  }

  /** A socket without a listener, as a killed owner leaves it. */
  async function deadSocket(path: string): Promise<void> {
    const server = net.createServer().listen(`${path}.live`);
    await once(server, 'listening');
    renameSync(`${path}.live`, path);
    server.close();
    await once(server, 'close');
  }

  it('goes with its socket', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const { path } = newSocketPlace();
    await deadSocket(path);
    evict(path);
    assert.ok(!existsSync(path));
  });

  it('removes no other file that it names', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const ours = dirname(newSocketPlace().path);
    const victims = [
      join(storage, 'victim.txt'),
      join(ours, '0123456789abcdef.sock'),
      join(ours, 'fedcba9876543210.sock'),
      join(storage, '0123456789abcdef.sock'),
    ];
    writeFileSync(victims[0]!, 'x');
    // A file and a link with the name of a socket, and a socket in another place.
    writeFileSync(victims[1]!, 'x');
    symlinkSync(victims[0]!, victims[2]!);
    await deadSocket(victims[3]!);
    try {
      for (const victim of victims) {
        evict(victim);
        assert.ok(existsSync(victim), victim);
      }
    } finally {
      rmSync(victims[1]!, { force: true });
      rmSync(victims[2]!, { force: true });
    }
  });

  it('is not needed because a connection could not be taken', async () => {
    const made: net.Server[] = [];
    const { createServer } = net;
    const spy = mock.method(net, 'createServer', (...args: Parameters<typeof createServer>) => {
      const server = createServer(...args);
      made.push(server);
      return server;
    });
    const elected = await elect({
      ...{ storage, protocol: 1, version: '1', home: '/home/me' },
      onConnection: (socket) => socket.destroy(),
    });
    spy.mock.restore();
    assert.ok(elected.role === 'owner');
    try {
      // What the system tells when there are too many open files; without a listener it would end the process.
      assert.doesNotThrow(() => made[0]?.emit('error', new Error('accept EMFILE')));
      assert.equal(made.length, 1);
    } finally {
      elected.resign();
    }
  });
});
