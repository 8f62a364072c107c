import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countedOf, type Counted } from '../agentFiles.js';
import type { Ground } from '../ground.js';
import { nextVersion } from '../nextVersion.js';
import { killAfter, start, type CommandOptions, type Storage } from '../processes.js';

/**
 * A copy of the store is opened by a next version, which migrates it and then reads every file again; it is killed in the
 * middle of both. Each row stays, also of sessions whose files are gone.
 */
export async function killMigration(ground: Ground): Promise<void> {
  const { place, random, report } = ground;
  const dist = await nextVersion();
  const storage = join(place.folder, 'next');
  mkdirSync(storage);
  cpSync(join(place.storage, 'logbook.db'), join(storage, 'logbook.db'));
  const copy: Storage = { folder: place.folder, home: place.home, storage };
  const before = await totals(ground, place, {});
  for (const args of [['usage', '--no-import'], ['import']]) {
    for (let kills = 1 + random.below(2); kills > 0; kills--) {
      const after = Math.floor(2 ** (random() * 4)) - 1;
      const fault = {
        call: random.pick(['writeSync', 'fsyncSync']),
        path: 'logbook\\.db',
        after,
        kill: true,
      };
      const byClock = random() < 0.3;
      const command = await start(copy, args, byClock ? { dist } : { dist, fault });
      if (await killAfter(command.child, byClock ? 60 + random.below(600) : 60_000)) {
        report.count(`kills: ${args[0] === 'import' ? 're-reading' : 'migration'}`);
      }
    }
  }
  const now = await totals(ground, copy, { dist });
  if (JSON.stringify(now) !== JSON.stringify(before)) {
    report.fail(`after migration: ${JSON.stringify(now)}, before: ${JSON.stringify(before)}`);
  }
  const doctor = await ground.json<{ database: { integrity: string }; set_aside: string[] }>(
    ['doctor'],
    { dist },
    copy,
  );
  if (doctor.database.integrity !== 'ok' || doctor.set_aside.length > 0) {
    report.fail(`after migration: ${doctor.database.integrity}, set aside ${doctor.set_aside.join(', ')}`);
  }
  rmSync(storage, { recursive: true });
}

/** What is counted after all files were read. */
async function totals(
  ground: Ground,
  at: Storage,
  options: CommandOptions,
): Promise<[Counted, [string, Counted][]]> {
  type Usage = { totals: Counted; rows: (Counted & { key: string })[] };
  const usage = await ground.json<Usage>(['usage', '--by', 'session'], options, at);
  return [countedOf(usage.totals), usage.rows.map((row) => [row.key, countedOf(row)])];
}
