import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStoreWorker, type StoreClient, type StoreState } from '../../src/store/client.js';

/** Workers of a few lines that behave badly in place of the real one. */
describe('the store worker', () => {
  let folder: string;
  let client: StoreClient | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'worker-'));
  });
  afterEach(async () => {
    await client?.close();
    client = null;
    rmSync(folder, { recursive: true, force: true });
  });

  function start(code: string, log?: (message: string) => void): StoreClient {
    const workerPath = join(folder, 'worker.cjs');
    writeFileSync(
      workerPath,
      `const { parentPort: port, workerData } = require('node:worker_threads');
       const { existsSync, writeFileSync } = require('node:fs');
       const mark = ${JSON.stringify(join(folder, 'mark'))};
       port.on('message', (m) => { if (m.close) process.exit(0); });
       ${code}`,
    );
    client = startStoreWorker({
      workerPath,
      wasmPath: '',
      storage: folder,
      places: { home: folder, env: {}, platform: 'linux' },
      watch: false,
      version: '1',
      ...(log ? { log } : {}),
    });
    return client;
  }

  it('is started anew when it crashes, and calls that waited are made again', async () => {
    const logged: string[] = [];
    const store = start(
      `port.on('message', ({ call }) => {
         if (call === undefined) return;
         if (!existsSync(mark)) { writeFileSync(mark, ''); throw new Error('crash on purpose'); }
         port.postMessage({ reply: call, value: { name: 'plan', text: '' } });
       });`,
      (message) => void logged.push(message),
    );
    const states: StoreState['status'][] = [];
    store.onState(({ status }) => void states.push(status));
    const troubles: string[] = [];
    store.onTrouble((trouble) => void troubles.push(trouble));
    assert.deepEqual(await store.api.plan(1), { name: 'plan', text: '' });
    assert.deepEqual(states, ['connecting']);
    assert.match(logged[0] ?? '', /crash on purpose/);
    assert.equal(troubles.length, 1);
    assert.match(troubles[0] ?? '', /ended unexpectedly \(.*crash on purpose.*started again/);
  });

  it('is started anew after a promise that nobody caught, which is told once', async () => {
    const logged: string[] = [];
    const store = start(
      `port.on('message', ({ call }) => {
         if (call === undefined) return;
         if (!existsSync(mark)) { writeFileSync(mark, ''); void Promise.reject(new Error('nobody caught this')); return; }
         port.postMessage({ reply: call, value: null });
       });`,
      (message) => void logged.push(message),
    );
    const troubles: string[] = [];
    store.onTrouble((trouble) => void troubles.push(trouble));
    assert.equal(await store.api.plan(1), null);
    assert.match(logged.join('\n'), /nobody caught this/);
    assert.equal(troubles.length, 1);
  });

  it('is not asked a third time by a call that kills it', async () => {
    const store = start(`port.on('message', ({ call }) => { if (call) throw new Error('always'); });`);
    await assert.rejects(store.api.plan(1), /Disconnected/);
  });

  it('passes on states, changes and what it logs', async () => {
    const logged: string[] = [];
    const store = start(
      `port.on('message', ({ call }) => {
         if (call === undefined) return;
         port.postMessage({ log: 'hello', level: 'info' });
         port.postMessage({ state: { status: 'failed', message: 'The disk is full' } });
         port.postMessage({ changed: { sessions: 'all', tickets: false, progress: null, settings: false } });
         port.postMessage({ reply: call, value: null });
       });`,
      (message) => void logged.push(message),
    );
    const changed: unknown[] = [];
    store.onChanged(({ sessions }) => void changed.push(sessions));
    assert.equal(await store.api.plan(1), null);
    assert.deepEqual(store.state(), { status: 'failed', message: 'The disk is full' });
    assert.deepEqual([logged, changed], [['hello'], ['all']]);
  });

  it('rejects what waits when it is closed', async () => {
    const store = start('');
    const answer = assert.rejects(store.api.plan(1), /Disconnected|closed/);
    await store.close();
    await answer;
    await assert.rejects(store.api.plan(1), /Disconnected|closed/);
  });
});
