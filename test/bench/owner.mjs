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
await sleep(Number(seconds) * 1000);
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    bareMb: bare / 2 ** 20,
    rssMb: process.memoryUsage().rss / 2 ** 20,
    share: (user + system) / 10 / (performance.now() - start),
  }),
);
await store.close();
