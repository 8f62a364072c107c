import { Worker } from 'node:worker_threads';
import { connect, RpcError } from '../common/rpc.js';
import type { SqlAnswer, SqlCopy, SqlQuestion, StoreCopy } from '../common/sqlConsole.js';
import { removeCopy } from './query/copies.js';
import type { QueryThreadApi, QueryThreadData } from './query/queryThread.js';
import { workerPort } from './workerPort.js';

/**
 * Puts questions in SQL to a copy of the logbook, in a thread of their own, which ends with a question that is cancelled or
 * takes too long; the next question starts another. The calling thread touches neither the copy nor SQLite.
 */
export interface QueryRunner {
  /** A question that still runs is cancelled. Rejects when no copy can be made. */
  ask(question: SqlQuestion): Promise<SqlAnswer>;
  cancel(): void;
  /** The next question is put to a new copy. */
  refresh(): void;
  /** The copy of the last answer; null: there is none yet. */
  copy(): SqlCopy | null;
  dispose(): Promise<void>;
}

export interface QueryRunnerOptions {
  /** dist/queryWorker.js. */
  workerPath: string;
  wasmPath: string;
  makeCopy(): Promise<StoreCopy>;
}

interface Running {
  worker: Worker;
  api: ReturnType<typeof connect<QueryThreadApi>>;
  exited: Promise<void>;
  /** Ends the question that runs now, if one does. */
  stop: ((why: 'cancelled' | 'time') => void) | null;
}

export function createQueryRunner({ workerPath, wasmPath, makeCopy }: QueryRunnerOptions): QueryRunner {
  let copy: StoreCopy | null = null;
  let running: Running | null = null;
  let turn = 0;
  let disposed = false;

  async function end(): Promise<void> {
    const ended = running;
    running = null;
    if (ended) {
      ended.api.dispose();
      await ended.worker.terminate();
      await ended.exited;
    }
  }

  async function release(): Promise<void> {
    const old = copy;
    copy = null;
    await end();
    if (old) {
      await removeCopy(old.file);
    }
  }

  function start(data: QueryThreadData): Running {
    const worker = new Worker(workerPath, { workerData: data });
    const api = connect<QueryThreadApi>(workerPort(worker), 0);
    // An error ends the thread; the question that it ran is told by the end of the connection.
    worker.on('error', () => undefined);
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const started: Running = { worker, api, exited, stop: null };
    void exited.then(() => {
      api.dispose();
      if (running === started) {
        running = null;
      }
    });
    return started;
  }

  function cancel(): void {
    turn++;
    running?.stop?.('cancelled');
  }

  return {
    async ask(question) {
      cancel();
      const mine = turn;
      const isStale = () => mine !== turn || disposed;
      if (copy === null) {
        const made = await makeCopy();
        if (isStale()) {
          await removeCopy(made.file);
          return { kind: 'stopped', why: 'cancelled' };
        }
        copy = made;
      }
      running ??= start({ copy, wasmPath });
      const used = running;
      let stopped: 'cancelled' | 'time' | null = null;
      const stop = (why: 'cancelled' | 'time') => {
        stopped ??= why;
        if (running === used) {
          running = null;
        }
        used.api.dispose();
        void used.worker.terminate();
      };
      used.stop = stop;
      const timer = setTimeout(() => stop('time'), question.ms);
      try {
        return await used.api.api.ask(question);
      } catch (error) {
        if (stopped !== null) {
          return { kind: 'stopped', why: stopped };
        }
        if (error instanceof RpcError && error.reason === 'disconnected') {
          return { kind: 'stopped', why: 'ended' };
        }
        // The copy may be gone, with the owner that made it: the next question makes another.
        await release();
        throw error;
      } finally {
        clearTimeout(timer);
        used.stop = null;
      }
    },
    cancel,
    refresh() {
      turn++;
      running?.stop?.('cancelled');
      void release();
    },
    copy: () => copy && { at: copy.at, bytes: copy.bytes },
    async dispose() {
      disposed = true;
      turn++;
      running?.stop?.('cancelled');
      await release();
    },
  };
}
