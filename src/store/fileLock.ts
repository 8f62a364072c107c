import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../common/errorCode.js';
import type { FileLayer } from './fileLayer.js';
import { createLocked, evictLocked } from './lockedFile.js';

/** Who holds a lock, as its file tells. */
export interface LockHolder {
  pid: number;
  /** Tells the parts of a process apart that may not share the file. */
  owner: string;
  host: string;
  /** Linux: the process ids of another namespace mean nothing here. */
  namespace: string | null;
  /** Linux: when the process started, in clock ticks since boot, so that a pid used again is not taken for it. */
  started: string | null;
}

export type LockResult =
  { acquired: true } | { acquired: false; holder: LockHolder | null; foreign: boolean };

/** Half-written lock files are left by a process that died between creating and writing; so long we wait for the text. */
const unwrittenMs = 5000;

/**
 * Takes the lock `file`, which is one small file that names its holder. The lock of a dead process is taken over at
 * once, and so is one of this very process with the same `owner`: a worker thread that was restarted inherits from its
 * predecessor. What another host or container wrote is never taken over, because nobody here can tell whether it lives.
 * Throws the file errors of `layer` when the lock file cannot be written.
 */
export function acquireLock(file: string, owner: string, layer: FileLayer): LockResult {
  const me = self(owner);
  let holder: LockHolder | null = null;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createLocked(file, JSON.stringify(me), layer)) {
      return { acquired: true };
    }
    let text: string;
    let age: number;
    try {
      age = Date.now() - Number(layer.stat(file).mtimeMs);
      text = layer.readText(file);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        continue;
      }
      throw error;
    }
    holder = parse(text);
    if (holder === null) {
      // One from the future was left before the clock was set back, nobody knows how long ago.
      if (Math.abs(age) < unwrittenMs) {
        return { acquired: false, holder, foreign: false };
      }
    } else if (holder.host !== me.host || holder.namespace !== me.namespace) {
      return { acquired: false, holder, foreign: true };
    } else if (holder.pid === me.pid && holder.owner === owner) {
      // The predecessor in this process. The text is rewritten, because its process may have had the same number by chance.
      evictLocked(file, text, layer);
      continue;
    } else if (!isDead(holder, me, age)) {
      return { acquired: false, holder, foreign: false };
    }
    evictLocked(file, text, layer);
  }
  return { acquired: false, holder, foreign: false };
}

/** Gives the lock back, unless it is another's: the folder may have been replaced since it was taken. */
export function releaseLock(file: string, owner: string, layer: FileLayer): void {
  try {
    const holder = parse(layer.readText(file));
    if (holder?.pid === process.pid && holder.owner === owner) {
      layer.unlink(file);
    }
  } catch (error) {
    // A lock that stays behind is that of a dead process, which the next owner takes over.
    if (errorCode(error) === '') {
      throw error;
    }
  }
}

function isDead(holder: LockHolder, me: LockHolder, age: number): boolean {
  if (holder.pid === me.pid) {
    // Either another part of this process, which lives, or an earlier process that had the same number.
    return me.started !== null && holder.started !== null
      ? holder.started !== me.started
      : age > process.uptime() * 1000;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
  const started = startOf(holder.pid);
  return holder.started !== null && started !== null && holder.started !== started;
}

function parse(text: string): LockHolder | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { pid, owner, host, namespace, started } = value as Record<string, unknown>;
  // A pid below 1 means a group of processes to kill(2), which would always be alive.
  if (typeof pid !== 'number' || !(pid > 0) || typeof owner !== 'string' || typeof host !== 'string') {
    return null;
  }
  return {
    pid,
    owner,
    host,
    namespace: typeof namespace === 'string' ? namespace : null,
    started: typeof started === 'string' ? started : null,
  };
}

function self(owner: string): LockHolder {
  let namespace: string | null = null;
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: there are no namespaces.
  }
  return { pid: process.pid, owner, host: hostname(), namespace, started: startOf(process.pid) };
}

function startOf(pid: number): string | null {
  try {
    // The second field is the program's name in brackets, which may hold spaces and brackets; the start is the 22nd.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
