import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { samplesMadeAt, shiftTimes } from './shiftTimes.js';

/**
 * Writes the sample sessions as a home folder of their own, with times that end at `now`. A folder that is there is left
 * alone, because another window may be reading it; it appears whole or not at all.
 */
export async function writeSampleHome(from: string, to: string, now: number): Promise<void> {
  if (await exists(to)) {
    return;
  }
  const half = `${to}.${process.pid}.tmp`;
  await rm(half, { recursive: true, force: true });
  await copy(from, half, now - samplesMadeAt);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await rename(half, to);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!(await exists(to))) {
      throw error;
    }
  }
}

/** Deletes what lies in `folder` besides `keep`. */
export async function removeOthers(folder: string, keep: string | null): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names
      .filter((name) => name !== keep)
      .map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })),
  );
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

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
