import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, Window } from '../faults/support.js';
import { makeSmallDisk, whyNoSmallDisk, type SmallDisk } from './smallDisk.js';
import { failedOrDone, type Round, type Trouble } from './trouble.js';
import { reaches, ready, told, within } from './waiting.js';

const full = /^logbook: The disk is full: .*ENOSPC.*Free some space/;
const anyDatabaseFile = '/\\.agent-logbook/logbook\\.db';

/** Disks that are full, read-only, failing, slow or without power. */
export const diskTroubles: readonly Trouble[] = [
  {
    name: 'a full disk under a command',
    unavailable: whyNoSmallDisk,
    async run(round) {
      const { place, r, report } = round;
      const disk = ownDisk(round);
      disk.fill(r.below(1_500_000));
      const outcome = failedOrDone(await place.logbook(['import']), full);
      report.count(`full disk: commands that ${outcome}`);
      disk.empty();
    },
  },
  {
    name: 'a full disk under a window',
    inShort: true,
    unavailable: whyNoSmallDisk,
    async run(round) {
      const { place, home, r } = round;
      const disk = ownDisk(round);
      const window = await place.window();
      await reaches(window, home.truth());
      const before = home.truth();
      disk.fill(r.below(30_000));
      home.begin(400);
      await told(window, 'the full disk', () => window.progress.at(-1)?.phase === 'failed');
      assert.match(window.progress.at(-1)?.message ?? '', /The disk is full.*Free some space/);
      const [stored] = await window.totals();
      assert.ok(stored >= before[0] && stored <= home.truth()[0], 'reading goes on');
      await assert.rejects(
        window.call('startTicket', { key: 'FULL-1', folder: place.folder }),
        /The disk is full/,
      );
      disk.empty();
      await reaches(window, home.truth());
      await window.close();
    },
  },
  {
    name: 'a disk that fills up at any write',
    async run({ place, r, report }) {
      const fault = { call: 'writeSync', path: anyDatabaseFile, code: 'ENOSPC' };
      const faults = [{ ...fault, after: r.below(500), half: r.below(2) === 0 }];
      report.count(`full disk: commands that ${failedOrDone(await place.logbook(['import'], faults), full)}`);
    },
  },
  {
    name: 'a read-only disk under a command and a window',
    unavailable: whyNoSmallDisk,
    async run(round) {
      const { place, home, r } = round;
      const disk = ownDisk(round);
      if (r.below(2) === 0) {
        await place.json(['import']);
      }
      disk.setReadOnly(true);
      const message = /cannot be written: .*Make the folder and its files writable/;
      assert.equal(failedOrDone(await place.logbook(['import']), message), 'failed');
      const window = await place.window();
      await told(window, 'the read-only disk', () => window.states.at(-1)?.status === 'failed');
      assert.match(window.states.at(-1)?.message ?? '', message);
      disk.setReadOnly(false);
      await window.call('rescan');
      assert.deepEqual(await window.totals(), home.truth());
      await window.close();
    },
  },
  {
    name: 'a disk that fails under a command',
    async run({ place, r, report }) {
      const faults = anyFailure(r.pick(['EIO', 'EIO', 'EROFS', 'ENOSPC']), r.below(300), r);
      const message = /^logbook: (The disk (failed|is full)|.*cannot be written).*\. \w/;
      report.count(
        `failing disk: commands that ${failedOrDone(await place.logbook(['import'], faults), message)}`,
      );
    },
  },
  {
    name: 'a disk that fails under a window, again and again',
    async run(round) {
      const { place, home, r } = round;
      const broken = join(place.folder, 'broken');
      const calls = r.pick([
        ['writeSync'],
        ['fsyncSync'],
        ['readSync', 'writeSync'],
        ['writeSync', 'fsyncSync'],
      ]);
      const code = r.pick(['EIO', 'EROFS', 'ENOSPC']);
      const window = await place.window(
        calls.map((call) => ({ call, path: anyDatabaseFile, code, when: broken })),
      );
      await reaches(window, home.truth());
      for (let time = 0; time < 3; time++) {
        writeFileSync(broken, '');
        home.goOn(1 + r.below(50));
        home.begin(100);
        await tryTickets(round, window, 10);
        rmSync(broken);
        await tryTickets(round, window, 5);
        await reaches(window, home.truth());
      }
      await window.close();
    },
  },
  {
    name: 'a power cut',
    inShort: true,
    unavailable: whyNoSmallDisk,
    async run(round) {
      const { place, home, r, report } = round;
      const disk = ownDisk(round);
      const window = await place.window();
      await ready(window);
      if (r.below(2) === 0) {
        await reaches(window, home.truth());
      }
      home.goOn(200);
      await tryTickets(round, window, 1 + r.below(30));
      disk.cutPower();
      await window.kill();
      disk.bringBack();
      report.count('power cuts');
      report.count('acknowledged before a power cut', round.tickets.length);
    },
  },
  {
    name: 'a storage folder that is taken away',
    async run(round) {
      const { place, home, r } = round;
      const window = await place.window();
      await reaches(window, home.truth());
      if (r.below(2) === 0) {
        rmSync(place.storage, { recursive: true });
      } else {
        renameSync(place.storage, `${place.storage}-moved`);
      }
      home.goOn(20);
      await tryTickets(round, window, 1 + r.below(5));
      await reaches(window, home.truth());
      assert.equal(window.troubles.length, 1);
      await (r.below(2) === 0 ? window.kill() : window.close());
    },
  },
  {
    name: 'a disk that syncs slowly',
    async run(round) {
      const { place, home, r, report } = round;
      const delay = 20 + r.below(300);
      const window = await place.window([{ call: 'fsyncSync', path: '.', delay }]);
      await ready(window);
      home.goOn(20);
      await tryTickets(round, window, 5);
      const took = await reaches(window, home.truth());
      report.figure('slow sync: totals after', took / delay, 'syncs');
      await window.close();
    },
  },
];

function ownDisk({ place, after }: Round): SmallDisk {
  const disk = makeSmallDisk(place.folder);
  after(() => disk.dispose());
  place.storage = join(disk.path, '.agent-logbook');
  return disk;
}

/** A few calls on the database's files that fail, of the same kind or not. */
function anyFailure(code: string, after: number, r: Round['r']): Fault[] {
  const calls = ['readSync', 'writeSync', 'fsyncSync', 'ftruncateSync', 'openSync'];
  return Array.from({ length: 1 + r.below(2) }, () => ({
    call: r.pick(calls),
    path: anyDatabaseFile,
    code,
    after: r.pick([0, r.below(5), r.below(30), after]),
    times: 1 + r.below(5),
  }));
}

/** Starts tickets one after another; those that were acknowledged must be there in the end. */
async function tryTickets({ place, tickets }: Round, window: Window, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const key = `T-${tickets.length}${i}`;
    try {
      await within(
        30_000,
        'an answer',
        window.call('startTicket', { key, folder: `${place.folder}/${key}` }),
      );
      tickets.push(key);
    } catch (error) {
      assert.match(String(error), /The disk (failed|is full)|cannot be written/);
    }
  }
}
