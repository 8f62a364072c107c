import { basename, dirname, join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import type { FileLayer } from './fileLayer.js';
import { asideName } from './setAside.js';

/**
 * Before the database is opened, by its only owner: puts a staged backup in its place, and returns where the database of
 * before is now. null: nothing was staged, or there was no database. A crash in between is made up for by the next opening.
 */
export function takeStaged(path: string, layer: FileLayer): string | null {
  const staged = stagedPath(path);
  if (!exists(staged, layer)) {
    return null;
  }
  let aside: string | null = null;
  if (exists(path, layer) && layer.stat(path).size > 0n) {
    aside = asideName(path, 'replaced', layer);
    layer.rename(path, aside);
  }
  if (exists(`${path}-wal`, layer)) {
    if (aside === null) {
      layer.unlink(`${path}-wal`);
    } else {
      layer.rename(`${path}-wal`, `${aside}-wal`);
    }
  }
  layer.rename(staged, path);
  return aside;
}

/** Where a backup waits for the next opening. */
export function stagedPath(path: string): string {
  return join(dirname(path), `${basename(path)}.restore`);
}

function exists(path: string, layer: FileLayer): boolean {
  try {
    layer.stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
