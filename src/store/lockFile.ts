import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
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
    text = readFileSync(lockPath(storage), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
  return { text, record: parseRecord(text) };
}

/** Creates the lock file; false when it is there already. */
export function takeLock(storage: string, record: LockRecord): boolean {
  let fd: number;
  try {
    fd = openSync(lockPath(storage), 'wx', 0o600);
  } catch (error) {
    // Windows answers EPERM while a removed file is still open somewhere.
    if (codeOf(error) === 'EEXIST' || (process.platform === 'win32' && codeOf(error) === 'EPERM')) {
      return false;
    }
    throw error;
  }
  try {
    writeSync(fd, JSON.stringify(record));
    fsyncSync(fd);
  } catch (error) {
    // A full disk must not leave an empty lock behind.
    unlinkSync(lockPath(storage));
    throw error;
  } finally {
    closeSync(fd);
  }
  return true;
}

/** Whether the lock file still says what this owner wrote. */
export function holdsLock(storage: string, record: LockRecord): boolean {
  return readLock(storage)?.text === JSON.stringify(record);
}

/** Removes the lock if it is this owner's. */
export function releaseLock(storage: string, record: LockRecord): void {
  if (holdsLock(storage, record)) {
    removeFile(lockPath(storage));
  }
}

/**
 * Removes a dead owner's lock. Of several evictors one wins the rename; whoever catches a newer lock that way puts it back.
 * The tiny race that remains is caught by the lock that SQLite's own file layer holds below this one.
 */
export function evictLock(storage: string, found: FoundLock): void {
  const path = lockPath(storage);
  const grabbed = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, grabbed);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  if (readFileSync(grabbed, 'utf8') !== found.text) {
    try {
      linkSync(grabbed, path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
  }
  removeFile(grabbed);
  if (found.record && process.platform !== 'win32' && isOwnSocket(found.record.socket)) {
    removeFile(found.record.socket);
  }
}

/**
 * Whether a refused connection proves that this lock's owner is dead. From another container or machine on the same storage
 * its socket would be out of sight while it lives.
 */
export function canSee(lock: LockRecord, here: SocketPlace): boolean {
  return lock.machine === here.machine || lock.folder === here.folder;
}

/** Removes a file that may be gone already. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
  }
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
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
