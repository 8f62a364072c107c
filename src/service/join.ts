import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../common/event.js';
import { protocolVersion, type Changed } from '../common/protocol.js';
import { storeMethods, type StoreApi } from '../common/storeApi.js';
import { connect, RpcError, type Remote } from '../common/rpc.js';
import { callLimit, invoke, remoteOf, type StoreClient, type StoreState } from '../store/client.js';
import { elect, type Elected } from '../store/election.js';
import { StoreUnreachableError } from '../store/handshake.js';
import type { LockRecord } from '../store/lockFile.js';
import { createOwnerHost, type OwnerHost } from '../store/ownerHost.js';
import { holdFolder } from './holdFolder.js';
import { StoreError } from '../store/storeError.js';
import { withTime } from './datedCall.js';
import type { Service } from './service.js';

/** The owner's part of what a process needs to join a store. */
export interface OwnerFacts {
  lock: LockRecord;
  clients(): number;
  emit(changed: Changed): void;
  /** Something that the user is to be told once: what happened and what to do. */
  tell(trouble: string): void;
  /**
   * The open database is damaged. True: this owner ends and the store is opened anew, which deals with it; false: that has
   * been tried too often.
   */
  onDamage(): boolean;
  /** Closes the database and has it opened anew, by whoever owns the store then. */
  reopen(): void;
}

export interface JoinOptions {
  storage: string;
  /** Below this folder the agents' files are looked for; an owner with another one refuses us. */
  home: string;
  version: string;
  protocol?: number;
  /** Opens the database, once this process is the owner. */
  openService(facts: OwnerFacts): Promise<Service>;
}

/** Where this process stands at the moment: it owns the store, or talks to the owner. */
interface Peer {
  role: 'owner' | 'client';
  api: Remote<StoreApi>;
  /** False once the owner is lost or this process handed over. */
  alive(): boolean;
  close(): Promise<void>;
}

export interface JoinedStore extends Omit<StoreClient, 'channel'> {
  /** Settles when the store can be asked the first time; rejects with what stands in the way. */
  ready(): Promise<'owner' | 'client'>;
}

/** A call survives this many losses of its owner. */
const mostTakeovers = 20;
/** So often in so many milliseconds a damaged database is opened anew; what is damaged again and again has a worse cause. */
const mostReopenings = { times: 3, within: 600_000 };
/**
 * So long, in milliseconds, the last owner may keep the database after its sockets are gone: it is about to end, or its
 * thread was ended and starts again.
 */
const longestInUseMs = 15_000;
/** Who asked for the store to be opened anew gets the answer first. Milliseconds. */
const answerMs = 100;
/** After handing over, time for the newer process to take the lock before we may look for an owner again. */
const handOverMs = 3000;
const messageForHandedOver =
  'A newer Agent Logbook has taken over the store. Reload this window to use the same version.';

/**
 * Joins the store of a folder, as its owner if there is none, else as a client of the owner. When the owner goes, this process
 * competes to be the next, and calls that waited are made again; so writes must be idempotent. Starts at once; a failure is
 * told by `onState` and to each call, and the next call tries anew.
 */
