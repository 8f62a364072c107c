import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { samplesMadeAt, shiftTimes } from './shiftTimes.js';

/** Writes the sample sessions as a home folder of their own, with times that end at `now`. */
export async function writeSampleHome(from: string, to: string, now: number): Promise<void> {
  await copy(from, to, now - samplesMadeAt);
}

/** Removes the folders that ended processes have left in `folder`; each is named after its process. */
export async function removeLeftOvers(
  folder: string,
  isRunning: (pid: number) => boolean = runs,
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names
      .filter((name) => !/^\d+$/.test(name) || !isRunning(Number(name)))
      .map((name) => removeFolder(join(folder, name))),
  );
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function copy(from: string, to: string, shiftMs: number): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await copy(source, target, shiftMs);
    } else {
      const text = await readFile(source, 'utf8');
      await writeFile(target, shiftTimes(text, shiftMs), { mode: 0o600 });
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user runs, too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
