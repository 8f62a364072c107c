// The store as the extension runs it: the worker thread of dist/worker.js in this process, asked by messages.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export function openStore({ dist, home, storage }) {
  const worker = new Worker(join(dist, 'worker.js'), {
    workerData: {
      role: 'store',
      storage,
      places: { home, env: {}, platform: process.platform },
      wasmPath: join(dist, 'sql-wasm.wasm'),
      parseWorker: join(dist, 'worker.js'),
      watch: true,
      version: '0.0.0',
      owner: `bench ${process.pid}`,
    },
  });
  const waiting = new Map();
  const listeners = new Set();
  let calls = 0;
  worker.on('message', (message) => {
    if (message.changed) {
      listeners.forEach((listener) => listener(message.changed));
    } else if (message.reply) {
      const { resolve, reject } = waiting.get(message.reply);
      waiting.delete(message.reply);
      if (message.error) {
        reject(new Error(message.error.message));
      } else {
        resolve(message.value);
      }
    }
  });
  const ask = (method, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject });
      worker.postMessage({ call: calls, method, args });
    });
  // As the extension does: nothing is read before the user's settings are told.
  void ask('settings').then((settings) => ask('configure', { ...settings, paused: false }));
  return {
    ask,
    /** Settles at the next change of which `test` holds. */
    changed: (test) =>
      new Promise((resolve) => {
        const listener = (changed) => {
          if (test(changed)) {
            listeners.delete(listener);
            resolve();
          }
        };
        listeners.add(listener);
      }),
    close: () =>
      new Promise((resolve) => {
        worker.once('exit', resolve);
        worker.postMessage({ close: true });
      }),
  };
}
