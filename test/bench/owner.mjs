// An owner of the store that has nothing to do: its memory and CPU time when an import and some seconds have passed.
// node owner.mjs DIST HOME STORAGE SECONDS
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from './store.mjs';

const [dist, home, storage, seconds] = process.argv.slice(2);
const bare = process.memoryUsage().rss;
const store = openStore({ dist, home, storage });
await store.ask('rescan');
// The first look at what the import itself touched is over by then, and what is concluded from new sessions in the background.
const settling = process.cpuUsage();
await settled();
const settlingMs = milliseconds(process.cpuUsage(settling));
const cpu = process.cpuUsage();
const start = performance.now();
const memory = [];
for (let i = 0; i < Number(seconds); i++) {
  await sleep(1000);
  memory.push(process.memoryUsage().rss / 2 ** 20);
}
const taken = milliseconds(process.cpuUsage(cpu));
const share = Math.max(1, Math.round(memory.length / 4));
console.log(
  JSON.stringify({
    bareMb: bare / 2 ** 20,
    rssMb: memory.at(-1),
    growthMb: median(memory.slice(-share)) - median(memory.slice(0, share)),
    share: (taken / (performance.now() - start)) * 100,
    settlingMs,
  }),
);
await store.close();

/** Returns when three seconds in a row took less than a fiftieth of a core, and after two minutes in any case. */
async function settled() {
  const end = performance.now() + 120_000;
  for (let quiet = 0; quiet < 3 && performance.now() < end;) {
    const before = process.cpuUsage();
    await sleep(1000);
    quiet = milliseconds(process.cpuUsage(before)) < 20 ? quiet + 1 : 0;
  }
}

function milliseconds({ user, system }) {
  return (user + system) / 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
