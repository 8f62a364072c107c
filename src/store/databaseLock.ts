import { dirname } from 'node:path';
import type { FileLayer } from './fileLayer.js';
import { acquireLock, releaseLock, type LockHolder } from './fileLock.js';
import { sweepLocks } from './lockedFile.js';
import { StoreError } from './storeError.js';

/** Files that this module instance has open, which the lock of the process cannot tell apart. */
const openHere = new Set<string>();

/**
 * Takes the lock of the database at `path`, which lies beside it, and returns what gives it back. Throws StoreError
 * `locked` with the holder and the remedy, and file errors when the lock cannot be written.
 */
export function lockDatabase(path: string, owner: string, layer: FileLayer): () => void {
  if (openHere.has(path)) {
    throw new StoreError('locked', path, 'The database is already open in this process', '');
  }
  const result = acquireLock(`${path}.lock`, owner, layer);
  if (!result.acquired) {
    throw refusal(path, result.holder, result.foreign);
  }
  openHere.add(path);
  sweepLocks(dirname(path), layer);
  return () => {
    openHere.delete(path);
    releaseLock(`${path}.lock`, owner, layer);
  };
}

function refusal(path: string, holder: LockHolder | null, foreign: boolean): StoreError {
  if (holder !== null && foreign) {
    return new StoreError(
      'foreign',
      path,
      `The database is in use by process ${holder.pid} on ${holder.host} or in another container`,
      `If that one no longer runs, delete ${path}.lock`,
    );
  }
  const who = holder === null ? 'another process' : `process ${holder.pid}`;
  return new StoreError('locked', path, `The database is in use by ${who}`, 'Try again when it has ended');
}
