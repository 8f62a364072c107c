// Runs programs as processes of their own and tells what they took.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const meter = join(import.meta.dirname, 'meter.cjs');

/** Wall and CPU time in ms and peak memory in MB of a script, the least of `times` runs: what others do only adds. */
export function metered(work, times, script, ...args) {
  return leastOf(Array.from({ length: times }, () => meteredOnce(work, script, args)));
}

/** The same of one run, and what it printed. */
export function meteredOnce(work, script, args) {
  const file = join(work, 'meter.json');
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--require', meter, script, ...args], {
    env: { ...process.env, BENCH_METER: file },
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${script} ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  const taken = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return { ...taken, stdout };
}

/** The least of each figure of some runs. */
export function leastOf(runs) {
  const least = (key) => Math.min(...runs.map((one) => one[key]));
  return { wallMs: least('wallMs'), cpuMs: least('cpuMs'), peakMb: least('peakMb') };
}
