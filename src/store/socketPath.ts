import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../common/errorCode.js';

/** Where an owner listens, and what tells whether another process would see the same sockets. */
export interface SocketPlace {
  /** A path, or a pipe's name on Windows. Nothing lies there yet. */
  path: string;
  /** Names this machine and its process numbers: the same for two processes that can signal each other. */
  machine: string;
  /** Names the folder of the sockets: the same for two processes that see the same sockets. */
  folder: string;
}

/** macOS allows 104 bytes for a socket's path, Linux 108. */
const longestPath = 100;

/** A fresh place to listen at, in a folder that only this user can enter. Paths stay short, wherever the storage lies. */
export function newSocketPlace(): SocketPlace {
  const id = randomBytes(8).toString('hex');
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\agent-logbook-${id}`, machine: machineId(), folder: machineId() };
  }
  const folder = socketFolder();
  return { path: join(folder, `${id}.sock`), machine: machineId(), folder: folderId(folder) };
}

/**
 * Whether a path is a socket that a process of ours and of this user made. A lock file's word alone
 * would let whoever can write one name any file to be removed.
 */
export function isOwnSocket(path: string): boolean {
  const folder = dirname(path);
  if (!/^[0-9a-f]{16}\.sock$/.test(basename(path)) || !basename(folder).startsWith(folderName)) {
    return false;
  }
  try {
    return lstatSync(path).isSocket() && isOursAlone(folder);
  } catch {
    // Gone already, or nothing that may be looked at.
    return false;
  }
}

const folderName = 'agent-logbook-';

function socketFolder(): string {
  const name = `${folderName}${process.getuid?.() ?? 0}`;
  const bases = [process.env['XDG_RUNTIME_DIR'], tmpdir(), '/tmp'];
  for (const base of bases) {
    if (!base || Buffer.byteLength(join(base, name)) + 22 > longestPath) {
      continue;
    }
    const folder = join(base, name);
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        continue;
      }
    }
    if (isOursAlone(folder)) {
      return folder;
    }
  }
  // Somebody else made the folder in the shared temporary folder: a new one of our own has a name nobody can foresee.
  const folder = mkdtempSync(`/tmp/${folderName}`);
  chmodSync(folder, 0o700);
  return folder;
}

/** Sockets below a folder that another user can write to could be replaced by theirs. */
function isOursAlone(folder: string): boolean {
  const stat = lstatSync(folder);
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
}

/** A random name that is kept in the folder itself, so it goes with the folder over restarts of a container. */
function folderId(folder: string): string {
  const file = join(folder, 'id');
  try {
    writeFileSync(file, randomBytes(16).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
  }
  return readFileSync(file, 'utf8');
}

/**
 * A container shares its host's name or its storage but not its process numbers, so the process number space is part of it.
 * The machine's id outlives a change of the host name, which a laptop's network may bring.
 */
function machineId(): string {
  const host = readText('/etc/machine-id') ?? hostname();
  return `${host} ${processSpace()}`;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    // Not there on this system; the caller has another source.
    return null;
  }
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has process number spaces.
    return '-';
  }
}
