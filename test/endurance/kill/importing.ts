import { join } from 'node:path';
import type { Ground } from '../ground.js';
import { killAfter, start } from '../processes.js';

/** The first import, killed one to three times: at moments of the clock, or before one of its system calls. */
export async function killImport(ground: Ground): Promise<void> {
  const { place, random, report } = ground;
  const wal = 'logbook\\.db-wal$';
  const calls = [
    { call: 'writeSync', path: wal },
    { call: 'writeSync', path: wal },
    { call: 'fsyncSync', path: wal },
    { call: 'readSync', path: '\\.jsonl$' },
    { call: 'writeSync', path: 'logbook\\.db$' },
    { call: 'unlinkSync', path: join(place.storage, '') },
  ] as const;
  for (let kills = 1 + random.below(3); kills > 0; kills--) {
    // The first calls are the making of the schema; a power of two falls as often there as into what is long.
    const fault =
      random() < 0.6
        ? { ...random.pick(calls), after: Math.floor(2 ** (random() * 7)) - 1, kill: true }
        : null;
    const command = await start(place, ['import'], fault ? { fault } : {});
    if (await killAfter(command.child, fault ? 60_000 : 60 + random.below(1200))) {
      report.count(`kills: import, ${fault ? fault.call : 'by the clock'}`);
    } else {
      const { code, error } = await command.ended;
      if (code !== 0) {
        report.fail(`import ended with ${code}: ${error}`);
      }
      ground.show(ground.agents.truth().totals.responses);
    }
  }
}
