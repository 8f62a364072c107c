import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreApi } from '../../src/common/storeApi.js';
import { joinStore, type JoinedStore, type JoinOptions } from '../../src/service/join.js';
import { lockPath, readLock, type LockRecord } from '../../src/store/lockFile.js';

let storage: string;
const open: JoinedStore[] = [];

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'election-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
  rmSync(storage, { recursive: true, force: true });
});

function lock(): LockRecord {
  const record = readLock(storage)?.record;
  assert.ok(record);
  return record;
}

/** A member of the group in this process; its service tells its name. */
function member(name: string, options: Partial<JoinOptions> = {}): JoinedStore {
  const store = joinStore({
    storage,
    home: '/home/test',
    version: name,
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

/** Resolves when the check holds. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('election', () => {
  it('makes the first the owner and all others its clients', async () => {
    const stores = [member('a'), member('b'), member('c')];
    const roles = await Promise.all(stores.map((store) => store.ready()));
    assert.deepEqual([...roles].sort(), ['client', 'client', 'owner']);
    const names = await Promise.all(stores.map(ownerName));
    assert.equal(new Set(names).size, 1);
  });

  it('keeps what is secret from other users', async () => {
    await member('a').ready();
    assert.equal(statSync(lockPath(storage)).mode & 0o777, 0o600);
    if (process.platform !== 'win32') {
      assert.equal(statSync(lock().socket).mode & 0o777, 0o600);
      assert.equal(statSync(join(lock().socket, '..')).mode & 0o777, 0o700);
    }
  });

  it('answers clients that came before the database was open', async () => {
    let finish = () => {};
    const opening = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const owner = member('a', {
      openService: async () => {
        await opening;
        return { api: namedApi('a'), close: () => Promise.resolve() };
      },
    });
    await until(() => existsSync(lockPath(storage)));
    const client = member('b');
    assert.equal(await client.ready(), 'client');
    const answer = ownerName(client);
    finish();
    assert.equal(await answer, 'a');
    assert.equal(await owner.ready(), 'owner');
  });

  it('lets a client take over when the owner closes, and repeats calls that waited', async () => {
    let called = () => {};
    const reached = new Promise<void>((resolve) => {
      called = resolve;
    });
    const owner = member('a', {
      openService: () =>
        Promise.resolve({
          api: {
            plan: () => {
              called();
              return new Promise(() => {});
            },
          } as unknown as StoreApi,
          close: () => Promise.resolve(),
        }),
    });
    await owner.ready();
    const client = member('b');
    await client.ready();
    let changes = 0;
    client.onChanged(() => changes++);
    const answer = ownerName(client);
    await reached;
    await owner.close();
    assert.equal(await answer, 'b');
    assert.deepEqual(client.state(), { status: 'ready', role: 'owner' });
    assert.equal(changes, 1);
  });

  it('removes its lock and socket when it closes', async () => {
    const owner = member('a');
    await owner.ready();
    const { socket } = lock();
    await owner.close();
    assert.equal(existsSync(lockPath(storage)), false);
    assert.equal(existsSync(socket), false);
  });

  it('passes on what changed to every client', async () => {
    let emit: Parameters<JoinOptions['openService']>[0]['emit'] = () => {};
    const owner = member('a', {
      openService: (facts) => {
        emit = facts.emit;
        return Promise.resolve({ api: namedApi('a'), close: () => Promise.resolve() });
      },
    });
    await owner.ready();
    const clients = [member('b'), member('c')];
    const seen = clients.map(
      (client) => new Promise((resolve) => client.onChanged((changed) => resolve(changed.sessions))),
    );
    await Promise.all(clients.map(ownerName));
    emit({ sessions: ['x:1'], tickets: false, progress: null, settings: false });
    assert.deepEqual(await Promise.all(seen), [['x:1'], ['x:1']]);
  });

  it('tells each caller why the database does not open, and tries again when asked again', async () => {
    let broken = true;
    const store = member('a', {
      openService: () =>
        broken
          ? Promise.reject(new Error('The disk is full'))
          : Promise.resolve({ api: namedApi('a'), close: () => Promise.resolve() }),
    });
    await assert.rejects(store.ready(), /The disk is full/);
    assert.deepEqual(store.state(), { status: 'failed', message: 'The disk is full' });
    assert.equal(existsSync(lockPath(storage)), false);
    broken = false;
    assert.equal(await ownerName(store), 'a');
  });
});

describe('an owner whose database is damaged', () => {
  it('opens it anew, three times in ten minutes, and tells what was done', async () => {
    let opened = 0;
    let damaged: () => boolean = () => false;
    const store = member('a', {
      openService: (facts) => {
        opened++;
        damaged = facts.onDamage;
        if (opened > 1) {
          facts.tell(`rescued ${opened}`);
        }
        return Promise.resolve({ api: namedApi(`a${opened}`), close: () => Promise.resolve() });
      },
    });
    const troubles: string[] = [];
    store.onTrouble((trouble) => void troubles.push(trouble));
    await store.ready();
    for (const name of ['a2', 'a3', 'a4']) {
      const again = new Promise<void>((resolve) => {
        const listener = store.onState(({ status }) => {
          if (status === 'ready') {
            listener.dispose();
            resolve();
          }
        });
      });
      assert.equal(damaged(), true);
      await again;
      assert.equal(await ownerName(store), name);
    }
    assert.equal(damaged(), false);
    assert.equal(await ownerName(store), 'a4');
    assert.deepEqual(troubles, ['rescued 2', 'rescued 3', 'rescued 4']);
  });

  it('is closed in peace when it cannot be opened while a newer version waits for it', async () => {
    let fail: (() => void) | null = null;
    const older = member('old', {
      protocol: 1,
      openService: () =>
        new Promise((_resolve, reject) => {
          fail = () => reject(new Error('The disk is full'));
        }),
    });
    await until(() => existsSync(lockPath(storage)));
    const newer = connect(lock().socket);
    const asked = new Promise<string>((resolve) => newer.once('data', (data) => resolve(data.toString())));
    newer.write(
      `${JSON.stringify({ hello: 'agent-logbook', protocol: 2, version: 'new', token: lock().token })}\n`,
    );
    assert.match(await asked, /handOver/);
    await until(() => fail !== null);
    (fail as unknown as () => void)();
    await assert.rejects(older.ready(), /The disk is full/);
    await new Promise((resolve) => newer.once('close', resolve));
  });
});

describe('a lock that is left', () => {
  async function deadLock(): Promise<LockRecord> {
    const owner = member('dead');
    await owner.ready();
    const record = lock();
    await owner.close();
    return record;
  }

  it('is removed when its socket is gone', async () => {
    writeFileSync(lockPath(storage), JSON.stringify(await deadLock()));
    assert.equal(await member('a').ready(), 'owner');
  });

  it('is removed when it stays half written', async () => {
    writeFileSync(lockPath(storage), '{"pid": 1');
    assert.equal(await member('a').ready(), 'owner');
  });

  it('is respected when it is of another machine or container', async () => {
    const record = { ...(await deadLock()), machine: 'elsewhere', folder: 'elsewhere' };
    writeFileSync(lockPath(storage), JSON.stringify(record));
    await assert.rejects(member('a').ready(), /another machine or in another container.*owner\.lock/);
    assert.deepEqual(lock(), record);
  });

  it('is removed when a container started anew: other process numbers, the same sockets', async () => {
    writeFileSync(lockPath(storage), JSON.stringify({ ...(await deadLock()), machine: 'before' }));
    assert.equal(await member('a').ready(), 'owner');
  });
});

describe('versions', () => {
  it('hands over to a newer protocol, and the older asks for a reload', async () => {
    const older = member('old', { protocol: 1 });
    await older.ready();
    const newer = member('new', { protocol: 2 });
    assert.equal(await newer.ready(), 'owner');
    assert.equal(lock().protocol, 2);
    assert.equal(await ownerName(newer), 'new');
    assert.equal(older.state().status, 'failed');
    await assert.rejects(ownerName(older), /newer Agent Logbook.*Reload/);
    await assert.rejects(member('older', { protocol: 1 }).ready(), /newer Agent Logbook \(new, .*Reload/);
  });

  it('refuses a client that reads the files of another home', async () => {
    await member('a').ready();
    await assert.rejects(
      member('b', { home: '/home/other' }).ready(),
      /below \/home\/test, not below \/home\/other/,
    );
  });
});

describe('the socket', () => {
  /** Sends lines and gives what came back until the owner closed the connection. */
  async function talk(...lines: (string | Buffer)[]): Promise<string> {
    const socket = connect(lock().socket);
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', () => undefined);
    for (const line of lines) {
      socket.write(line);
    }
    await new Promise((resolve) => socket.once('close', resolve));
    return received;
  }

  const hello = (token: string) =>
    `${JSON.stringify({ hello: 'agent-logbook', protocol: 1, version: 't', token })}\n`;

  let owner: JoinedStore;
  beforeEach(async () => {
    owner = member('a');
    await owner.ready();
  });
  afterEach(async () => assert.equal(await ownerName(owner), 'a'));

  it('refuses a wrong token', async () => {
    assert.equal(await talk(hello('0'.repeat(64))), '');
    assert.equal(await talk(hello('')), '');
  });

  it('refuses calls without a token', async () => {
    assert.equal(await talk('{"call":1,"method":"plan","args":[1]}\n'), '');
  });

  it('closes on what is no JSON', async () => {
    assert.equal(await talk('GET / HTTP/1.1\r\n\r\n'), '');
    assert.match(await talk(hello(lock().token), 'nonsense\n'), /welcome/);
    assert.match(await talk(hello(lock().token), Buffer.from([0xff, 0xfe, 0x0a])), /welcome/);
  });

  it('closes on a line that is too long', async () => {
    assert.equal(await talk('x'.repeat(5000)), '');
    assert.match(await talk(hello(lock().token), Buffer.alloc(17 * 1024 * 1024, 0x78)), /welcome/);
  });

  it('answers a call that it does not know with an error', async () => {
    const socket = connect(lock().socket);
    const replies = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => {
        text += data.toString();
        if (text.split('\n').length > 2) {
          resolve(text);
        }
      });
    });
    socket.write(`${hello(lock().token)}{"call":7,"method":"constructor","args":[]}\n`);
    assert.match(await replies, /"reply":7,"error":.*No such method/);
    socket.destroy();
  });
});

