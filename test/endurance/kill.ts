import { setTimeout as sleep } from 'node:timers/promises';
import { Ground } from './ground.js';
import { killDeletion } from './kill/deleting.js';
import { killExport } from './kill/exporting.js';
import { killForgetting, killRestoring } from './kill/forgetting.js';
import { killImport } from './kill/importing.js';
import { killIndexing } from './kill/indexing.js';
import { killLive, killOwners, killTickets } from './kill/living.js';
import { killMerging } from './kill/merging.js';
import { killMigration } from './kill/migrating.js';
import { killRule } from './kill/ruling.js';
import type { EndurancePart } from './part.js';
import { random } from './random.js';

/** What is killed. Rounds take them in turn; those with a store of their own begin with an empty one. */
const scenarios: readonly { name: string; fresh?: boolean; run(ground: Ground): Promise<void> }[] = [
  { name: 'import', fresh: true, run: killImport },
  { name: 'live append', run: killLive },
  { name: 'tickets', run: killTickets },
  { name: 'takeover', run: killOwners },
  { name: 'migration', run: killMigration },
  { name: 'rule for tickets', run: killRule },
  { name: 'full text', run: killIndexing },
  { name: 'deletion', run: killDeletion },
  { name: 'forgetting', run: killForgetting },
  { name: 'restoring', run: killRestoring },
  { name: 'merging of tickets', run: killMerging },
  { name: 'export', run: killExport },
];

export const kill: EndurancePart = {
  name: 'kill',
  title:
    'a killed process leaves a sound file with all that was acknowledged, and the next one ends with the truth',
  short: { rounds: scenarios.length, minutes: 0, size: 300 },
  full: { rounds: 200, minutes: 0, size: 3000 },
  async run({ rounds, size, seed }, report) {
    const choose = random(seed);
    const lasting = new Ground(seed, choose, report);
    try {
      lasting.agents.begin(10, 10);
      for (let round = 0; round < rounds; round++) {
        const scenario = scenarios[round % scenarios.length]!;
        const what = `round ${round + 1}, ${scenario.name}`;
        const ground = scenario.fresh ? new Ground(seed + round, choose, report) : lasting;
        if (scenario.fresh) {
          ground.agents.begin(Math.ceil(size / 50), 50);
          ground.agents.settle();
        }
        try {
          await inTime(what, scenario.run(ground));
          await ground.verify(what);
        } finally {
          await (scenario.fresh ? ground.place.dispose() : undefined);
        }
        report.count('rounds');
        report.progress(what);
      }
    } finally {
      await lasting.place.dispose();
    }
  },
};

/** Something that a window never answers must not keep the rounds from their end. */
async function inTime(what: string, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = sleep(longestMs, null, { signal: over.signal }).then(() => {
    throw new Error(`${what} did not end within ${longestMs / 1000} s`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

/** Of a round, however busy the machine is. */
const longestMs = 300_000;
