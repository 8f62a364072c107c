import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { migrations } from '../../src/store/migrations.js';
import { dumpOf, restore, unreleasedDumps } from '../store/schemaDumps.js';
import { countedOf, type Counted } from './agentFiles.js';
import { Ground } from './ground.js';
import { nextVersion } from './nextVersion.js';
import type { EndurancePart, Report } from './part.js';
import { killAfter, start, type Storage } from './processes.js';
import { random } from './random.js';

type Usage = { totals: Counted; rows: (Counted & { key: string })[] };

/** A home and agents' files, and databases of all versions beside them. */
export const upgrade: EndurancePart = {
  name: 'upgrade',
  title: 'a database of every schema opens and keeps its rows, and a newer one is refused and left as it is',
  short: { rounds: 2, minutes: 0, size: 2 },
  full: { rounds: 10, minutes: 0, size: 100 },
  async run({ rounds, size, seed }, report) {
    const choose = random(seed);
    const ground = new Ground(seed, choose, report);
    const dumps = [
      ...migrations.map((_, index) => ({ path: dumpOf(index + 1), empty: false })),
      ...unreleasedDumps(),
    ];
    try {
      ground.agents.begin(5, 10);
      ground.agents.settle();
      // The newest ones, where not all are asked for: they are the likeliest to be met.
      for (const dump of dumps.slice(-size)) {
        await openOld(ground, dump);
        report.count('older databases opened');
      }
      for (let round = 0; round < rounds; round++) {
        await refuseNewer(ground, round);
        report.count('newer databases refused');
      }
    } finally {
      await ground.place.dispose();
    }
  },
};

/** The command line opens an old database, shows what is in it and takes in the agents' files. */
async function openOld(ground: Ground, dump: { path: string; empty: boolean }): Promise<void> {
  const name = basename(dump.path, '.sql');
  const at = storage(ground, `old-${name}`);
  await restore(at.storage, dump.path);
  const kept = await ground.json<Usage>(['usage', '--no-import'], {}, at);
  const [responses, tokens] = dump.empty ? [0, 0] : [1, 15];
  equal(ground.report, `schema ${name}: responses`, kept.totals.responses, responses);
  equal(ground.report, `schema ${name}: tokens`, kept.totals.total_tokens, tokens);
  const doctor = await ground.json<{ database: { integrity: string } }>(['doctor'], {}, at);
  equal(ground.report, `schema ${name}: integrity`, doctor.database.integrity, 'ok');
}

/** A store of the next version, closed in order or killed, met by this version. */
async function refuseNewer(ground: Ground, round: number): Promise<void> {
  const { agents, random: choose, report } = ground;
  const dist = await nextVersion();
  const at = storage(ground, `next-${round}`);
  await ground.json(['import'], { dist }, at);
  if (round % 2 === 1) {
    // A log is left that only the next version may write back.
    agents.work(50);
    agents.settle();
    const { child } = await start(at, ['import'], {
      dist,
      fault: { call: 'writeSync', path: 'logbook\\.db-wal$', after: choose.below(3), kill: true },
    });
    report.count('of which were left by a killed process', Number(await killAfter(child, 60_000)));
  }
  const before = fingerprints(at);
  for (const command of ['usage', 'import', 'doctor']) {
    const { ended } = await start(at, [command]);
    const { code, error } = await ended;
    equal(report, `${command} of a newer store: exit code`, code, 1);
    if (!/written by a newer version of Agent Logbook.*Update the extension/.test(error)) {
      report.fail(`${command} of a newer store says: ${error}`);
    }
    equal(report, `${command} of a newer store: its files`, fingerprints(at), before);
  }
  const usage = await ground.json<Usage>(['usage'], { dist }, at);
  equal(
    report,
    'the newer store, opened by its own version',
    JSON.stringify(countedOf(usage.totals)),
    JSON.stringify(agents.truth().totals),
  );
}

/** A storage folder of its own for the same home. */
function storage({ place }: Ground, name: string): Storage {
  const folder = join(place.folder, name);
  mkdirSync(folder, { mode: 0o700 });
  return { folder: place.folder, home: place.home, storage: folder };
}

/** Names and contents of the database and its log. Locks come and go. */
function fingerprints({ storage: folder }: Storage): string {
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.lock'))
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    )
    .join('\n');
}

function equal(report: Report, what: string, is: unknown, should: unknown): void {
  if (is !== should) {
    report.fail(`${what}: ${String(is)}, should be ${String(should)}`);
  }
}
