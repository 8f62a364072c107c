import { openDatabase } from '../../../src/store/open.js';
import { renewTextIndex } from '../../../src/store/textIndex.js';
import { wasmPath, type Ground } from '../ground.js';
import { killAfter, start } from '../processes.js';

/** The full-text index is lost, as after damage, and made anew; killed on the way, twice. */
export async function killIndexing(ground: Ground): Promise<void> {
  const { place, random, report } = ground;
  const opened = await openDatabase({ folder: place.storage, wasmPath });
  renewTextIndex(opened.db);
  opened.close();
  for (let kills = 0; kills < 2; kills++) {
    const after = Math.floor(2 ** (random() * 4)) - 1;
    const fault = {
      call: random.pick(['writeSync', 'fsyncSync']),
      path: 'logbook\\.db(-wal)?$',
      after,
      kill: true,
    };
    const byClock = random() < 0.3;
    const { child } = await start(place, ['import'], byClock ? {} : { fault });
    if (await killAfter(child, byClock ? 100 + random.below(700) : 60_000)) {
      report.count('kills: indexing of texts');
    }
  }
}
