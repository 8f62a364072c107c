// An owner of the store that has nothing to do: its memory and CPU time when an import and some seconds have passed.
// node owner.mjs DIST HOME STORAGE SECONDS
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from './store.mjs';

const [dist, home, storage, seconds] = process.argv.slice(2);
const bare = process.memoryUsage().rss;
const store = openStore({ dist, home, storage });
await store.ask('rescan');
// The first look at what the import itself touched is over by then.
await sleep(3000);
const cpu = process.cpuUsage();
const start = performance.now();
const memory = [];
for (let i = 0; i < Number(seconds); i++) {
  await sleep(1000);
  memory.push(process.memoryUsage().rss / 2 ** 20);
}
const { user, system } = process.cpuUsage(cpu);
const share = Math.max(1, Math.round(memory.length / 4));
console.log(
  JSON.stringify({
    bareMb: bare / 2 ** 20,
    rssMb: memory.at(-1),
    growthMb: median(memory.slice(-share)) - median(memory.slice(0, share)),
    share: (user + system) / 10 / (performance.now() - start),
  }),
);
await store.close();

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
