// npm run bench -- [--mb 256] [--seed 1] [--files 4000] [--idle 20] [--repeat 2] [--json] [--dist DIR] [--vscode]
// --vscode also measures what an import costs the extension host of a real VS Code.
// Figures of reading sessions, each beside a floor that was measured in the same run. It asserts nothing: a clock that is
// shared with others proves nothing. Build first.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { nextLine, writeCorpus, writeManyFiles } from './corpus.mjs';
import { measureHost } from './host.mjs';
import { measureLive } from './live.mjs';
import { metered } from './processes.mjs';
import { measureQueries } from './queries.mjs';
import { createTable, print } from './table.mjs';

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '4000' },
    idle: { type: 'string', default: '20' },
    repeat: { type: 'string', default: '2' },
    dist: { type: 'string', default: join(import.meta.dirname, '../../dist') },
    vscode: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const { dist } = values;
const cli = join(dist, 'cli.js');
if (!existsSync(cli)) {
  console.error(`There is no ${cli}. Run npm run build first.`);
  process.exit(1);
}
const work = mkdtempSync(join(tmpdir(), 'logbook-bench-'));
const table = createTable();
const { note } = table;
const own = (name) => join(import.meta.dirname, name);
try {
  await measure();
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (values.json) {
  console.log(JSON.stringify({ node: process.version, cpus: cpus().length, ...values, rows: table.rows }));
} else {
  print(table.rows);
}

async function measure() {
  const home = join(work, 'home');
  const storage = join(work, 'cli');
  const repeat = Number(values.repeat);
  const corpus = writeCorpus(home, { bytes: Number(values.mb) * 1e6, seed: Number(values.seed) });
  note('corpus', corpus.bytes / 1e6, 'MB', { remark: `${corpus.files} files, ${corpus.lines} lines` });
  const start = metered(work, 3, own('nothing.cjs'));

  measureImport(corpus, home, storage, repeat, start);
  const store = await measureLive(table, { dist, home, storage: join(work, 'live'), corpus });
  await measureQueries(table, store);
  const asClient = metered(work, 3, cli, '--home', home, '--storage', join(work, 'live'), 'usage', '--json');
  note('usage as client, CPU', asClient.cpuMs, 'ms', { floor: start.cpuMs, of: 'node', target: '150' });
  await store.close();
  if (values.vscode) {
    await measureHost(table, home);
  }

  const full = owner(home, storage, 2);
  note('idle owner, memory', full.rssMb, 'MB', { floor: full.bareMb, of: 'node', target: '140' });
  const many = join(work, 'many');
  writeManyFiles(many, Number(values.files));
  const idle = owner(many, join(work, 'idle'), values.idle);
  note(`idle with ${values.files} files, CPU`, idle.share, '%', {
    remark: `of a core, over ${values.idle} s`,
    target: '1',
  });
}

function measureImport(corpus, home, storage, repeat, start) {
  const floor = metered(work, repeat + 1, own('floor.cjs'), home);
  const imports = Array.from({ length: repeat }, () => {
    rmSync(storage, { recursive: true, force: true });
    return metered(work, 1, cli, '--home', home, '--storage', storage, 'import', '--json');
  });
  const least = (key) => Math.min(...imports.map((one) => one[key]));
  const read = { of: 'F', remark: 'F: read all files and parse all lines, in one thread' };
  note('import, wall', least('wallMs'), 'ms', { ...read, floor: floor.wallMs, target: '2.0 F' });
  note('import, CPU', least('cpuMs'), 'ms', { ...read, floor: floor.cpuMs });
  const peak = Math.max(...imports.map(({ peakMb }) => peakMb));
  note('import, peak memory', peak, 'MB', { floor: start.peakMb, of: 'node', target: '350' });
  const size = statSync(join(storage, 'logbook.db')).size;
  note('database', size / 1e6, 'MB', { floor: corpus.bytes / 1e6, of: 'sources', target: '0.42' });

  const command = (...rest) => metered(work, 3, cli, '--home', home, '--storage', storage, ...rest, '--json');
  const owned = { floor: start.cpuMs, of: 'node' };
  note('usage as owner, nothing new, CPU', command('usage').cpuMs, 'ms', { ...owned, target: '250' });
  note('import again, nothing new, CPU', command('import').cpuMs, 'ms', owned);
  appendFileSync(corpus.newest, nextLine(basename(corpus.newest, '.jsonl'), 1_000_000));
  const one = metered(work, 1, cli, '--home', home, '--storage', storage, 'import', '--json');
  note('import again, one line new, CPU', one.cpuMs, 'ms', { ...owned, target: '500' });
}

/** A process that owns the store and has nothing to do. */
function owner(home, storage, seconds) {
  const script = own('owner.mjs');
  return JSON.parse(
    execFileSync(process.execPath, [script, dist, home, storage, seconds], { encoding: 'utf8' }),
  );
}
