/**
 * `node test/conformance/corpus.mjs HOME TRUTH [CLI]`: imports a generated home folder with the command line and compares
 * usage with the generator's truth, to the token: read at once, read again, killed on the way and gone on, two processes at
 * once, files half written and then whole. Ends with `N passed, N failed`. CLI is dist/cli.js when it is not given.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { countClaude } from './claudeCounter.mjs';

const [home, truthFile, cli = join(import.meta.dirname, '../../dist/cli.js')] = process.argv
  .slice(2)
  .map((path) => resolve(path));
if (!home || !truthFile) {
  console.error('usage: node test/conformance/corpus.mjs HOME TRUTH [CLI]');
  process.exit(2);
}
const truth = JSON.parse(readFileSync(truthFile, 'utf8'));
/** What the truth of Claude Code's generator leaves out. */
const counted = truth.costUSD ? countClaude(home) : null;
const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
/** A command that takes longer hangs. */
const longestMs = 600_000;
let passed = 0;
let failed = 0;
let stores = 0;

try {
  const first = newStore();
  const startedAt = Date.now();
  const figures = await logbook(first, 'import');
  const importMs = Date.now() - startedAt;
  check('import', 'problems', figures.problems, []);
  check('import', 'responses', figures.responses, truth.truth.responses);
  await compareAll('read at once', first);

  const again = await logbook(first, 'import');
  check('import again', 'new', [again.lines, again.messages, again.responses], [0, 0, 0]);
  await compareAll('read again', first);

  for (const share of [0.2, 0.5, 0.8]) {
    const store = newStore();
    await killedImport(store, share * importMs);
    await logbook(store, 'import');
    await compareAll(`killed at ${share} and gone on`, store);
  }

  const killed = newStore();
  for (let round = 1; round <= 6; round++) {
    await killedImport(killed, (round / 7) * importMs);
  }
  await logbook(killed, 'import');
  await compareAll('killed six times', killed);

  const shared = newStore();
  await Promise.all([logbook(shared, 'import'), logbook(shared, 'import'), logbook(shared, 'usage')]);
  await compareAll('three processes at once', shared);

  const torn = newStore();
  const partHome = join(folder, 'home');
  cpSync(home, partHome, { recursive: true, preserveTimestamps: true });
  const files = filesBelow(partHome);
  for (const share of [0.13, 0.5, 0.77]) {
    // Copies from the whole grow from cut to cut, as an agent's file does; some cuts are in the middle of a line or letter.
    for (const [index, file] of files.entries()) {
      const size = statSync(join(home, file)).size;
      cpSync(join(home, file), join(partHome, file));
      truncateSync(join(partHome, file), Math.min(size, Math.floor(size * share) + index));
    }
    await logbook(torn, 'import', [], partHome);
  }
  cpSync(home, partHome, { recursive: true });
  await logbook(torn, 'import', [], partHome);
  await compareAll('half written, then whole', torn, partHome);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function newStore() {
  stores++;
  return join(folder, `store${stores}`);
}

async function logbook(store, command, options = [], from = home) {
  const args = [cli, '--home', from, '--storage', store, command, ...options, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: 1 << 30,
    timeout: longestMs,
  });
  return JSON.parse(stdout);
}