describe('kill -9', function () {
  this.timeout(60_000);
  const children = new Map<string, ChildProcess>();

  function start(id: string): void {
    const child = spawn(
      process.execPath,
      ['--require', 'tsx/cjs', join(__dirname, 'electionChild.ts'), storage, id],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    children.set(id, child);
  }

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }

  const read = (name: string) => {
    const file = join(storage, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const acknowledged = (id: string) => Number(read(`acknowledged-${id}`) || 0);

  it('of the owner, again and again, loses no acknowledged write', async () => {
    const ids = ['1', '2', '3'];
    ids.forEach(start);
    const takeovers: number[] = [];
    try {
      for (let round = 0; round < 5; round++) {
        const before = ids.map(acknowledged);
        await until(() => ids.every((id, at) => acknowledged(id) > (before[at] ?? 0) + 3));
        const { pid } = lock();
        const victim = ids.find((id) => children.get(id)?.pid === pid);
        assert.ok(victim, 'the owner is one of the children');
        const owners = read('owners').split('\n').length;
        const killedAt = Date.now();
        children.get(victim)?.kill('SIGKILL');
        await until(() => read('owners').split('\n').length > owners);
        takeovers.push(Number(read('owners').trim().split('\n').at(-1)?.split(' ')[1]) - killedAt);
        start(victim);
      }
    } finally {
      await Promise.all([...children.values()].map(kill));
    }
    const rows = read('rows').split('\n').slice(0, -1);
    assert.equal(new Set(rows).size, rows.length, 'no write is stored twice');
    for (const id of ids) {
      const own = rows
        .filter((row) => row.startsWith(`writer:${id} `))
        .map((row) => Number(row.split(' ')[1]));
      const done = acknowledged(id);
      assert.ok(own.length >= done, `writer ${id}: ${done} acknowledged, ${own.length} stored`);
      assert.deepEqual(own, [...own.keys()], `writer ${id}: without a gap`);
    }
    process.stdout.write(`      takeovers in ${takeovers.join(', ')} ms\n`);
  });
});
