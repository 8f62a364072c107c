import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { bundles, Place, session, sum, type Window } from './support.js';

/** What a person, a clean-up or a restored backup may do to the storage folder while windows have it open. */
describe('a storage folder that is taken away while it is open', function () {
  this.timeout(120_000);
  let place: Place;
  let window: Window;
  const outputs = [10, 20, 30];
  before(() => bundles());
  beforeEach(async () => {
    place = new Place();
    place.session('one', session('one', outputs));
    window = await place.window();
    await window.call('rescan');
    await window.call('startTicket', { key: 'OLD-1', folder: `${place.folder}/old` });
  });
  afterEach(() => place.dispose());

  const tickets = async (asked = window) =>
    ((await asked.call('tickets', {})) as { key: string }[]).map(({ key }) => key).sort();
  const told = () => {
    assert.equal(window.troubles.length, 1);
    assert.match(
      window.troubles[0] ?? '',
      /The folder .*\.agent-logbook was deleted, moved or replaced .*brought up to date/,
    );
  };

  const moved = () => `${place.storage}-moved`;
  for (const [what, take, known] of [
    ['deleted', () => rmSync(place.storage, { recursive: true }), ['NEW-1']],
    ['moved', () => renameSync(place.storage, moved()), ['NEW-1']],
    [
      'replaced by a copy of itself',
      () => {
        cpSync(place.storage, moved(), { recursive: true });
        rmSync(place.storage, { recursive: true });
        renameSync(moved(), place.storage);
      },
      ['NEW-1', 'OLD-1'],
    ],
  ] as const) {
    it(`because it is ${what}: a write that is acknowledged is in what lies there afterwards`, async () => {
      take();
      await window.call('startTicket', { key: 'NEW-1', folder: `${place.folder}/new` });
      told();
      await window.call('rescan');
      assert.deepEqual(await window.totals(), [outputs.length, sum(outputs)]);
      await window.kill();
      assert.deepEqual(await place.taken(), [outputs.length, sum(outputs)]);
      assert.deepEqual(await tickets(await place.window()), known);
      assert.deepEqual(
        readdirSync(place.storage).filter((name) => name.includes('damaged')),
        [],
      );
    });
  }

  it('is noticed by itself, and what others write there is not touched by the former owner', async () => {
    rmSync(place.storage, { recursive: true });
    const second = await place.window();
    await second.call('startTicket', { key: 'NEW-2', folder: place.folder });
    assert.deepEqual(await tickets(second), ['NEW-2']);
    await window.told(() => window.states.at(-1)?.role === 'client');
    told();
    assert.deepEqual(await tickets(), ['NEW-2']);
    // The log and the locks of the second are still there, though the first closed a database of the same name.
    assert.ok(existsSync(`${place.database}-wal`) && existsSync(`${place.database}.lock`));
    await second.kill();
    await window.told(() => window.states.at(-1)?.role === 'owner');
    assert.deepEqual(await tickets(), ['NEW-2']);
    assert.equal((await window.doctor()).database.integrity, 'ok');
  });
});
