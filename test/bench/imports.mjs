// What the first import takes, and each later run of the command line.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { nextLine } from './corpus.mjs';
import { leastOf, metered, meteredOnce } from './processes.mjs';

const own = (name) => join(import.meta.dirname, name);
const headLength = 4096;
const floorName = 'F: Node reads all files and parses every line, in one thread';

/** Imports of all files, alternating with the floor; the store of the last one, with full text, is left in `storage`. */
export function measureImports({ note }, { work, dist, home, storage, corpus, repeat, start }) {
  const [floors, bare, full] = [[], [], []];
  const cli = join(dist, 'cli.js');
  let bareSize = 0;
  for (let i = 0; i < repeat; i++) {
    floors.push(meteredOnce(work, own('floor.cjs'), [home]));
    const without = join(work, 'without');
    bare.push(meteredOnce(work, own('importOnly.mjs'), [dist, home, without]));
    bareSize = sizeOf(without);
    rmSync(without, { recursive: true, force: true });
    rmSync(storage, { recursive: true, force: true });
    full.push(meteredOnce(work, cli, ['--home', home, '--storage', storage, 'import', '--json']));
  }
  floors.push(meteredOnce(work, own('floor.cjs'), [home]));
  const floor = leastOf(floors);
  const least = leastOf(full);
  const told = { of: 'F', remark: floorName };
  note('floor F, wall', floor.wallMs, 'ms', { remark: floorName });
  note('floor F, CPU', floor.cpuMs, 'ms');
  const rows = leastOf(bare);
  note('first import, rows and bodies, wall', rows.wallMs, 'ms', {
    ...{ floor: floor.wallMs, of: 'F', mostRatio: 2, remark: 'without full text' },
  });
  note('first import, rows and bodies, CPU', rows.cpuMs, 'ms', { floor: floor.cpuMs, of: 'F' });
  note('first import with full text, wall', least.wallMs, 'ms', {
    ...{ ...told, floor: floor.wallMs, mostRatio: 4.5, remark: '`logbook import`' },
  });
  note('first import with full text, CPU', least.cpuMs, 'ms', {
    ...{ floor: floor.cpuMs, of: 'F', mostRatio: 6.5, remark: 'the threads together' },
  });
  const peak = Math.max(...full.map(({ peakMb }) => peakMb));
  note('first import, resident at its peak', peak, 'MB', { floor: start.peakMb, of: 'node', most: 350 });
  const source = { floor: corpus.bytes / 1e6, of: 'sources', mostRatio: 0.42 };
  note('database, everything kept', sizeOf(storage) / 1e6, 'MB', source);
  note('database, without full text', bareSize / 1e6, 'MB', { floor: source.floor, of: 'sources' });
}

/** What the database has when a tool's output is kept up to 4 KB only: the same sessions, with the outputs cut in the files. */
export function measureHeads({ note }, { work, dist }, { home, bytes }) {
  const [cut, storage] = [join(work, 'cut'), join(work, 'heads')];
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.jsonl')) {
      const file = join(entry.parentPath, entry.name);
      const copy = join(cut, relative(home, file));
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, readFileSync(file, 'utf8').split('\n').map(withHeads).join('\n'));
    }
  }
  meteredOnce(work, join(dist, 'cli.js'), ['--home', cut, '--storage', storage, 'import', '--json']);
  note('database, tool outputs up to 4 KB', sizeOf(storage) / 1e6, 'MB', {
    ...{ floor: bytes / 1e6, of: 'sources', mostRatio: 0.32, remark: 'outputs cut in the files' },
  });
  rmSync(cut, { recursive: true, force: true });
  rmSync(storage, { recursive: true, force: true });
}

function withHeads(line) {
  if (!line.includes('"tool_result"')) {
    return line;
  }
  let record;
  try {
    record = JSON.parse(line);
  } catch {
    // The torn end of a file.
    return line;
  }
  const cutText = (text) => (typeof text === 'string' ? text.slice(0, headLength) : text);
  for (const block of record.message?.content ?? []) {
    if (block.type === 'tool_result') {
      block.content = Array.isArray(block.content)
        ? block.content.map((part) => ({ ...part, text: cutText(part.text) }))
        : cutText(block.content);
    }
  }
  const kept = record.toolUseResult;
  for (const key of ['stdout', 'content', 'result']) {
    if (typeof kept?.[key] === 'string') {
      kept[key] = cutText(kept[key]);
    }
  }
  return JSON.stringify(record);
}

/** Runs when nothing or one line has changed. */
export function measureAgain({ note }, { work, dist, home, storage, corpus, start, peers }) {
  const run = (...rest) => [join(dist, 'cli.js'), '--home', home, '--storage', storage, ...rest, '--json'];
  const owned = { floor: start.cpuMs, of: 'node' };
  const usage = metered(work, 3, ...run('usage'));
  note('usage as owner, nothing new, CPU', usage.cpuMs, 'ms', { ...owned, most: 250 });
  const cached = peers?.tools.tokscale?.cached.cpuMs;
  if (cached) {
    note('usage as owner beside the cached run of tokscale, CPU', usage.cpuMs, 'ms', {
      ...{ floor: cached, of: 'tokscale', mostRatio: 0.35 },
    });
  }
  note('usage as owner, nothing new, wall', usage.wallMs, 'ms', { floor: start.wallMs, of: 'node' });
  note('import again, nothing new, CPU', metered(work, 2, ...run('import')).cpuMs, 'ms', owned);
  const session = basename(corpus.newest, '.jsonl');
  const lines = [1, 2].map((number) => {
    appendFileSync(corpus.newest, nextLine(session, 1_000_000 + number));
    return meteredOnce(work, run('import')[0], run('import').slice(1));
  });
  note('import again, one line new, CPU', leastOf(lines).cpuMs, 'ms', { ...owned, most: 500 });
}

/** The database with its log. */
export function sizeOf(storage) {
  return ['logbook.db', 'logbook.db-wal']
    .map((name) => join(storage, name))
    .reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}
