import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { bundles, Place, session, sum, type Fault, type Window } from './support.js';

/** Kill -9 at chosen points: before the n-th call of a kind that the process makes. */
describe('a process that is killed', function () {
  this.timeout(120_000);
  let place: Place;
  let truth: [number, number];
  before(() => bundles());
  beforeEach(() => {
    place = new Place();
    const outputs: number[] = [];
    for (let file = 0; file < 6; file++) {
      const own = Array.from({ length: 500 }, (_, i) => 1 + ((i * 7 + file) % 90));
      outputs.push(...own);
      place.session(`s${file}`, session(`s${file}`, own));
    }
    // A fork: the first 200 responses of another session again, and some of its own.
    const own = [1000, 2000];
    place.session('fork', session('fork', outputs.slice(0, 200), 's0') + session('fork', own, 'fork'));
    truth = [outputs.length + own.length, sum(outputs) + sum(own)];
  });
  afterEach(() => place.dispose());

  const killed = async (fault: Omit<Fault, 'kill'>) => {
    const ran = await place.logbook(['import'], [{ ...fault, kill: true }]);
    assert.equal(ran.signal, 'SIGKILL', `${fault.call} ${fault.after}: ${ran.error}${ran.out}`);
  };

  it('while it imports leaves what it had, and the next import ends with the truth', async () => {
    const wal = 'logbook\\.db-wal$';
    const after: number[] = [];
    for (const fault of [
      // A transaction is written in few calls, so that few of them hold all there is.
      { call: 'writeSync', path: wal, after: 0 },
      { call: 'readSync', path: 's\\d\\.jsonl$', after: 2 },
      { call: 'writeSync', path: wal, after: 5 },
      { call: 'writeSync', path: wal, after: 5 },
      { call: 'writeSync', path: wal, after: 5 },
      { call: 'fsyncSync', path: wal, after: 0 },
      // The log is written back into the database at the end, when all is read.
      { call: 'writeSync', path: 'logbook\\.db$', after: 3 },
      { call: 'fsyncSync', path: 'logbook\\.db$', after: 0 },
    ]) {
      await killed(fault);
      const [responses, output] = await place.stored();
      assert.ok(responses >= (after.at(-1) ?? 0) && output <= truth[1], `${responses} after ${after.join()}`);
      after.push(responses);
    }
    assert.ok(new Set(after).size > 3, `the kills fell into the import: ${after.join()} of ${truth[0]}`);
    assert.deepEqual(await place.taken(), truth);
    const again = await place.json(['import']);
    assert.deepEqual([again.lines, again.messages, again.responses], [0, 0, 0]);
    const report = await place.json(['doctor']);
    assert.equal(report.database.integrity, 'ok');
    assert.deepEqual([report.set_aside, report.problems], [[], []]);
    assert.deepEqual(readdirSync(place.storage), ['logbook.db']);
  });

  it('while it takes or evicts a lock is in nobody’s way, and leaves nothing for good', async () => {
    await place.json(['import']);
    for (const fault of [
      { call: 'writeSync', path: '\\.lock' },
      { call: 'writeSync', path: 'logbook\\.db\\.lock' },
      { call: 'linkSync', path: 'logbook\\.db\\.lock' },
      { call: 'unlinkSync', path: 'owner\\.lock\\.' },
      { call: 'unlinkSync', path: 'logbook\\.db\\.lock\\.' },
      { call: 'renameSync', path: '\\.lock' },
      { call: 'unlinkSync', path: 'logbook\\.db\\.lock\\.', after: 1 },
    ]) {
      // What is left by the kill before is what this one finds.
      await killed({ after: 0, ...fault });
    }
    assert.deepEqual(await place.taken(), truth);
    assert.deepEqual(readdirSync(place.storage), ['logbook.db']);
  });

  it('while others import, too, leaves them the truth', async () => {
    const commands = [
      place.logbook(
        ['import', '--json'],
        [{ call: 'writeSync', path: 'logbook\\.db-wal$', after: 6, kill: true }],
      ),
      ...Array.from({ length: 3 }, () => place.logbook(['import', '--json'])),
    ];
    const ended = await Promise.all(commands);
    for (const { code, error } of ended.slice(1)) {
      assert.equal(code, 0, error);
    }
    assert.deepEqual(await place.stored(), truth);
    assert.deepEqual((await place.json(['doctor'])).set_aside, []);
  });

  it('as the owner loses no acknowledged write of its clients, which go on at the next owner', async () => {
    const owner = await place.window();
    await owner.told(() => owner.states.at(-1)?.status === 'ready');
    const clients = [await place.window(), await place.window()];
    for (const client of clients) {
      await client.told(() => client.states.at(-1)?.status === 'ready');
      assert.equal(client.states.at(-1)?.role, 'client');
    }
    const acknowledged: string[] = [];
    const stop = new AbortController();
    const write = async (window: Window, name: string) => {
      for (let n = 0; !stop.signal.aborted; n++) {
        const key = `${name}-${n}`;
        await window.call('startTicket', { key, folder: `${place.folder}/${key}` });
        acknowledged.push(key);
      }
    };
    const writers = clients.map((client, i) => write(client, ['AA', 'BB'][i] ?? ''));
    const grown = async (by: number) => {
      const from = acknowledged.length;
      const [first] = clients;
      await Promise.race([first?.told(() => acknowledged.length >= from + by), ...writers]);
    };
    await grown(20);
    await owner.kill();
    await grown(20);
    stop.abort();
    await Promise.all(writers);
    const roles = clients.map(({ states }) => states.at(-1)?.role);
    assert.deepEqual(new Set(roles), new Set(['client', 'owner']));

    const summaries = (await clients[0]?.call('tickets', {})) as { key: string }[];
    const keys = summaries.map(({ key }) => key);
    assert.deepEqual([...keys].sort(), [...new Set(acknowledged)].sort());
    assert.deepEqual(await place.taken(), truth);
  });
});
