import { parentPort, workerData } from 'node:worker_threads';
// First: what is loaded before it is not looked at.
import { coverage } from './threadCoverage.js';
import { startFuzzer } from './fuzzer.js';
import type { FromFuzzer, FuzzJob } from './messages.js';
import { targets } from './targets.js';

/** Tries the targets in turn, a few hundred inputs each, until its time is over. */
async function fuzz({ targets: names, seed, minutes, current }: FuzzJob): Promise<void> {
  const tell = (message: FromFuzzer): void => parentPort?.postMessage(message);
  const bytes = Buffer.from(current);
  const end = Date.now() + minutes * 60_000;
  const running = [];
  for (const target of targets.filter(({ name }) => names.includes(name))) {
    const fuzzer = await startFuzzer(target, {
      seed,
      coverage,
      before(name, input) {
        const length = bytes.write(JSON.stringify({ target: name, input }), 8);
        bytes.writeUInt32LE(length, 0);
        bytes.writeUInt32LE((bytes.readUInt32LE(4) + 1) >>> 0, 4);
      },
      found: (finding) => tell({ type: 'found', finding }),
    });
    running.push({ name: target.name, fuzzer, tries: 100 });
  }
  while (Date.now() < end) {
    for (const each of running) {
      const start = Date.now();
      await each.fuzzer.round(each.tries);
      // Each target has about five seconds at a time, however fast it is.
      const took = Date.now() - start;
      each.tries = Math.min(20_000, Math.max(20, Math.round((each.tries * 5000) / Math.max(took, 50))));
      const { tried, kept } = each.fuzzer;
      tell({ type: 'figures', target: each.name, tried, kept, ...coverage.total() });
      if (Date.now() >= end) {
        break;
      }
    }
  }
  for (const { fuzzer } of running) {
    await fuzzer.close();
  }
  coverage.close();
  tell({ type: 'done' });
}

void fuzz(workerData as FuzzJob);
