import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { bundles, Place } from '../faults/support.js';
import { diskTroubles } from './diskTroubles.js';
import type { EndurancePart, PartOptions, Report } from './part.js';
import { random } from './random.js';
import { systemTroubles } from './systemTroubles.js';
import { writeTrackedHome } from './trackedHome.js';
import type { Round, Trouble } from './trouble.js';

const all: readonly Trouble[] = [...diskTroubles, ...systemTroubles];
const short = all.filter(({ inShort }) => inShort);
const troubles = [...short, ...all.filter(({ inShort }) => !inShort)];

/** `rounds`: of all troubles, one after another; `size`: thousands of responses that are to be read. */
export const disk: EndurancePart = {
  name: 'disk',
  title: 'What disk, clock and system do costs nothing that was acknowledged, and is told in one sentence',
  short: { rounds: short.length, minutes: 0, size: 0.3 },
  full: { rounds: 20 * troubles.length, minutes: 0, size: 3 },
  async run(options, report) {
    await bundles();
    const missing = new Map(troubles.map((trouble) => [trouble, trouble.unavailable?.() ?? null]));
    for (const [{ name }, why] of missing) {
      if (why !== null) {
        report.skip(`${name}: ${why}`);
      }
    }
    const able = troubles.filter((trouble) => missing.get(trouble) === null);
    for (let n = 0; n < options.rounds; n++) {
      const trouble = able[n % able.length];
      if (trouble !== undefined) {
        await tryOnce(trouble, n, options, report);
      }
    }
  },
};

async function tryOnce(trouble: Trouble, n: number, options: PartOptions, report: Report): Promise<void> {
  const r = random(options.seed * 1000 + n);
  const cleanUps: (() => void)[] = [];
  const place = new Place();
  const home = writeTrackedHome(place, r, Math.ceil(options.size * 1000));
  const round: Round = { place, home, r, report, tickets: [], after: (cleanUp) => cleanUps.unshift(cleanUp) };
  const start = performance.now();
  try {
    await trouble.run(round);
    await lookAfterwards(round);
    report.count('rounds');
    report.progress(`${n}: ${trouble.name}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report.fail(`round ${n}, ${trouble.name}: ${text}`);
  } finally {
    await place.killAll();
    cleanUps.forEach((cleanUp) => cleanUp());
    await place.dispose();
  }
}

/** The trouble is over: everything is there, nothing twice, and nothing of it is left. */
async function lookAfterwards({ place, home, tickets }: Round): Promise<void> {
  assert.deepEqual(await place.taken(), home.truth());
  const again = await place.json(['import']);
  assert.deepEqual([again.lines, again.messages, again.responses], [0, 0, 0]);
  const report = await place.json(['doctor']);
  assert.equal(report.database.integrity, 'ok');
  assert.deepEqual([report.set_aside, report.problems], [[], []]);
  assert.deepEqual(readdirSync(place.storage), ['logbook.db']);
  if (tickets.length > 0) {
    const window = await place.window();
    const known = ((await window.call('tickets', {})) as { key: string }[]).map(({ key }) => key);
    assert.deepEqual(
      tickets.filter((key) => !known.includes(key)),
      [],
      'an acknowledged ticket is lost',
    );
    await window.close();
  }
}
