import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../common/errorCode.js';
import { translate, wrapFileError } from './fileError.js';
import { makePrivateFolder } from './fileLayer.js';
import { introduce, StoreUnreachableError } from './handshake.js';
import {
  canSee,
  evictLock,
  holdsLock,
  lockPath,
  readLock,
  releaseLock,
  takeLock,
  type FoundLock,
  type LockRecord,
} from './lockFile.js';
import { removeFile } from './lockedFile.js';
import { newSocketPlace, type SocketPlace } from './socketPath.js';
import type { SocketPort } from './socketPort.js';
import { StoreError } from './storeError.js';

/** Who takes part in the election of a storage folder's owner. */
export interface Candidate {
  storage: string;
  protocol: number;
  version: string;
  home: string;
  /** How long an owner may take to answer before it counts as hung; it may be busy opening a large database. */
  answerMs?: number;
  /** Called for each connection to this candidate's socket, also before `elect` returns. */
  onConnection(socket: Socket, lock: LockRecord): void;
}

/** The outcome: this process owns the store, or it talks to the one that does. */
export type Elected =
  | { role: 'owner'; lock: LockRecord; resign(): void }
  | { role: 'client'; lock: LockRecord; socket: Socket; port: SocketPort };

/** An evictor that raced with us would have moved our lock file after this time. */
const settleMs = 60;
/** A lock that stays half written for this long lost its writer. */
const halfWrittenMs = 500;
const connectMs = 5000;
/** What a connection ends with whose owner dies at that very moment: it was there, so another look tells. */
const diedMeanwhile: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

/**
 * Finds the owner of a storage folder, or becomes it. A lock file names the owner's socket, which listened before the file was
 * made; only a refused connection proves an owner dead. So there is no heartbeat, and no doubt about reused process ids.
 * Rejects with `StoreUnreachableError` when the owner cannot be reached or will not have us, and with `StoreError` when the
 * folder cannot be written.
 */
export async function elect(candidate: Candidate): Promise<Elected> {
  wrapFileError(candidate.storage, () => makePrivateFolder(candidate.storage));
  const giveUpAt = performance.now() + (candidate.answerMs ?? 30_000);
  do {
    const found = wrapFileError(lockPath(candidate.storage), () => readLock(candidate.storage));
    const elected = found ? await approach(candidate, found) : await stand(candidate);
    if (elected) {
      return elected;
    }
  } while (performance.now() < giveUpAt);
  throw new StoreUnreachableError(
    `The store in ${candidate.storage} finds no owner. Close other windows and commands that use it and try again.`,
  );
}

/** Tries to become the owner; null when another was faster. */
async function stand(candidate: Candidate): Promise<Elected | null> {
  const place = socketPlace();
  const lock: LockRecord = {
    pid: process.pid,
    socket: place.path,
    machine: place.machine,
    folder: place.folder,
    protocol: candidate.protocol,
    version: candidate.version,
    token: randomBytes(32).toString('hex'),
    since: Date.now(),
  };
  const server = createServer((socket) => candidate.onConnection(socket, lock));
  await listen(server, place.path);
  const withdraw = () => {
    server.close();
    if (process.platform !== 'win32') {
      removeFile(place.path);
    }
  };
  try {
    if (wrapFileError(lockPath(candidate.storage), () => takeLock(candidate.storage, lock))) {
      await sleep(settleMs);
      if (holdsLock(candidate.storage, lock)) {
        return {
          role: 'owner',
          lock,
          resign() {
            releaseLock(candidate.storage, lock);
            withdraw();
          },
        };
      }
    }
  } catch (error) {
    withdraw();
    throw error;
  }
  withdraw();
  return null;
}

/** Connects to the owner that a lock names; null when it is gone, and then its lock is, too. */
async function approach(candidate: Candidate, found: FoundLock): Promise<Elected | null> {
  const { record } = found;
  if (!record) {
    await sleep(halfWrittenMs);
    if (readLock(candidate.storage)?.text === found.text) {
      evictLock(candidate.storage, found);
    }
    return null;
  }
  let socket: Socket;
  try {
    socket = await open(record.socket);
  } catch (error) {
    if (errorCode(error) === 'ECONNREFUSED' || errorCode(error) === 'ENOENT') {
      bury(candidate, found, record);
      return null;
    }
    if (diedMeanwhile.has(errorCode(error))) {
      await sleep(5 + Math.random() * 20);
      return null;
    }
    throw new StoreUnreachableError(
      `The process ${record.pid}, which keeps the store in ${candidate.storage} open, cannot be reached: ${String(error)}`,
    );
  }
  const port = await introduce(socket, record, {
    protocol: candidate.protocol,
    version: candidate.version,
    home: candidate.home,
    answerMs: candidate.answerMs ?? 30_000,
  });
  if (port) {
    return { role: 'client', lock: record, socket, port };
  }
  // All who lost the same owner look again at slightly different moments.
  await sleep(5 + Math.random() * 20);
  return null;
}

function bury(candidate: Candidate, found: FoundLock, record: LockRecord): void {
  const here: SocketPlace = socketPlace();
  if (!canSee(record, here)) {
    throw new StoreUnreachableError(
      `The store in ${candidate.storage} was opened on another machine or in another container (process ${record.pid}), which cannot be seen from here. Close Agent Logbook there; if it has ended already, delete ${candidate.storage}/owner.lock.`,
    );
  }
  if (readLock(candidate.storage)?.text === found.text) {
    evictLock(candidate.storage, found);
  }
}

/** A place to listen at; throws StoreError when no folder for temporary files can be used. */
function socketPlace(): SocketPlace {
  try {
    return newSocketPlace();
  } catch (error) {
    throw socketTrouble(error, tmpdir());
  }
}

function socketTrouble(error: unknown, place: string): StoreError {
  const { code = '', path = place } = error as NodeJS.ErrnoException;
  return new StoreError(
    translate(error, path, { code, path }).reason,
    path,
    `No socket can be made: ${error instanceof Error ? error.message : String(error)}`,
    'Set XDG_RUNTIME_DIR or TMPDIR to a folder that your user can write to',
    { cause: error },
  );
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(socketTrouble(error, path)));
    server.listen(path, () => {
      server.removeAllListeners('error');
      // A connection that the system could not take (too many open files) is the caller's to try again, not the owner's end.
      server.on('error', () => undefined);
      if (process.platform !== 'win32') {
        chmodSync(path, 0o600);
      }
      resolve();
    });
  });
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no connection after ${connectMs} ms`));
    }, connectMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
