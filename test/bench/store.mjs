// The store as the extension runs it: the worker thread of dist/worker.js in this process, asked by messages.
import { join } from 'node:path';
import { setEnvironmentData, Worker } from 'node:worker_threads';

/** `more`: further data of the worker. `meter`: what liveMeter.cjs counts is counted. */
export function openStore({ dist, home, storage, more = {}, meter = false }) {
  const memory = new SharedArrayBuffer(16);
  setEnvironmentData('logbook bench', meter ? { memory, home } : undefined);
  const worker = new Worker(join(dist, 'worker.js'), {
    // As in src/store/client.ts.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 },
    execArgv: meter ? ['--require', join(import.meta.dirname, 'liveMeter.cjs')] : [],
    workerData: {
      role: 'store',
      storage,
      places: { home, env: {}, platform: process.platform },
      wasmPath: join(dist, 'sql-wasm.wasm'),
      parseWorker: join(dist, 'worker.js'),
      watch: true,
      version: '0.0.0',
      owner: `bench ${process.pid}`,
      ...more,
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
  worker.on('error', (error) => {
    waiting.forEach(({ reject }) => reject(error));
    waiting.clear();
  });
  const ask = (method, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject });
      worker.postMessage({ call: calls, method, args });
    });
  // As the extension does: nothing is read before the user's settings are told.
  ask('settings')
    .then((settings) => ask('configure', { ...settings, paused: false }))
    .catch((error) => {
      console.error(error);
      process.exit(1);
    });
  const figures = new Float64Array(memory);
  return {
    ask,
    /** Bytes read from session files so far. */
    sessionBytes: () => figures[0],
    /** When something was last made durable, in ms since 1970. */
    lastSync: () => figures[1],
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
