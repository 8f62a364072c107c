import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { LockRecord } from './lockFile.js';
import { socketPort, type SocketPort } from './socketPort.js';

/**
 * The first line each way of a connection. Processes of different versions meet here, so neither shape ever changes:
 * fields may be added, none renamed.
 */
interface Hello {
  hello: 'agent-logbook';
  protocol: number;
  version: string;
  token: string;
}

type Answer = { welcome: 'agent-logbook'; home: string } | { handOver: true } | { refused: string };

/** A process that cannot get to the store, with what to do about it. Trying again without doing it is of no use. */
export class StoreUnreachableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreUnreachableError';
  }
}

/** What an owner tells of itself to those who connect. */
export interface Host {
  lock: LockRecord;
  /** Below this folder the owner looks for the agents' files. */
  home: string;
}

const helloBytes = 4096;
const requestBytes = 16 * 1024 * 1024;
const answerBytes = 1024 * 1024 * 1024;
const helloMs = 10_000;

/**
 * The owner's side: checks who connects. Calls `onClient` for an authenticated one, `onNewer` when a newer version asks this
 * owner to hand over; refuses everyone else and closes.
 */
export function receive(
  socket: Socket,
  host: Host,
  handlers: { onClient(port: SocketPort): void; onNewer(): void },
): void {
  const port = socketPort(socket, helloBytes);
  const deadline = setTimeout(() => socket.destroy(), helloMs);
  deadline.unref();
  socket.once('close', () => clearTimeout(deadline));
  const first = port.onMessage((message) => {
    first.dispose();
    clearTimeout(deadline);
    if (!isHello(message) || !sameSecret(message.token, host.lock.token)) {
      socket.destroy();
      return;
    }
    if (message.protocol > host.lock.protocol) {
      // The connection stays open until this owner has closed its database; its end tells the newer one to go on.
      port.post({ handOver: true } satisfies Answer);
      handlers.onNewer();
      return;
    }
    if (message.protocol < host.lock.protocol) {
      port.post({ refused: olderThan(host.lock) } satisfies Answer);
      port.end();
      return;
    }
    port.limit(requestBytes);
    port.post({ welcome: 'agent-logbook', home: host.home } satisfies Answer);
    handlers.onClient(port);
  });
}

/**
 * The client's side. Gives the port once the owner has answered, or null when the owner goes away: it died, or hands over to
 * us, the newer one. Rejects with `StoreUnreachableError` when it will not have us.
 */
export function introduce(
  socket: Socket,
  lock: LockRecord,
  me: { protocol: number; version: string; home: string; answerMs: number },
): Promise<SocketPort | null> {
  if (lock.protocol > me.protocol) {
    socket.destroy();
    return Promise.reject(new StoreUnreachableError(olderThan(lock)));
  }
  const port = socketPort(socket, helloBytes);
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      socket.destroy();
      reject(new StoreUnreachableError(message));
    };
    const deadline = setTimeout(
      () =>
        fail(
          `The process ${lock.pid}, which keeps the store open, has not answered for ${me.answerMs / 1000} seconds. End it and try again.`,
        ),
      me.answerMs,
    );
    socket.once('close', () => {
      clearTimeout(deadline);
      resolve(null);
    });
    const first = port.onMessage((message) => {
      first.dispose();
      const answer = message as Partial<Record<'welcome' | 'home' | 'refused' | 'handOver', unknown>>;
      if (typeof answer.refused === 'string') {
        fail(answer.refused);
      } else if (answer.welcome === 'agent-logbook' && answer.home !== me.home) {
        fail(
          `The store is kept by process ${lock.pid}, which reads the agents' files below ${String(answer.home)}, not below ${me.home}. Name another store with --storage.`,
        );
      } else if (answer.welcome === 'agent-logbook') {
        clearTimeout(deadline);
        port.limit(answerBytes);
        resolve(port);
      } else if (!answer.handOver) {
        fail(`Process ${lock.pid} at ${lock.socket} is no Agent Logbook.`);
      }
      // An owner that hands over closes the connection when its database is closed; until then the deadline runs.
    });
    port.post({
      hello: 'agent-logbook',
      protocol: me.protocol,
      version: me.version,
      token: lock.token,
    } satisfies Hello);
  });
}

function olderThan(lock: LockRecord): string {
  return `A newer Agent Logbook (${lock.version}, process ${lock.pid}) has the store open. Reload this window, or update this command, to use the same version.`;
}

/** Compares in a time that does not tell how much of a guess was right. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function isHello(message: unknown): message is Hello {
  const m = message as Partial<Hello>;
  return m.hello === 'agent-logbook' && typeof m.protocol === 'number' && typeof m.token === 'string';
}
