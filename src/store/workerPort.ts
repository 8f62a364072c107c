import type { MessagePort, Worker } from 'node:worker_threads';
import type { Port } from '../common/rpc.js';

/** The channel between a thread and the worker that it started, at either end. */
export function workerPort(end: MessagePort | Worker): Port {
  return {
    post: (message) => end.postMessage(message),
    onMessage(listener) {
      end.on('message', listener);
      return { dispose: () => void end.off('message', listener) };
    },
  };
}