export function joinStore(options: JoinOptions): JoinedStore {
  const changed = new Emitter<Changed>();
  const states = new Emitter<StoreState>();
  const troubles = new Emitter<string>();
  const reopenings: number[] = [];
  let state: StoreState = { status: 'connecting' };
  let closed = false;
  let joinedBefore = false;
  /** By a clock that nobody sets. */
  let handedOverAt = -Infinity;
  let current: Promise<Peer>;
  let peer: Peer | null = null;

  function setState(next: StoreState): void {
    state = next;
    states.fire(next);
  }

  function joinAgain(): Promise<Peer> {
    peer = null;
    setState({ status: 'connecting' });
    const joining = joinOnce().then(
      (joined) => {
        peer = joined;
        if (closed) {
          return joined;
        }
        setState({ status: 'ready', role: joined.role });
        if (joinedBefore) {
          // What the former owner announced last may be lost.
          changed.fire({ sessions: 'all', tickets: true, progress: null, settings: true });
        }
        joinedBefore = true;
        return joined;
      },
      (error: unknown) => {
        setState({ status: 'failed', message: messageOf(error) });
        throw error;
      },
    );
    // Whoever calls next sees the rejection; nobody may be waiting now.
    joining.catch(() => undefined);
    return joining;
  }

  async function joinOnce(): Promise<Peer> {
    const waitUntil = performance.now() + longestInUseMs;
    for (;;) {
      if (performance.now() - handedOverAt < handOverMs) {
        throw new StoreUnreachableError(messageForHandedOver);
      }
      const opened = deferred<Service>();
      const host: OwnerHost = createOwnerHost({
        api: whenOpen(opened.promise),
        home: options.home,
        onNewer: () => void handOver(),
      });
      const elected = await elect({
        storage: options.storage,
        protocol: options.protocol ?? protocolVersion,
        version: options.version,
        home: options.home,
        onConnection: (socket, lock) => host.accept(socket, lock),
      });
      if (elected.role === 'owner') {
        try {
          return await own(elected, host, opened);
        } catch (error) {
          const inUse = error instanceof StoreError && error.reason === 'locked';
          if (!inUse || closed || performance.now() > waitUntil) {
            throw error;
          }
        }
        await sleep(50 + Math.random() * 100);
        continue;
      }
      const joined = follow(elected);
      if (joined.alive()) {
        return joined;
      }
    }
  }

  async function own(
    elected: Elected & { role: 'owner' },
    host: OwnerHost,
    opened: Deferred<Service>,
  ): Promise<Peer> {
    let service: Service;
    try {
      service = await options.openService({
        lock: elected.lock,
        clients: () => host.clients(),
        emit(value) {
          changed.fire(value);
          host.announce(value);
        },
        tell: (trouble) => troubles.fire(trouble),
        onDamage() {
          const now = performance.now();
          const recent = reopenings.filter((at) => at > now - mostReopenings.within);
          if (closed || recent.length >= mostReopenings.times) {
            return false;
          }
          reopenings.push(now);
          // Not in the middle of the statement that met the damage.
          setImmediate(() => void reopen());
          return true;
        },
        reopen: () => void setTimeout(() => void reopen(), answerMs),
      });
    } catch (error) {
      elected.resign();
      host.close();
      throw error;
    }
    const hold = holdFolder(options.storage, elected.lock, service.api, () => {
      troubles.fire(messageForLost(options.storage));
      // Its clients look for the next owner at once.
      host.close();
      setImmediate(() => void reopen());
    });
    opened.resolve({ ...service, api: hold.api });
    let closing: Promise<void> | null = null;
    return {
      role: 'owner',
      api: hold.api,
      alive: () => closing === null,
      close() {
        hold.dispose();
        closing ??= (async () => {
          try {
            await service.close();
          } finally {
            elected.resign();
            host.close();
          }
        })();
        return closing;
      },
    };
  }

  function follow({ socket, port }: Elected & { role: 'client' }): Peer {
    const connection = connect<StoreApi>(port, callLimit);
    let alive = !socket.destroyed;
    const joined: Peer = {
      role: 'client',
      api: connection.api,
      alive: () => alive,
      close() {
        socket.destroy();
        return Promise.resolve();
      },
    };
    port.onMessage((message) => {
      const notice = message as { changed?: Changed };
      if (notice.changed) {
        changed.fire(notice.changed);
      }
    });
    socket.once('close', () => {
      alive = false;
      connection.dispose();
      if (!closed && peer === joined) {
        current = joinAgain();
      }
    });
    return joined;
  }

  /**
   * Lets go of a database that is damaged, or of which the folder is gone. Whoever owns the store next deals with the damage
   * when it opens the file.
   */
  async function reopen(): Promise<void> {
    const owner = await current.catch(() => null);
    if (closed || owner?.role !== 'owner' || owner !== peer || !owner.alive()) {
      return;
    }
    const ended = owner.close().catch(() => undefined); // Its log cannot be written back; the damage is told when it is opened.
    peer = null;
    setState({ status: 'connecting' });
    current = ended.then(joinAgain);
    current.catch(() => undefined);
  }

  /** The newer process waits for the end of its connection, which comes with the end of our ownership. */
  async function handOver(): Promise<void> {
    const owner = await current.catch(() => null);
    if (owner?.role !== 'owner' || !owner.alive()) {
      return;
    }
    handedOverAt = performance.now();
    const ended = owner.close();
    setState({ status: 'failed', message: messageForHandedOver });
    try {
      await ended;
    } catch (error) {
      troubles.fire(`The store was not closed in order: ${messageOf(error)}`);
    }
    handedOverAt = performance.now();
  }

  async function call(method: string, args: unknown[]): Promise<unknown> {
    const dated = withTime(method, args);
    for (let takeover = 0; ; takeover++) {
      if (closed) {
        throw new RpcError('The store is closed', 'disconnected');
      }
      if (state.status === 'failed' || (peer && !peer.alive())) {
        current = joinAgain();
      }
      const used = await current;
      try {
        return await invoke(used.api, method, dated);
      } catch (error) {
        const lost = error instanceof RpcError && error.reason === 'disconnected';
        if (!lost || takeover >= mostTakeovers) {
          throw error;
        }
        // The end of the connection and the loss of the call are two events; let both arrive. An owner that ends may need seconds.
        await sleep(Math.min(2 ** takeover, 250));
      }
    }
  }

  current = joinAgain();
  return {
    api: remoteOf(call),
    onChanged: changed.event,
    onState: states.event,
    onTrouble: troubles.event,
    state: () => state,
    ready: async () => (await current).role,
    async close() {
      closed = true;
      const last = await current.catch(() => null);
      await last?.close();
    },
  };
}

function messageForLost(storage: string): string {
  return `The folder ${storage} was deleted, moved or replaced while the logbook in it was open. The logbook there is brought up to date from the agents' files; tickets and settings that only the former one had are not in it.`;
}

/** The service's calls, for clients that come before the database is open. */
function whenOpen(opened: Promise<Service>): StoreApi {
  return Object.fromEntries(
    storeMethods.map((method) => [
      method,
      async (...args: unknown[]) => invoke((await opened).api, method, args),
    ]),
  ) as unknown as StoreApi;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
}

function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
