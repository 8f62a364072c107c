import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { defaultSettings } from '../../src/common/settings.js';
import { openService, type Service } from '../../src/service/service.js';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { writeSettings } from '../../src/store/settings.js';
import { openDatabase } from '../../src/store/open.js';
import type { LockRecord } from '../../src/store/lockFile.js';
import { rebuildRollup } from '../../src/store/rollup.js';
import { createAttributor } from '../../src/store/attributor.js';
import { createWriter } from '../../src/store/write/writeBatch.js';
import { batch, noTickets } from '../store/storeFixture.js';

const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');

describe('The service of an owner', () => {
  let storage: string;
  let service: Service | null = null;
  const told: string[] = [];

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'service-'));
    told.length = 0;
  });
  afterEach(async () => {
    await service?.close();
    service = null;
    rmSync(storage, { recursive: true, force: true });
  });

  /** This file is there once the parsing thread was asked to read one. */
  const asked = () => join(storage, 'asked');

  async function open(watch: boolean, fileLayer = nodeFiles): Promise<Service['api']> {
    const parser = join(storage, 'parser.cjs');
    writeFileSync(
      parser,
      `require('node:worker_threads').parentPort.on('message', ({ type }) => {
         if (type === 'read') require('node:fs').writeFileSync(${JSON.stringify(asked())}, '');
       });`,
    );
    service = await openService(
      {
        ...{ storage, wasmPath, parseWorker: parser, watch, version: '1', owner: 'test' },
        fileLayer,
        places: { home: join(storage, 'home'), env: {}, platform: 'linux' },
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      },
      {
        lock: { protocol: 1 } as LockRecord,
        clients: () => 0,
        emit: () => undefined,
        tell: (trouble) => void told.push(trouble),
        onDamage: () => false,
        reopen: () => undefined,
      },
    );
    return service.api;
  }

  async function store(settings: unknown): Promise<void> {
    const { db, close } = await openDatabase({ folder: storage, wasmPath });
    writeSettings(db, settings);
    close();
  }

  it('reads nothing before the extension has told the settings', async () => {
    const api = await open(true);
    assert.equal((await api.progress()).phase, 'paused');
    await api.configure(defaultSettings);
    assert.notEqual((await api.progress()).phase, 'paused');
    await service?.close();
    // From then on they are known.
    assert.notEqual((await (await open(true)).progress()).phase, 'paused');
  });

  it('lets who asks for an import wait for the settings', async () => {
    const api = await open(true);
    mkdirSync(join(storage, 'home', '.codex'), { recursive: true });
    writeFileSync(join(storage, 'home', '.codex', 'history.jsonl'), '{}\n');
    let done = false;
    api.rescan().then(
      () => (done = true),
      () => undefined,
    );
    await turn();
    await api.configure(defaultSettings);
    while (!existsSync(asked())) {
      await turn();
    }
    assert.equal(done, false, 'it is read, not passed over');
  });

  it('reads at once for a command, which has no settings of its own', async () => {
    assert.equal((await (await open(false)).settings()).paused, false);
  });

  for (const [name, settings] of [
    [
      'one field is of the wrong type',
      { ...defaultSettings, keep: { ...defaultSettings.keep, prompts: 'no' } },
    ],
    ['they are none', 'nonsense'],
    ['they are nothing', null],
  ] as const) {
    it(`reads nothing while the stored settings cannot be read: ${name}`, async () => {
      await store(settings);
      for (const watch of [true, false]) {
        assert.equal((await (await open(watch)).settings()).paused, true);
        await service?.close();
      }
    });
  }

  it('goes on reading when not all could be deleted', async () => {
    let full = false;
    const api = await open(true, {
      ...nodeFiles,
      // Only the last step of deleting makes a file shorter.
      truncate: (...args) => {
        if (full) {
          throw Object.assign(new Error('ENOSPC: made by the test'), { code: 'ENOSPC' });
        }
        nodeFiles.truncate(...args);
      },
    });
    await api.configure(defaultSettings);
    full = true;
    await assert.rejects(api.deleteAll());
    full = false;
    await api.configure(defaultSettings);
    const agent = join(storage, 'home', '.codex');
    mkdirSync(agent, { recursive: true });
    writeFileSync(join(agent, 'history.jsonl'), '{}\n');
    // Nobody answers in place of the parsing thread, so this ends with the service.
    api.rescan().catch(() => undefined);
    while (!existsSync(asked())) {
      await turn();
    }
  });

  it('ends an import with the tickets that a killed owner did not come to', async () => {
    const { db, close } = await openDatabase({ folder: storage, wasmPath });
    createWriter(db, { attribute: noTickets }).writeBatch(
      batch([
        {
          ...{ type: 'usage', session: 's', key: 'r', group: 'r', rank: 0, preference: 0, at: 0 },
          ...{ isCopy: false, model: 'm', branch: 'ABC-1-x', cwd: '/x' },
          tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
        },
      ]),
    );
    // More than are looked at while an import finds nothing new.
    const copied = [
      'grp',
      'rank',
      'preference',
      'session_id',
      'branch',
      'cwd',
      'model',
      'has_usage',
      'input',
    ];
    db.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 29999)
      insert into usage (key, key_hash, grp_hash, at, ${copied.join()}) select 'r' || i, 0, 0, i, ${copied.join()} from usage, n`);
    rebuildRollup(db);
    createAttributor(db, () => defaultSettings).mark();
    close();
    const api = await open(false);
    await api.rescan();
    const { rows: groups } = await api.usage({ by: 'ticket' });
    assert.deepEqual(
      groups.map(({ key, responses }) => [key, responses]),
      [['ABC-1', 30_000]],
    );
  });

  it('tells once what is wrong with the pattern for tickets', async () => {
    const api = await open(false);
    await api.configure({ ...defaultSettings, ticketPattern: '([' });
    await api.configure({ ...defaultSettings, ticketPattern: '([', idleAfterMinutes: 7 });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /pattern for tickets.*built-in rule.*Invalid regular expression/);
    const report = await api.doctor(false);
    assert.match(JSON.stringify(report), /Invalid regular expression/);
    await api.configure({ ...defaultSettings, ticketPattern: 'feature\\/(\\w+\\-\\d+)' });
    assert.equal(told.length, 1);
  });
});
