// What a person in the editor waits for: the last day in the tree while all is read, and a line that an agent appends.
import { appendFileSync, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextLine } from './corpus.mjs';
import { openStore } from './store.mjs';
import { spread } from './table.mjs';

/** Leaves the store open and full, and returns it. */
export async function measureLive({ note }, { dist, home, storage, corpus }) {
  const start = performance.now();
  const store = openStore({ dist, home, storage });
  const since = Date.now() - 86_400_000;
  let lastDay = 0;
  while (lastDay < corpus.lastDay.length) {
    lastDay = (await store.ask('sessions', { since }, { limit: 1000 })).length;
    await sleep(10);
  }
  const visible = performance.now() - start;
  note('last day in the tree, from the start', visible, 'ms', {
    target: '2000',
    remark: `${lastDay} sessions`,
  });

  const during = [];
  let appended = 0;
  let progress = await store.ask('progress');
  while (progress.phase !== 'idle') {
    during.push(await append(store, corpus.newest, appended++));
    await sleep(50);
    progress = await store.ask('progress');
  }
  tell(note, 'append to announced while importing', during, {});
  const read = bytesRead();
  let written = 0;
  const after = [];
  for (let i = 0; i < 100; i++) {
    written += nextLine(basename(corpus.newest, '.jsonl'), appended).length;
    after.push(await append(store, corpus.newest, appended++));
    // Away from the pace at which changes are announced.
    await sleep(120 + (i % 7) * 5);
  }
  const floor = await watchLatency(corpus.newest, appended);
  tell(note, 'append to announced', after, { floor, of: 'fs.watch', target: 'p95 50, max 1000' });
  if (read !== null) {
    note('bytes read from anything for each byte appended', (bytesRead() - read) / written, 'B', {
      remark: `file of ${Math.round(readFileSync(corpus.newest).length / 1e3)} KB; most is the database's own, above all when its log is copied into it`,
    });
  }
  return store;
}

function tell(note, name, times, more) {
  const { p50, p95, max } = spread(times);
  note(`${name}, p95`, p95, 'ms', {
    ...more,
    remark: `p50 ${p50.toFixed(1)}, max ${max.toFixed(1)}, n ${times.length}`,
  });
}

/** Milliseconds from the write until the store tells that the session changed. */
async function append(store, file, number) {
  const session = basename(file, '.jsonl');
  const seen = store.changed(
    ({ sessions }) => sessions === 'all' || sessions.some((id) => id.endsWith(session)),
  );
  const start = performance.now();
  appendFileSync(file, nextLine(session, number));
  await seen;
  return performance.now() - start;
}

/** How long the system alone takes to tell of an append, p95. */
async function watchLatency(file, number) {
  const times = [];
  for (let i = 0; i < 50; i++) {
    const watcher = watch(dirname(file));
    const told = new Promise((resolve) => watcher.once('change', resolve));
    const start = performance.now();
    appendFileSync(file, nextLine(basename(file, '.jsonl'), number + i));
    await told;
    times.push(performance.now() - start);
    watcher.close();
  }
  return spread(times).p95;
}

/** Linux only. */
function bytesRead() {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return null;
  }
}
