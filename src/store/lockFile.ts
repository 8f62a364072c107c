import { join } from 'node:path';
import { errorCode } from '../common/errorCode.js';
import { nodeFiles } from './fileLayer.js';
import { createLocked, evictLocked, removeFile } from './lockedFile.js';
import { isOwnSocket, type SocketPlace } from './socketPath.js';

/** What the owner of a storage folder says of itself. The file can be read by its user only, as the token demands. */
export interface LockRecord {
  pid: number;
  socket: string;
  machine: string;
  folder: string;
  protocol: number;
  version: string;
  /** Authenticates who connects: whoever can read the lock file is the same user. */
  token: string;
  since: number;
}

/** A lock file as it was found. `record` is null while it is half written. */
export interface FoundLock {
  text: string;
  record: LockRecord | null;
}

export function lockPath(storage: string): string {
  return join(storage, 'owner.lock');
}

/** The lock of a storage folder; null when nobody holds it. Throws when it cannot be read. */
export function readLock(storage: string): FoundLock | null {
  let text: string;
  try {
    text = nodeFiles.readText(lockPath(storage));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
  return { text, record: parseRecord(text) };
}

/** Creates the lock file; false when it is there already. */
export function takeLock(storage: string, record: LockRecord): boolean {
  return createLocked(lockPath(storage), JSON.stringify(record), nodeFiles);
}

/** Whether the lock file still says what this owner wrote. */
export function holdsLock(storage: string, record: LockRecord): boolean {
  return readLock(storage)?.text === JSON.stringify(record);
}

/**
 * Tells, each time it is asked, whether the folder that this owner took was deleted, moved or replaced since: there is no lock,
 * or that of another, or a copy of ours. A lock that cannot be read just now says nothing.
 */
export function lockWatch(storage: string, record: LockRecord): () => boolean {
  let first: string | null = null;
  const isReplaced = () => {
    try {
      const found = readLock(storage);
      if (found === null) {
        return true;
      }
      const identity = identityOf(storage);
      first ??= identity;
      return identity !== first || (found.record !== null && found.record.token !== record.token);
    } catch {
      return false;
    }
  };
  isReplaced();
  return isReplaced;
}

function identityOf(storage: string): string {
  const { dev, ino } = nodeFiles.stat(lockPath(storage));
  return `${dev}:${ino}`;
}

/** Removes the lock if it is this owner's. */
export function releaseLock(storage: string, record: LockRecord): void {
  if (holdsLock(storage, record)) {
    removeFile(lockPath(storage));
  }
}

/**
 * Removes a dead owner's lock and its socket. The tiny race that remains, where two evict at once, is caught by the lock
 * that SQLite's own file layer holds below this one.
 */
export function evictLock(storage: string, { text, record }: FoundLock): void {
  const evicted = evictLocked(lockPath(storage), text, nodeFiles);
  if (evicted && record && process.platform !== 'win32' && isOwnSocket(record.socket)) {
    removeFile(record.socket);
  }
}

/**
 * Whether a refused connection proves that this lock's owner is dead. From another container or machine on the same storage
 * its socket would be out of sight while it lives.
 */
export function canSee(lock: LockRecord, here: SocketPlace): boolean {
  return lock.machine === here.machine || lock.folder === here.folder;
}

function parseRecord(text: string): LockRecord | null {
  let value: Partial<LockRecord> | null;
  try {
    value = JSON.parse(text) as Partial<LockRecord> | null;
  } catch {
    // Half written, or not ours; the caller looks again before it decides.
    return null;
  }
  const complete =
    typeof value?.pid === 'number' &&
    typeof value.socket === 'string' &&
    typeof value.machine === 'string' &&
    typeof value.folder === 'string' &&
    typeof value.protocol === 'number' &&
    typeof value.token === 'string';
  return complete ? (value as LockRecord) : null;
}
