// Preloaded into a VS Code server (see openAndClose.mjs): each thread of the extension host that asks or is ours tells what it
// holds, on a channel that all of them share.
'use strict';
const { isMainThread, workerData } = require('node:worker_threads');
const v8 = require('node:v8');
const vm = require('node:vm');

const isHost = isMainThread && process.argv.includes('--type=extensionHost');
const isOurs = workerData?.role === 'store' || workerData?.role === 'parse';

/** What this thread holds when everything is collected that can be. */
async function held() {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  for (let i = 0; i < 4; i++) {
    collect();
    // Finalizers, and what they let go, come in later turns.
    await new Promise((done) => setTimeout(done, 50));
  }
  const { heapUsed, external } = process.memoryUsage();
  const resources = {};
  for (const kind of process.getActiveResourcesInfo()) {
    // A timer is there or not, by chance; the one of this function is.
    if (kind !== 'Timeout' && kind !== 'Immediate') {
      resources[kind] = (resources[kind] ?? 0) + 1;
    }
  }
  return { memory: heapUsed + external, resources };
}

if (isOurs) {
  const channel = new BroadcastChannel('agent-logbook-leaks');
  channel.addEventListener('message', ({ data }) => {
    if (data.ask) {
      void held().then((all) => channel.postMessage({ answer: data.ask, role: workerData.role, held: all }));
    }
  });
  // An idle thread may end.
  channel.unref();
}
if (isHost) {
  /** What this thread and ours hold: `{ host, store?, parse? }`. A thread that is not there does not answer. */
  globalThis.whatIsHeld = async () => {
    const channel = new BroadcastChannel('agent-logbook-leaks');
    const all = {};
    const ask = process.hrtime().join();
    channel.addEventListener('message', ({ data }) => {
      if (data.answer === ask) {
        all[data.role] = data.held;
      }
    });
    channel.postMessage({ ask });
    await new Promise((done) => setTimeout(done, 2000));
    channel.close();
    return { ...all, host: await held() };
  };
}
