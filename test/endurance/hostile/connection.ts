import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Window } from '../../faults/support.js';
import type { LockRecord } from '../../../src/store/lockFile.js';

/** What came over a connection to an owner: its lines, and whether it was closed by the owner. */
export interface Said {
  lines: Record<string, unknown>[];
  closed: boolean;
}

export function lockOf(storage: string): LockRecord {
  return JSON.parse(readFileSync(join(storage, 'owner.lock'), 'utf8')) as LockRecord;
}

/** The first line of a connection, as a client of the same version says it. */
export function helloOf({ protocol, token }: LockRecord): string {
  return JSON.stringify({ hello: 'agent-logbook', protocol, version: '1', token });
}

/** Sends lines as they are and listens until so many came back, or the owner closes, or after `patience` milliseconds. */
export function speak(
  path: string,
  lines: readonly string[],
  answers: number,
  patience = 20_000,
): Promise<Said> {
  return new Promise((resolve) => {
    const said: Said = { lines: [], closed: false };
    const socket = connect(path);
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(end, patience);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      said.closed = true;
      end();
    });
    const read = createInterface({ input: socket });
    read.on('error', () => undefined);
    read.on('line', (line) => {
      const value = JSON.parse(line) as Record<string, unknown>;
      // What changed is told to every client, asked or not.
      if (!('changed' in value)) {
        said.lines.push(value);
      }
      if (said.lines.length >= answers) {
        end();
      }
    });
    socket.write(lines.map((line) => `${line}\n`).join(''));
  });
}

/** Waits until a window has read everything; rejects when it cannot. */
export async function idle(window: Window): Promise<void> {
  const failure = () => window.states.find(({ status }) => status === 'failed')?.message;
  await window.told(() => failure() !== undefined || window.progress.some(({ phase }) => phase === 'idle'));
  const message = failure();
  if (message !== undefined) {
    throw new Error(`The window has no store: ${message}`);
  }
}
