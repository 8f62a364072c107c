// What a person in the editor waits for: the last day in the tree while all is read, and a line that an agent appends.
import { appendFileSync, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addLongSession, nextLine } from './corpus.mjs';
import { openStore } from './store.mjs';
import { spread } from './table.mjs';

const appends = 100;

/** Leaves the store open and full, and returns it. */
export async function measureLive({ note }, { dist, home, storage, corpus, seed }) {
  const start = performance.now();
  const store = openStore({ dist, home, storage, meter: true });
  const since = Date.now() - 86_400_000;
  let lastDay = 0;
  while (lastDay < corpus.lastDay.length) {
    lastDay = (await store.ask('sessions', { since }, { limit: 1000 })).length;
    await sleep(10);
  }
  note('newest day visible in the tree, from the start', performance.now() - start, 'ms', {
    ...{ most: 2000, remark: `${lastDay} sessions; the import goes on` },
  });

  const during = [];
  let appended = 0;
  let progress = await store.ask('progress');
  while (progress.phase !== 'idle') {
    during.push((await append(store, corpus.newest, appended++)).announced);
    await sleep(50);
    progress = await store.ask('progress');
  }
  tell(note, 'append to announced, while importing', during, {});
  await store.ask('rescan');

  const file = addLongSession(home, seed);
  await store.ask('rescan');
  const mb = (statSync(file).size / 1e6).toFixed(0);
  const committed = [];
  const announced = [];
  let written = 0;
  const read = store.sessionBytes();
  for (let i = 0; i < appends; i++) {
    written += nextLine(basename(file, '.jsonl'), appended).length;
    const times = await append(store, file, appended++);
    committed.push(times.committed);
    announced.push(times.announced);
    // Away from the pace at which changes are announced.
    await sleep(120 + (i % 7) * 5);
  }
  const bytesRead = store.sessionBytes() - read;
  const floor = await watchLatency(file, appended);
  const told = { floor, of: 'fs.watch alone' };
  tell(note, `append to a ${mb} MB file, to committed`, committed, { ...told, most: 10 });
  tell(note, `append to a ${mb} MB file, to announced`, announced, { ...told, most: 50 });
  note('append to announced, longest', Math.max(...announced), 'ms', { most: 1000 });
  note('session bytes read for each byte appended', bytesRead / written, '', { most: 2 });
  return store;
}

function tell(note, name, times, more) {
  const { p50, p95, max } = spread(times);
  note(`${name}, p95`, p95, 'ms', {
    ...more,
    remark: `p50 ${p50.toFixed(1)}, max ${max.toFixed(1)}, n ${times.length}`,
  });
}

/** Milliseconds from the write until it is durable in the store, and until the store tells that the session changed. */
async function append(store, file, number) {
  const session = basename(file, '.jsonl');
  const seen = store.changed(
    ({ sessions }) => sessions === 'all' || sessions.some((id) => id.endsWith(session)),
  );
  const start = performance.now();
  appendFileSync(file, nextLine(session, number));
  await seen;
  return {
    announced: performance.now() - start,
    committed: store.lastSync() - performance.timeOrigin - start,
  };
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
