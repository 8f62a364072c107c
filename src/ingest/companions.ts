import { join } from 'node:path';
import type { Importer } from '../importers/importer.js';
import { isMissing } from './fileSource.js';
import type { FileSource } from './fileSource.js';
import { maxLineBytes } from './lines.js';
import { readAt } from './position.js';
import { decode } from './records.js';

/** What companions have together at most; what is over is left out. */
const maxBytes = maxLineBytes;

/** The texts of a file's companions that are there, by their path below the root; undefined: it has none. */
export function companionsOf(
  importer: Importer,
  root: string,
  path: string,
  files: FileSource,
): Promise<ReadonlyMap<string, string>> | undefined {
  const wanted = importer.companions?.(path) ?? [];
  return wanted.length === 0 ? undefined : readCompanions(wanted, root, files);
}

async function readCompanions(
  wanted: readonly string[],
  root: string,
  files: FileSource,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  let left = maxBytes;
  for (const path of wanted) {
    // An importer makes them of names in the agent's folder, which may be anything.
    if (path.split('/').includes('..')) {
      continue;
    }
    for (const one of path.endsWith('/') ? await listed(path, root, files) : [path]) {
      const text = readOne(join(root, one), left, files);
      if (text !== null) {
        left -= text.length;
        texts.set(one, text);
      }
    }
  }
  return texts;
}

async function listed(folder: string, root: string, files: FileSource): Promise<string[]> {
  try {
    const entries = await files.list(join(root, folder));
    return entries
      .filter(({ name, kind }) => kind === 'file' && name.endsWith('.json'))
      .map(({ name }) => folder + name)
      .sort();
  } catch (error) {
    if (isMissing(error)) {
      return [];
    }
    throw error;
  }
}

/** null: it is not there, no file, or too large. */
function readOne(path: string, most: number, files: FileSource): string | null {
  try {
    const file = files.open(path);
    try {
      const { kind, size } = file.stat();
      return kind === 'file' && size <= most ? decode(readAt(file, 0, size), 0) : null;
    } finally {
      file.close();
    }
  } catch (error) {
    if (isMissing(error)) {
      return null;
    }
    throw error;
  }
}
