// What real sessions of all agents cost, beside those of one agent: no agent's files may be dearer to read.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { leastOf, meteredOnce } from './processes.mjs';

const database = /\.(db|sqlite|vscdb)(-wal|-shm)?$/;
const rounds = 5;

/**
 * `samples` has `<agent>/home` for each agent. All of them are put into one home: once the files alone, once with the agents'
 * databases, whose copies and rows are stated apart. What a process takes that finds nothing is taken off.
 */
export function measureSamples({ note }, { work, dist, samples }) {
  const agents = readdirSync(samples).filter((name) => existsSync(join(samples, name, 'home')));
  const homes = {
    nothing: home(work, 'nothing', [], () => false),
    one: home(work, 'one', [join(samples, 'claude')], (path) => !database.test(path)),
    files: home(
      work,
      'files',
      agents.map((name) => join(samples, name)),
      (path) => !database.test(path),
    ),
    all: home(
      work,
      'all',
      agents.map((name) => join(samples, name)),
      () => true,
    ),
  };
  const taken = Object.fromEntries(Object.keys(homes).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, { path }] of Object.entries(homes)) {
      const storage = join(work, 'samples-storage');
      rmSync(storage, { recursive: true, force: true });
      const args = ['--home', path, '--storage', storage, 'import', '--json'];
      taken[name].push(meteredOnce(work, join(dist, 'cli.js'), args));
    }
  }
  const start = leastOf(taken.nothing).cpuMs;
  const perMb = (name) => (leastOf(taken[name]).cpuMs - start) / homes[name].mb;
  const [one, files] = [perMb('one'), perMb('files')];
  note('samples of Claude Code, CPU per MB', one, 'ms', { remark: `${homes.one.mb.toFixed(1)} MB` });
  note('samples of all agents, CPU per MB', files, 'ms', {
    ...{
      floor: one,
      of: 'Claude Code',
      mostRatio: 1,
      remark: `${homes.files.mb.toFixed(1)} MB, ${agents.length} agents, without databases`,
    },
  });
  const databases = leastOf(taken.all).cpuMs - leastOf(taken.files).cpuMs;
  note('databases in the samples, CPU', databases, 'ms', {
    remark: `${(homes.all.mb - homes.files.mb).toFixed(1)} MB, sql.js in the reading thread included`,
  });
  for (const { path } of Object.values(homes)) {
    rmSync(path, { recursive: true, force: true });
  }
}

function home(work, name, folders, isWanted) {
  const path = join(work, `samples-${name}`);
  mkdirSync(path, { recursive: true });
  for (const folder of folders) {
    const from = join(folder, 'home');
    cpSync(from, path, { recursive: true, filter: (file) => statSync(file).isDirectory() || isWanted(file) });
  }
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { path, mb: bytes / 1e6 };
}
