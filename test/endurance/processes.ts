import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundles, type Fault } from '../faults/support.js';

/** Where a command works: its folder, the agents' home, the store. A Place is one. */
export interface Storage {
  readonly folder: string;
  readonly home: string;
  readonly storage: string;
}

/** A command that runs. */
export interface Command {
  child: ChildProcess;
  /** Its exit code, or null when it was killed, and what it said. */
  ended: Promise<{ code: number | null; out: string; error: string }>;
}

export interface CommandOptions {
  /** The working folder. */
  folder?: string;
  /** Other bundles than those of this version. */
  dist?: string;
  fault?: Fault;
  /** Further variables of its environment, and options of Node. */
  env?: Record<string, string>;
  preload?: readonly string[];
}

/** However busy the machine is. */
const longestMs = 180_000;
let faults = 0;

/** Starts `logbook` with the home and the storage of a place. */
export async function start(
  place: Storage,
  args: readonly string[],
  { folder = place.folder, dist, fault, env: more = {}, preload: options = [] }: CommandOptions = {},
): Promise<Command> {
  const preload = [...options];
  const env: Record<string, string | undefined> = { PATH: process.env['PATH'], TZ: 'UTC', ...more };
  if (fault) {
    env['SPOIL'] = join(place.folder, `fault-${faults++}.json`);
    writeFileSync(env['SPOIL'], JSON.stringify([fault]));
    preload.push('--require', join(__dirname, '../faults/spoil.cjs'));
  }
  const cli = join(dist ?? (await bundles()), 'cli.js');
  const child = spawn(
    process.execPath,
    [...preload, cli, '--home', place.home, '--storage', place.storage, ...args],
    { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let error = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (error += data.toString()));
  // A command that hangs is killed, and has no exit code.
  const watchdog = setTimeout(() => {
    error += `did not end within ${longestMs / 1000} s`;
    child.kill('SIGKILL');
  }, longestMs);
  const ended = once(child, 'close').then(([code]) => {
    clearTimeout(watchdog);
    return { code: code as number | null, out, error };
  });
  return { child, ended };
}

/** Kills a process after a time, unless it has ended before. True: it was killed. */
export async function killAfter(child: ChildProcess, ms: number): Promise<boolean> {
  const over = () => child.exitCode !== null || child.signalCode !== null;
  const ended = over() ? Promise.resolve() : once(child, 'exit');
  await Promise.race([sleep(ms), ended]);
  if (!over()) {
    child.kill('SIGKILL');
    await ended;
  }
  return child.signalCode === 'SIGKILL';
}
