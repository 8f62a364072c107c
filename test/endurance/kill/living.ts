import { setTimeout as sleep } from 'node:timers/promises';
import type { Window } from '../../faults/support.js';
import type { Ground } from '../ground.js';
import { killAfter, start } from '../processes.js';

/** A window that reads along while agents write, killed at any moment. */
export async function killLive(ground: Ground): Promise<void> {
  const { agents, random, report } = ground;
  const window = await ground.window();
  const killing = killAfter(window.child, 100 + random.below(1200));
  const over = new AbortController();
  void killing.then(() => over.abort());
  while (!over.signal.aborted) {
    agents.work(1 + random.below(4));
    const seen = await Promise.race([
      window.totals().then(([responses]) => responses),
      window.ended.then(() => 0),
    ]);
    ground.show(seen);
    if (random() < 0.1) {
      agents.settle();
      const { responses } = agents.truth().totals;
      const read = await Promise.race([
        window.call('rescan').then(() => true),
        window.ended.then(() => false),
      ]);
      if (read) {
        ground.show(responses);
        // What was read must not need its file any more.
        agents.forget(30);
      }
    }
    await sleep(random.below(20));
  }
  await killing;
  report.count('kills: live append');
}

/** Tickets begin and end in a window and on the command line, and whoever does it is killed. */
export async function killTickets(ground: Ground): Promise<void> {
  const { place, random, report, tickets, folders } = ground;
  if (random() < 0.4) {
    const folder = random.pick(folders);
    const step = tickets.next(folder, random);
    const command = await start(place, [step.kind, ...(step.kind === 'finish' ? [] : [step.key])], {
      folder,
    });
    const killed = await killAfter(command.child, 100 + random.below(400));
    const { code, error } = await command.ended;
    if (code === 0) {
      tickets.acknowledge(step);
    } else if (!killed) {
      report.fail(`logbook ${step.kind} ended with ${code}: ${error}`);
    }
    report.count('kills: ticket command', Number(killed));
    return;
  }
  const window = await ground.window();
  const killing = killAfter(window.child, 30 + random.below(500));
  await Promise.all(folders.map((folder) => steps(ground, window, folder)));
  await killing;
  report.count('kills: ticket in a window');
}

async function steps(ground: Ground, window: Window, folder: string): Promise<void> {
  while (await ground.ticketStep(window, ground.tickets.next(folder, ground.random))) {
    ground.report.count('ticket steps acknowledged');
  }
}

/** Three windows; the owner is killed, and the next owner, too. The others go on, and lose no call. */
export async function killOwners(ground: Ground): Promise<void> {
  const { agents, random, report } = ground;
  const windows = [await ground.window(), await ground.window(), await ground.window()];
  const busy = windows.map((window, n) => steps(ground, window, ground.folders[n] ?? ''));
  for (let kills = 0; kills < 2; kills++) {
    agents.work(20);
    await sleep(50 + random.below(400));
    const at = windows.findIndex(({ states }) => states.at(-1)?.role === 'owner');
    const [owner] = windows.splice(at, 1);
    if (at < 0 || !owner) {
      report.fail('no window owns the store');
      break;
    }
    const [next] = windows;
    const killedAt = performance.now();
    await owner.kill();
    const [responses] = (await next?.totals()) ?? [0];
    takeover(ground, performance.now() - killedAt);
    ground.show(responses);
    report.count('kills: takeover');
  }
  for (const window of windows) {
    await window.kill();
  }
  await Promise.all(busy);
}

const took: number[] = [];

/** From the death of the owner until another process has an answer. */
function takeover({ report }: Ground, ms: number): void {
  took.push(ms);
  took.sort((a, b) => a - b);
  report.figure('takeover, median', took[Math.floor(took.length / 2)] ?? 0, 'ms');
  report.figure('takeover, longest', took.at(-1) ?? 0, 'ms');
}
