import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ground } from '../ground.js';
import { inCopy } from './inCopy.js';

/** A ticket and what was done for it. */
type Figures = readonly (readonly [key: string | null, responses: number, tokens: number])[];

/**
 * In a copy of the store two tickets are merged, or sessions given to another one, and the window that does it is killed at any
 * of its writes: it is done as a whole or not at all, and done where it was acknowledged.
 */
export async function killMerging(ground: Ground): Promise<void> {
  const { place, random, report, agents } = ground;
  agents.settle();
  await ground.read(ground.json(['import']));
  const before = await figures(ground);
  const keys = before.flatMap(([key, responses]) => (key === null || responses === 0 ? [] : [key]));
  const [from, into] = random() < 0.5 ? keys : keys.toReversed();
  const sessions = (await ground.json<{ id: string }[]>(['sessions', '--no-import'])).map(({ id }) => id);
  const [method, ...args] = random.pick<[string, ...unknown[]]>([
    ['mergeTickets', from, into ?? 'MERGED-1'],
    ['assignSessions', { sessions: sessions.filter((_, n) => n % 3 === 0), key: 'MOVED-1' }],
  ]);
  let after: Figures = [];
  await inCopy(ground, 'merged', async () => {
    const window = await ground.window();
    await window.call(method, ...args);
    await window.close();
    after = await figures(ground);
  });
  await inCopy(ground, 'half-merged', async () => {
    const now = join(place.folder, 'kill-now');
    const window = await place.window([
      { call: 'writeSync', path: '/logbook\\.db', kill: true, after: random.below(12), when: now },
    ]);
    await window.told(() => window.states.at(-1)?.status === 'ready');
    writeFileSync(now, '');
    const acknowledged = await Promise.race([
      window.call(method, ...args).then(() => true),
      window.ended.then(() => false),
    ]);
    await window.kill();
    report.count(`kills: ${method}${acknowledged ? ', acknowledged' : ''}`);
    const is = JSON.stringify(await figures(ground));
    const allowed = [after, ...(acknowledged ? [] : [before])].map((one) => JSON.stringify(one));
    if (JSON.stringify(before) === JSON.stringify(after) || !allowed.includes(is)) {
      report.fail(`${method} left ${is}, should be ${allowed.join(' or ')}`);
    }
  });
}

async function figures(ground: Ground): Promise<Figures> {
  type Rows = { rows: { key: string | null; responses: number; total_tokens: number }[] };
  const { rows } = await ground.json<Rows>(['usage', '--by', 'ticket', '--no-import']);
  return rows
    .map(({ key, responses, total_tokens: tokens }) => [key, responses, tokens] as const)
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
