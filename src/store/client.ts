import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { Emitter, type Event } from '../common/event.js';
import { type Changed } from '../common/protocol.js';
import { storeMethods, type StoreApi } from '../common/storeApi.js';
import { connect, RpcError, type Remote } from '../common/rpc.js';
import { workerPort } from './workerPort.js';

/** Whether the store can be asked. Calls made while connecting wait; calls made after a failure try anew. */
export type StoreState =
  | { status: 'connecting' }
  | { status: 'ready'; role: 'owner' | 'client' }
  | { status: 'failed'; message: string };

/** The store as every part outside src/store and src/service sees it. */
export interface StoreClient {
  readonly api: Remote<StoreApi>;
  readonly onChanged: Event<Changed>;
  readonly onState: Event<StoreState>;
  /** Something that the user is to be told once, in sentences: what happened and what to do. */
  readonly onTrouble: Event<string>;
  state(): StoreState;
  /** A channel of its own to the store's thread, for another thread. It closes when the store's thread ends. */
  channel(): MessagePort;
  /** Lets the store go: an owner closes its database, and another process takes over. Waiting calls are rejected. */
  close(): Promise<void>;
}

/** What the store worker is told at its start. Plain data, as it crosses threads. */
export interface StoreWorkerData {
  role: 'store';
  storage: string;
  places: {
    home: string;
    env: Readonly<Record<string, string | undefined>>;
    platform: 'linux' | 'darwin' | 'win32';
  };
  wasmPath: string;
  parseWorker: string;
  watch: boolean;
  version: string;
  /** The same for every worker of one process, so that a restarted one takes over from a crashed one. */
  owner: string;
  /** false: nothing is put into the full-text index, to measure what it costs. The next owner makes up for it. */
  fullText?: boolean;
}

/** What the worker says besides answers to calls. */
export type StoreNotice =
  | { changed: Changed }
  | { state: StoreState }
  | { trouble: string }
  | { log: string; level: 'info' | 'warn' | 'error' };

export interface StoreWorkerOptions extends Omit<
  StoreWorkerData,
  'role' | 'owner' | 'parseWorker' | 'fullText'
> {
  /** dist/worker.js, which also parses. */
  workerPath: string;
  log?(message: string, level: 'info' | 'warn' | 'error'): void;
}

/** Calls that take as long as there is to read; the end of the connection still ends them. */
const unlimited: ReadonlySet<string> = new Set([
  'rescan',
  'importFiles',
  'doctor',
  'copyStore',
  'deleteAll',
  'configure',
  'forget',
  'forgettingDone',
  'backup',
  'restore',
]);

/** Milliseconds that a call may take, by method. The owner may be busy with a large database when it is asked. */
export function callLimit(method: string): number {
  return unlimited.has(method) ? 0 : 120_000;
}

const firstDelayMs = 250;
const longestDelayMs = 30_000;
/** A worker that lived this long has not crashed because of its start. */
const stableMs = 60_000;
const closeMs = 4000;

/**
 * Starts the worker thread that joins the store, and starts it anew when it crashes. The calling thread touches no file and
 * no database. Calls that waited when the worker crashed are repeated once.
 */
export function startStoreWorker(options: StoreWorkerOptions): StoreClient {
  const { workerPath, log, ...rest } = options;
  const data: StoreWorkerData = {
    ...rest,
    role: 'store',
    parseWorker: workerPath,
    owner: `${process.pid}.${process.hrtime.bigint().toString(36)}`,
  };
  const changed = new Emitter<Changed>();
  const states = new Emitter<StoreState>();
  const troubles = new Emitter<string>();
  let state: StoreState = { status: 'connecting' };
  let closed = false;
  let delayMs = firstDelayMs;
  let restart: NodeJS.Timeout | undefined;
  let running = start();

  function setState(next: StoreState): void {
    state = next;
    states.fire(next);
  }

  function start() {
    // A larger space for young objects would only keep more of them: the host grows by 50 MB less in an import, no slower.
    // How far V8 lets the space for old objects grow before it looks through it depends on how large it may become: with 1 GB,
    // far more than is ever in use, all charts of a million messages take 230 MB less.
    const worker = new Worker(workerPath, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 },
    });
    const startedAt = performance.now();
    const connection = connect<StoreApi>(workerPort(worker), callLimit);
    let crash = 'it ended unexpectedly';
    worker.on('message', (message: Partial<Record<string, unknown>>) => {
      const notice = message as Partial<{
        changed: Changed;
        state: StoreState;
        trouble: string;
        log: string;
      }> & {
        level?: 'info' | 'warn' | 'error';
      };
      if (notice.changed) {
        changed.fire(notice.changed);
      } else if (notice.state) {
        setState(notice.state);
      } else if (notice.trouble !== undefined) {
        troubles.fire(notice.trouble);
      } else if (notice.log !== undefined) {
        log?.(notice.log, notice.level ?? 'info');
      }
    });
    worker.on('error', (error) => {
      crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        resolve();
        connection.dispose();
        if (!closed) {
          log?.(`The store worker crashed: ${crash}`, 'error');
          troubles.fire(
            `The store's thread ended unexpectedly (${firstLine(crash)}) and is started again. Nothing that was stored is lost.`,
          );
          delayMs =
            performance.now() - startedAt > stableMs ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
          setState(
            delayMs > firstDelayMs * 16
              ? { status: 'failed', message: `The store worker crashes again and again: ${firstLine(crash)}` }
              : { status: 'connecting' },
          );
          restart = setTimeout(() => {
            running = start();
            for (const resume of resumers.splice(0)) {
              resume();
            }
          }, delayMs);
        }
      });
    });
    return { worker, connection, exited };
  }

  const resumers: (() => void)[] = [];
  async function call(method: string, args: unknown[]): Promise<unknown> {
    const used = running;
    try {
      return await invoke(used.connection.api, method, args);
    } catch (error) {
      if (closed || !(error instanceof RpcError) || error.reason !== 'disconnected') {
        throw error;
      }
    }
    if (running === used) {
      await new Promise<void>((resolve) => resumers.push(resolve));
    }
    if (closed) {
      throw new RpcError('The store is closed', 'disconnected');
    }
    return invoke(running.connection.api, method, args);
  }

  return {
    api: remoteOf(call),
    onChanged: changed.event,
    onState: states.event,
    onTrouble: troubles.event,
    state: () => state,
    channel() {
      const { port1, port2 } = new MessageChannel();
      running.worker.postMessage({ connect: port1 }, [port1]);
      return port2;
    },
    async close() {
      closed = true;
      clearTimeout(restart);
      for (const resume of resumers.splice(0)) {
        resume();
      }
      running.worker.postMessage({ close: true });
      const late = setTimeout(() => void running.worker.terminate(), closeMs);
      await running.exited;
      clearTimeout(late);
      running.connection.dispose();
    },
  };
}

/** The store's calls, all through one function. */
export function remoteOf(call: (method: string, args: unknown[]) => Promise<unknown>): Remote<StoreApi> {
  return Object.fromEntries(
    storeMethods.map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as unknown as Remote<StoreApi>;
}

/** Calls a method that is known by name only. */
export function invoke(api: Remote<StoreApi>, method: string, args: unknown[]): Promise<unknown> {
  return (api as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method]!(...args);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
