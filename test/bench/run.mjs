// npm run bench -- [--mb 256] [--seed 1] [--files 4000] [--idle 20] [--json] [--dist DIR]
// Figures of reading sessions, each beside a floor that was measured in the same run. It asserts nothing: a clock that is
// shared with others proves nothing. Build first.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { nextLine, writeCorpus, writeManyFiles } from './corpus.mjs';
import { openStore } from './store.mjs';

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '4000' },
    idle: { type: 'string', default: '20' },
    dist: { type: 'string', default: join(import.meta.dirname, '../../dist') },
    json: { type: 'boolean', default: false },
  },
});
const { dist } = values;
if (!existsSync(join(dist, 'cli.js'))) {
  console.error(`There is no ${join(dist, 'cli.js')}. Run npm run build first.`);
  process.exit(1);
}
const work = mkdtempSync(join(tmpdir(), 'logbook-bench-'));
const rows = [];
const note = (name, value, unit, remark = '') => rows.push({ name, value, unit, remark });
try {
  await measure();
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (values.json) {
  console.log(JSON.stringify({ node: process.version, cpus: cpus().length, ...values, rows }));
} else {
  for (const { name, value, unit, remark } of rows) {
    console.log(`${name.padEnd(44)} ${String(value).padStart(9)} ${unit.padEnd(6)} ${remark}`);
  }
}

async function measure() {
  const home = join(work, 'home');
  const corpus = writeCorpus(home, { bytes: Number(values.mb) * 1e6, seed: Number(values.seed) });
  note('corpus', Math.round(corpus.bytes / 1e6), 'MB', `${corpus.files} files, ${corpus.lines} lines`);

  metered(join(import.meta.dirname, 'floor.cjs'), home);
  const floor = metered(join(import.meta.dirname, 'floor.cjs'), home);
  note('floor F: read and parse all lines, wall', floor.wallMs, 'ms');
  note('floor F, CPU', floor.cpuMs, 'ms');

  const command = ['--home', home, '--storage', join(work, 'cli'), 'import', '--json'];
  const imported = metered(join(dist, 'cli.js'), ...command);
  const ratio = (a, b) => (a / b).toFixed(2);
  note('logbook import, wall', imported.wallMs, 'ms', `${ratio(imported.wallMs, floor.wallMs)} F`);
  note('logbook import, CPU', imported.cpuMs, 'ms', `${ratio(imported.cpuMs, floor.cpuMs)} F`);
  note('logbook import, peak memory', imported.peakMb, 'MB');
  const again = metered(join(dist, 'cli.js'), ...command);
  note('logbook import again, nothing new, wall', again.wallMs, 'ms');

  await measureLive(home, corpus);
  await measureIdle();
}

async function measureLive(home, corpus) {
  const start = performance.now();
  const store = openStore({ dist, home, storage: join(work, 'live') });
  const since = Date.now() - 86_400_000;
  let lastDay = 0;
  while (lastDay < corpus.lastDay.length) {
    lastDay = (await store.ask('sessions', { since }, { limit: 1000 })).length;
    await sleep(10);
  }
  note(
    'sessions of the last day visible',
    Math.round(performance.now() - start),
    'ms',
    `${lastDay} sessions`,
  );

  const during = [];
  let appended = 0;
  let progress = await store.ask('progress');
  while (progress.phase !== 'idle') {
    during.push(await append(store, corpus.newest, appended++));
    await sleep(50);
    progress = await store.ask('progress');
  }
  note('first import beside all this, wall', Math.round(performance.now() - start), 'ms');
  const after = [];
  for (let i = 0; i < 100; i++) {
    after.push(await append(store, corpus.newest, appended++));
    // Away from the pace at which changes are announced.
    await sleep(120 + (i % 7) * 5);
  }
  distribution('append to visible while importing', during);
  distribution('append to visible', after);
  await store.close();
}

/** Milliseconds from the write until the store tells that the session changed. */
async function append(store, file, number) {
  const session = basename(file, '.jsonl');
  const seen = store.changed(
    ({ sessions }) => sessions === 'all' || sessions.some((id) => id.endsWith(session)),
  );
  const start = performance.now();
  appendFileSync(file, nextLine(session, number));
  await seen;
  return performance.now() - start;
}

async function measureIdle() {
  const home = join(work, 'many');
  const count = Number(values.files);
  writeManyFiles(home, count);
  const store = openStore({ dist, home, storage: join(work, 'idle') });
  await store.ask('rescan');
  await sleep(2000);
  const seconds = Number(values.idle);
  const before = process.cpuUsage();
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  const share = ((user + system) / 1e6 / seconds) * 100;
  note(`idle CPU, ${count} files, first ${seconds} s after an import`, share.toFixed(2), '%', 'of one core');
  await store.close();
}

function metered(script, ...args) {
  const file = join(work, 'meter.json');
  const meter = join(import.meta.dirname, 'meter.cjs');
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

function distribution(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
  note(name, at(0.5), 'ms', `p95 ${at(0.95)}, max ${at(1)}, n ${sorted.length}`);
}
