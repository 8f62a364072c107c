import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of a corpus that waits until its session is finished. */
export interface PendingFile {
  /** Below the home folder. */
  path: string;
  text: string;
  /** When it was changed last, in ms since 1970; null: now. */
  changedAt: number | null;
}

/** Writes files below a home folder and returns how many bytes they have. */
export function writePending(home: string, files: readonly PendingFile[]): number {
  let bytes = 0;
  for (const { path, text, changedAt } of files) {
    const file = join(home, path);
    const body = Buffer.from(text);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    if (changedAt !== null) {
      utimesSync(file, changedAt / 1000, changedAt / 1000);
    }
    bytes += body.length;
  }
  return bytes;
}

/** Adds the numbers of a nested object to those of another of the same kind. */
export function addInto(target: Numbers, source: Numbers): void {
  for (const [key, value] of Object.entries(source)) {
    if (typeof value === 'number') {
      target[key] = Number(target[key] ?? 0) + value;
    } else {
      addInto((target[key] ??= {}) as Numbers, value);
    }
  }
}

export interface Numbers {
  [key: string]: number | Numbers;
}
