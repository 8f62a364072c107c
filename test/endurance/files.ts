import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DoctorReport } from '../../src/common/importReport.js';
import { bundles, Place, type Window } from '../faults/support.js';
import { startCrowd, type Crowd } from './crowd.js';
import type { EndurancePart, PartOptions, Report } from './part.js';
import { random } from './random.js';

/** Resident memory in MB that a window's process may take: while many write, and with a line of 64 MB. */
const mostMemory = { reading: 350, longLine: 900 };
const longestLine = 64 << 20;
const tickMs = 20;
/** Asking more often would take the time that reading needs. */
const askMs = 100;

/**
 * `size`: files that are there at the start, to a fiftieth of which agents write at once; `minutes`: so long they do;
 * `rounds`: so often they pause, and what was read is compared with what was written.
 */
export const files: EndurancePart = {
  name: 'files',
  title: 'Whatever happens to files, totals are exactly what was written, and memory is bounded',
  short: { rounds: 2, minutes: 0.05, size: 400 },
  full: { rounds: 10, minutes: 5, size: 10_000 },
  async run(options, report) {
    await bundles();
    const place = new Place();
    try {
      const crowd = startCrowd(place.home, random(options.seed), options.size, agentsOf(options));
      await follow(place, crowd, options, report);
      await lookAfterwards(place, crowd);
    } finally {
      await place.killAll();
      await place.dispose();
    }
  },
};

function agentsOf({ size }: PartOptions): number {
  return Math.max(8, Math.round(size / 50));
}

async function follow(place: Place, crowd: Crowd, options: PartOptions, report: Report): Promise<void> {
  const locked = join(place.folder, 'locked');
  // Now and then the files of one folder cannot be read: a call that fails, since root may read anything.
  const window = await place.window([
    { call: 'openSync', path: '/-with space/.*jsonl$', code: 'EACCES', when: locked },
  ]);
  const memory = watchMemory(window, report);
  report.figure('files at the start', options.size);
  report.figure('agents at once', agentsOf(options));
  report.figure('until all was read at first', await caughtUp(window, crowd), 'ms');
  memory.tell('memory after the first reading');
  let latest = 0;
  for (let round = 0; round < options.rounds; round++) {
    if (round % 2 === 1) {
      writeFileSync(locked, '');
    }
    await letWrite(crowd, options);
    rmSync(locked, { force: true });
    if (round % 2 === 1) {
      await window.call('rescan');
    }
    const late = await caughtUp(window, crowd);
    latest = Math.max(latest, late);
    await sameAfterLooking(window, crowd);
    crowd.takeAway();
    report.progress(`round ${round}: ${crowd.truth()[0]} responses, all read after ${Math.round(late)} ms`);
  }
  report.figure('until all was read after the last write, at most', latest, 'ms');
  report.figure('written', crowd.bytes() / 1e6, 'MB');
  await caughtUp(window, crowd);
  memory.tell('memory after the last write');
  memory.tellPeak('memory while agents wrote, at most', mostMemory.reading);
  await longLines(window, crowd, report);
  memory.tellPeak('memory with lines of 64 MB, at most', mostMemory.longLine);
  memory.stop();
  await window.close();
}

async function letWrite(crowd: Crowd, options: PartOptions): Promise<void> {
  const end = performance.now() + (options.minutes * 60_000) / options.rounds;
  while (performance.now() < end) {
    crowd.work(Math.ceil(agentsOf(options) / 50));
    await sleep(tickMs);
  }
  crowd.pause();
}

/** A line just below the limit is read; one above it is passed over and named, and what follows it is read. */
async function longLines(window: Window, crowd: Crowd, report: Report): Promise<void> {
  crowd.sayAtLength(longestLine - 2000);
  report.figure('until a line of 64 MB was read', await caughtUp(window, crowd), 'ms');
  const file = crowd.sayNothingAtLength(longestLine + (1 << 20));
  await caughtUp(window, crowd);
  const { problems }: DoctorReport = await window.call('doctor', false);
  const told = problems.find((problem) => problem.file === file);
  assert.match(told?.message ?? '', /more than 67108864; it was passed over/);
}

/** Waits until the window has the truth by itself; returns after how many ms. */
async function caughtUp(window: Window, crowd: Crowd): Promise<number> {
  const start = performance.now();
  for (;;) {
    const found = await totals(window);
    const took = performance.now() - start;
    if (found.join() === crowd.truth().join()) {
      return took;
    }
    assert.ok(took < 180_000, `After 3 minutes ${found.join('/')} of ${crowd.truth().join('/')}`);
    await sleep(askMs);
  }
}

async function totals(window: Window): Promise<[number, number, number]> {
  const { totals: found } = await window.call('usage', { by: 'none' });
  return [found.responses, found.tokens.output, found.sessions];
}

async function sameAfterLooking(window: Window, crowd: Crowd): Promise<void> {
  await window.call('rescan');
  assert.deepEqual(await totals(window), crowd.truth());
}

/** Only links in a circle and what was passed over is a problem, and reading once more changes nothing. */
async function lookAfterwards(place: Place, crowd: Crowd): Promise<void> {
  const [responses, output] = crowd.truth();
  assert.deepEqual(await place.taken(), [responses, output]);
  const again = await place.json(['import']);
  assert.deepEqual([again.messages, again.responses], [0, 0]);
  const { database, problems } = await place.json(['doctor']);
  assert.equal(database.integrity, 'ok');
  const others = (problems as { file: string; message: string }[]).filter(
    ({ message }) => !/symbolic links go in a circle|more than 67108864/.test(message),
  );
  assert.deepEqual(others, []);
}

/** Looks at the process's resident memory all the time, where the system tells it. */
function watchMemory({ pid }: Window, report: Report) {
  let peak = 0;
  const look = () => {
    const resident = residentMb(pid);
    peak = Math.max(peak, resident);
    return resident;
  };
  const timer = setInterval(look, 100);
  return {
    tell: (name: string) => report.figure(name, look(), 'MB'),
    /** Of the time since the last call. */
    tellPeak(name: string, most: number) {
      report.figure(name, peak, 'MB');
      if (peak > most) {
        report.fail(`${name}: ${Math.round(peak)} MB, more than ${most}`);
      }
      peak = 0;
    },
    stop: () => clearInterval(timer),
  };
}

/** 0 where the system does not tell. */
function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