/** Starts an import and kills it after some milliseconds, unless it has ended before. */
async function killedImport(store, ms) {
  const child = spawn(process.execPath, [cli, '--home', home, '--storage', store, 'import'], {
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.once('exit', done));
  await Promise.race([sleep(ms), ended]);
  child.kill('SIGKILL');
  await ended;
}

async function compareAll(name, store, from = home) {
  const usage = (by) => logbook(store, 'usage', ['--by', by, '--utc', '--no-import'], from);
  const { rows, totals } = await usage('none');
  compareFigures(name, 'total', totals, truth.truth);
  check(name, 'rows of --by none', rows.length, 1);
  if (counted) {
    compareCost(name, 'cost', totals.cost_usd, counted.costUsd);
    // The generator's figure is rounded to a hundredth of a cent.
    check(name, 'own count', counted.costUsd.toFixed(4), truth.costUSD.tiersAndLongContext.toFixed(4));
  }
  const expected = { model: truth.byModel, day: truth.byDayUTC, branch: truth.byBranch };
  for (const [by, figures] of Object.entries(expected)) {
    const { rows: rowsOf } = await usage(by);
    compareRows(name, by, rowsOf, figures);
    compareCost(name, `cost by ${by}`, costOf(rowsOf), totals.cost_usd);
  }
  const bySession = (await usage('session')).rows;
  compareRows(name, 'session', bySession, counted?.sessions ?? sessionsOf(truth.perFile));
  compareCost(name, 'cost by session', costOf(bySession), totals.cost_usd);
  const all = { responses: 0, total_tokens: 0 };
  for (const row of bySession) {
    all.responses += row.responses;
    all.total_tokens += row.total_tokens;
  }
  check(name, 'sum of sessions', all, {
    responses: totals.responses,
    total_tokens: totals.total_tokens,
  });
  if (truth.sessions) {
    const sessions = await logbook(store, 'sessions', ['--no-import'], from);
    check(name, 'sessions', sessions.length, truth.sessions);
  }
}

/** To a millionth of a dollar. */
function compareCost(name, what, actual, expected) {
  check(name, what, Math.abs(actual - expected) < 1e-6 ? expected : actual, expected);
}

function costOf(rows) {
  return rows.reduce((sum, row) => sum + (row.cost_usd ?? 0), 0);
}

function compareRows(name, by, rows, expected) {
  const counted = rows.filter((row) => row.responses > 0);
  const wanted = Object.entries(expected).filter(([, figures]) => figures.responses > 0);
  const keyOf = (key) => (key === '' || key === '(none)' || key === 'none' || key === 'null' ? null : key);
  const byKey = new Map(counted.map((row) => [row.key, row]));
  for (const [key, figures] of wanted) {
    const row = byKey.get(keyOf(key));
    byKey.delete(keyOf(key));
    compareFigures(name, `${by} ${key}`, row, figures);
  }
  check(name, `${by}: no other rows`, [...byKey.keys()], []);
}

/** Compares what the truth tells; the names are those of the two generators. */
function compareFigures(name, what, row, figures) {
  const fields = {
    responses: row?.responses,
    input: row?.input_tokens,
    output: row?.output_tokens,
    cache5m: row?.cache_write_5m_tokens,
    cache1h: row?.cache_write_1h_tokens,
    cacheCreate: row && row.cache_write_5m_tokens + row.cache_write_1h_tokens,
    cacheWrite: row && row.cache_write_5m_tokens + row.cache_write_1h_tokens,
    cacheRead: row?.cache_read_tokens,
    cachedInput: row?.cache_read_tokens,
    reasoning: row?.reasoning_tokens,
    total: row?.total_tokens,
  };
  const told = Object.keys(figures).filter((field) => field in fields);
  check(
    name,
    what,
    Object.fromEntries(told.map((field) => [field, fields[field]])),
    Object.fromEntries(told.map((field) => [field, figures[field]])),
  );
}

/** Several files may be of one session. */
function sessionsOf(perFile) {
  const sessions = {};
  for (const { id, copyOf, ...figures } of Object.values(perFile)) {
    if (copyOf === undefined) {
      const sums = (sessions[id] ??= {});
      for (const [field, value] of Object.entries(figures)) {
        if (typeof value === 'number') {
          sums[field] = (sums[field] ?? 0) + value;
        }
      }
    }
  }
  return sessions;
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function check(name, what, actual, expected) {
  if (JSON.stringify(actual) === JSON.stringify(expected)) {
    passed++;
    return;
  }
  failed++;
  console.log(
    `✖ ${name} · ${what}\n    is        ${JSON.stringify(actual)}\n    should be ${JSON.stringify(expected)}`,
  );
}
