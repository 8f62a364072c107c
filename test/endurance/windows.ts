import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ground } from './ground.js';
import { readHolders } from './holders.js';
import type { EndurancePart } from './part.js';
import { random } from './random.js';
import { Member, runCommands, type Crowd } from './windows/members.js';

/**
 * Windows, another program that stays, and a shell with commands share one store, while agents write. Each comes and goes at
 * random, in order or killed.
 */
export const windows: EndurancePart = {
  name: 'windows',
  title: 'processes that come and go have one owner at a time, and lose no write',
  short: { rounds: 0, minutes: 0.12, size: 5 },
  full: { rounds: 0, minutes: 10, size: 5 },
  async run({ minutes, size, seed }, report) {
    const ground = new Ground(seed, random(seed), report);
    const crowd: Crowd = {
      ...{ ground, holders: join(ground.place.folder, 'holders'), present: new Set(), takeovers: [] },
      endsAt: performance.now() + minutes * 60_000,
    };
    try {
      ground.agents.begin(10, 10);
      mkdirSync(ground.place.storage, { recursive: true });
      const members = Array.from({ length: Math.max(2, size - 1) }, (_, n) => {
        // One of them is no window.
        const member = new Member(crowd, n, n === 1 ? 'client' : 'window', random(seed + 100 + n));
        return member.live();
      });
      await Promise.all([...members, runCommands(crowd, random(seed + 99)), work(crowd), tell(crowd)]);
      const { opened, together } = readHolders(crowd.holders);
      together.forEach((what) => report.fail(what));
      report.figure('owners', opened);
      report.figure('ticket steps acknowledged', ground.tickets.acknowledged);
      report.figure('responses written meanwhile', ground.agents.truth().totals.responses);
      for (const kind of ['killed', 'closed'] as const) {
        const took = crowd.takeovers.filter((one) => one.kind === kind).map(({ ms }) => ms);
        took.sort((a, b) => a - b);
        const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
        report.figure(`owners ${kind} with others waiting`, took.length);
        if (took.length > 0) {
          report.figure(`takeover after an owner was ${kind}, median`, at(0.5) ?? 0, 'ms');
          report.figure(`takeover after an owner was ${kind}, 95 %`, at(0.95) ?? 0, 'ms');
          report.figure(`takeover after an owner was ${kind}, longest`, at(1) ?? 0, 'ms');
        }
      }
      await ground.verify('at the end');
    } finally {
      await ground.place.dispose();
    }
  },
};

async function work({ ground, endsAt }: Crowd): Promise<void> {
  while (performance.now() < endsAt) {
    ground.agents.work(1 + ground.random.below(3));
    await sleep(20 + ground.random.below(200));
  }
}

async function tell({ ground, endsAt }: Crowd): Promise<void> {
  for (let left = endsAt - performance.now(); left > 0; left = endsAt - performance.now()) {
    await sleep(Math.min(left, 30_000));
    ground.report.progress(
      `${ground.agents.truth().totals.responses} responses, ${ground.tickets.acknowledged} ticket steps`,
    );
  }
}
