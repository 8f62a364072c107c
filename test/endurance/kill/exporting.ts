import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../ground.js';
import { killAfter, start } from '../processes.js';

/**
 * An export is killed at any moment: at its place is what was there before, or all of it. What it leaves beside that is named as
 * a part, and the next export to the place takes it away.
 */
export async function killExport(ground: Ground): Promise<void> {
  const { place, random, report, agents } = ground;
  agents.settle();
  await ground.read(ground.json(['import']));
  const folder = join(place.folder, 'exports');
  mkdirSync(folder);
  try {
    const format = random.pick(['ndjson', 'json', 'markdown', 'parquet'] as const);
    const name = `mine.${format}`;
    const target = join(folder, name);
    const args = (out: string) => ['export', '--no-import', '--format', format, '--out', out];
    const began = performance.now();
    await ground.json(args(join(place.folder, 'exports', 'whole')));
    const took = performance.now() - began;
    const whole = contentOf(join(folder, 'whole'));
    const isThere = format !== 'parquet' && random() < 0.5;
    if (isThere) {
      await ground.json([...args(target), '--session', await anySession(ground)]);
    }
    const before = isThere ? contentOf(target) : null;
    const isLate = random() < 0.8;
    const command = await start(place, args(target));
    const hasPart = () => readdirSync(folder).some((entry) => entry.endsWith('.part'));
    const { child } = command;
    // Most of the time goes by before the first byte is written.
    if (isLate) {
      while (!hasPart() && child.exitCode === null) {
        await sleep(1);
      }
    }
    const killed = await killAfter(child, isLate ? random.below(took / 20) : random.below(took));
    const { code } = await command.ended;
    report.count('kills: export', Number(killed));
    const is = existsSync(target) ? contentOf(target) : null;
    if (is !== whole && (code === 0 || is !== before)) {
      report.fail(`a killed export left half of itself as ${name}`);
    }
    const left = readdirSync(folder).filter((entry) => entry !== name && entry !== 'whole');
    if (left.length > 1 || left.some((entry) => !entry.startsWith(`.${name}.`) || !entry.endsWith('.part'))) {
      report.fail(`a killed export left ${left.join(', ')}`);
    }
    report.count('parts that killed exports left', left.length);
    left.forEach((entry) => utimesSync(join(folder, entry), 0, 0));
    if (format === 'parquet') {
      rmSync(target, { recursive: true, force: true });
    }
    await ground.json(args(target));
    const then = readdirSync(folder).toSorted();
    if (contentOf(target) !== whole || then.join() !== [name, 'whole'].toSorted().join()) {
      report.fail(`the next export left ${then.join(', ')}, or less than the whole`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function anySession(ground: Ground): Promise<string> {
  const sessions = await ground.json<{ id: string }[]>(['sessions', '--no-import']);
  return ground.random.pick(sessions).id;
}

/** What was exported, but for the moment; of a folder its files and how long they are. */
function contentOf(path: string): string {
  return statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => `${name} ${statSync(join(path, name)).size}`)
        .toSorted()
        .join('\n')
    : readFileSync(path, 'utf8').replace(/"exported_at":"[^"]*"/, '');
}
