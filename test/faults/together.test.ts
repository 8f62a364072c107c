import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, Place, session, sum } from './support.js';

describe('several processes and one store', function () {
  this.timeout(120_000);
  let place: Place;
  const outputs = Array.from({ length: 50 }, (_, i) => i + 1);
  const truth: [number, number] = [outputs.length, sum(outputs)];
  before(() => bundles());
  beforeEach(() => {
    place = new Place();
    place.session('one', session('one', outputs));
  });
  afterEach(() => place.dispose());

  it('two windows and a command at once: one owns it, and all see the same', async () => {
    const windows = await Promise.all([place.window(), place.window()]);
    const command = place.taken();
    await Promise.all(windows.map((window) => window.told(() => window.states.at(-1)?.status === 'ready')));
    assert.deepEqual(await command, truth);
    for (const window of windows) {
      await window.call('rescan');
      assert.deepEqual(await window.totals(), truth);
    }
    const owners = windows.filter(({ states }) => states.at(-1)?.role === 'owner');
    assert.equal(owners.length, 1, 'the command has ended, so one of the windows owns it');
    assert.equal((await place.json(['doctor'])).owner.pid, owners[0]?.pid);
    await owners[0]?.close();
    assert.deepEqual(await place.taken(), truth);
  });

  it('each window counts days in its own time zone, whoever owns the store', async () => {
    await place.taken();
    const london = await place.window();
    await london.told(() => london.states.at(-1)?.status === 'ready');
    const island = await place.window(undefined, 'Pacific/Kiritimati');
    for (const [window, day] of [
      [london, '2026-03-01'],
      [island, '2026-03-02'],
    ] as const) {
      const keys = async (method: string, ...args: unknown[]) =>
        (await window.call(method, ...args)).map(({ key }: { key: string }) => key);
      assert.deepEqual(await keys('groups', 'day', {}), [day]);
      assert.equal((await window.call('usage', { by: 'day' })).rows[0].key, day);
      assert.equal((await window.call('sessions', {}, { limit: 9 }, { by: 'day', key: day })).length, 1);
    }
  });

  it('a killed owner leaves lock, socket and log, and the next one is not kept from its work', async () => {
    const window = await place.window();
    await window.call('rescan');
    await window.kill();
    const left = readdirSync(place.storage);
    assert.ok(left.includes('owner.lock') && left.includes('logbook.db.lock'), left.join());
    const { socket } = JSON.parse(readFileSync(join(place.storage, 'owner.lock'), 'utf8')) as {
      socket: string;
    };
    assert.deepEqual(await place.taken(), truth);
    assert.deepEqual(readdirSync(place.storage), ['logbook.db']);
    assert.equal(existsSync(socket), false);
  });

  it('an owner of a newer version refuses the command with what to do', async () => {
    const window = await place.window();
    await window.call('rescan');
    const file = join(place.storage, 'owner.lock');
    const lock = JSON.parse(readFileSync(file, 'utf8')) as { protocol: number; version: string };
    writeFileSync(file, JSON.stringify({ ...lock, protocol: lock.protocol + 1, version: '9.9.9' }));
    const ran = await place.logbook(['usage']);
    assert.equal(ran.code, 1);
    assert.match(
      ran.error,
      /^logbook: A newer Agent Logbook \(9\.9\.9, process \d+\) has the store open\. Reload this window, or update this command/,
    );
    writeFileSync(file, JSON.stringify(lock));
    assert.deepEqual(await place.taken(), truth);
  });

  it('lies in a folder whose path is longer than a socket allows', async () => {
    place.storage = join(place.folder, 'x'.repeat(150), 'y'.repeat(100));
    const window = await place.window();
    await window.call('rescan');
    assert.deepEqual(await place.taken(), truth);
  });

  it('keeps folder and files for the user alone, whatever the umask and whatever they were', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const cli = join(await bundles(), 'cli.js');
    const imported = () =>
      execFileSync(
        'sh',
        ['-c', 'umask 0; exec "$@"', 'sh', process.execPath, cli, '--home', place.home, 'import', '--json'],
        { env: { PATH: process.env['PATH'] } },
      );
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    imported();
    assert.equal(mode(place.storage), '700');
    assert.equal(mode(place.database), '600');
    chmodSync(place.database, 0o644);
    const window = await place.window();
    await window.call('rescan');
    for (const name of readdirSync(place.storage)) {
      assert.equal(mode(join(place.storage, name)), '600', name);
    }
  });
});
