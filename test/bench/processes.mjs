// Runs programs as processes of their own and tells what they took.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const meter = join(import.meta.dirname, 'meter.cjs');

/** Wall and CPU time in ms and peak memory in MB of a script, the least of `times` runs: what others do only adds. */
export function metered(work, times, script, ...args) {
  const runs = Array.from({ length: times }, () => run(work, script, args));
  const least = (key) => Math.min(...runs.map((one) => one[key]));
  return { wallMs: least('wallMs'), cpuMs: least('cpuMs'), peakMb: least('peakMb') };
}

function run(work, script, args) {
  const file = join(work, 'meter.json');
  const { status, stderr } = spawnSync(process.execPath, ['--require', meter, script, ...args], {
    env: { ...process.env, BENCH_METER: file },
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${script} ended with ${status}: ${stderr}`);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
