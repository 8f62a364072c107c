import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Window } from '../faults/support.js';
import { failedOrDone, type Trouble } from './trouble.js';
import { reaches, ready } from './waiting.js';

const hour = 3_600_000;
const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
  ...['Pacific/Kiritimati', 'Pacific/Niue', 'America/St_Johns', 'Africa/Casablanca'],
];

/** Too few descriptors, a clock that is set, a time zone that changes. */
export const systemTroubles: readonly Trouble[] = [
  {
    name: 'too few descriptors for a command',
    unavailable: whyNoLimits,
    async run({ place, r, report }) {
      const ran = await place.logbook(['import'], undefined, 18 + r.below(24));
      // Node itself cannot start with the fewest.
      const ours = ran.code === 0 || ran.error.startsWith('logbook: ');
      const outcome = ours ? failedOrDone(ran, /EMFILE|Too many|\. \w/) : 'could not start';
      report.count(`few descriptors: commands that ${outcome}`);
    },
  },
  {
    name: 'no descriptor left for a window',
    inShort: true,
    unavailable: whyNoLimits,
    async run({ place, home, r, report }) {
      const window = await place.window();
      await reaches(window, home.truth());
      limit(window, descriptors(window) + r.below(3));
      home.goOn(30);
      home.begin(50);
      const ran = await place.logbook(['usage', '--json']);
      report.count(`no descriptors in the owner: commands that ${failedOrDone(ran, /^logbook: /)}`);
      await window.call('progress');
      limit(window, 1024);
      await reaches(window, home.truth());
      await window.close();
    },
  },
  {
    name: 'a clock that is set',
    inShort: true,
    async run({ place, home, r, tickets }) {
      const clock = join(place.folder, 'clock');
      const window = await place.window([{ call: 'clock', path: clock }]);
      const set = (hours: number) => writeFileSync(clock, String(Math.round(hours * hour)));
      await reaches(window, home.truth());
      const folder = `${place.folder}/work`;
      for (const [i, hours] of [0, -r.below(48), 24 - r.below(48), -r.below(9000), r.below(9000)].entries()) {
        const key = `CLOCK-${i}`;
        await window.call('startTicket', { key, folder });
        tickets.push(key);
        set(hours);
        // Later than any cache of the time in the other process.
        await window.call('progress');
        home.goOn(1 + r.below(20));
        home.begin(20);
        await reaches(window, home.truth());
        const report = await window.call('finishTicket', folder);
        assert.equal(report.state, 'finished');
        assert.ok(report.durationMs >= 0, `a ticket took ${report.durationMs} ms`);
        await window.call('groups', 'day', {});
        assert.equal((await window.call('tickets', {})).length, i + 1);
      }
      if (r.below(2) === 0) {
        await window.kill();
      }
      await window.close();
    },
  },
  {
    name: 'a change of the time zone',
    async run({ place, home, r, report }) {
      await place.json(['import']);
      for (const zone of [r.pick(zones), r.pick(zones)]) {
        const window = await place.window(undefined, zone);
        await ready(window);
        await reaches(window, home.truth());
        const { rows } = await window.call('usage', { by: 'day' });
        const days = Object.fromEntries(
          (rows as { key: string; responses: number }[]).map(({ key, responses }) => [key, responses]),
        );
        assert.deepEqual(days, home.days(zone), zone);
        const groups = (await window.call('groups', 'day', {})) as { key: string }[];
        assert.deepEqual(new Set(groups.map(({ key }) => key)), new Set(Object.keys(days)), zone);
        report.count('days counted in another time zone', rows.length);
        await window.close();
      }
    },
  },
];

function whyNoLimits(): string | null {
  return process.platform === 'linux' && existsSync('/usr/bin/prlimit')
    ? null
    : 'a limit of descriptors needs Linux and prlimit';
}

/** The lowest number that is free: with it as the limit nothing more can be opened. */
function descriptors({ pid }: Window): number {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  for (let number = 0; ; number++) {
    if (!open.has(number)) {
      return number;
    }
  }
}

function limit({ pid }: Window, files: number): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${files}:4096`]);
}
