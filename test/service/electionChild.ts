import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { StoreApi } from '../../src/common/storeApi.js';
import { joinStore } from '../../src/service/join.js';

/**
 * One process of the election tests: node electionChild.ts STORAGE ID. Its "database" is a file to which assignments are
 * appended, once each by key; while it is open, a second process that opened it would be noticed by the file `open`. It writes
 * through whoever owns the store, and notes what was acknowledged.
 */
const [storage = '', id = ''] = process.argv.slice(2);
const file = join(storage, 'rows');
const noteFile = join(storage, `acknowledged-${id}`);

const store = joinStore({
  storage,
  home: '/home/test',
  version: '1.0.0',
  openService: () => {
    appendFileSync(join(storage, 'owners'), `${process.pid} ${Date.now()}\n`);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    // A kill may have cut the last line; it was not acknowledged.
    const torn = lines.pop() ?? '';
    if (torn !== '') {
      writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    }
    const rows = new Set(lines);
    const api = {
      assignTicket: (session: string, key: string) => {
        const row = `${session} ${key}`;
        if (!rows.has(row)) {
          appendFileSync(file, `${row}\n`);
          rows.add(row);
        }
        return Promise.resolve();
      },
    } as unknown as StoreApi;
    return Promise.resolve({ api, close: () => Promise.resolve() });
  },
});

async function write(): Promise<void> {
  const first = existsSync(noteFile) ? Number(readFileSync(noteFile, 'utf8')) : 0;
  for (let next = first; ; next++) {
    await store.api.assignTicket(`writer:${id}`, String(next));
    writeFileSync(`${noteFile}.new`, String(next + 1));
    renameSync(`${noteFile}.new`, noteFile);
    // The owner's own calls cross no border; without this they would leave no time for the others'.
    await setImmediate();
  }
}

process.once('SIGTERM', () => void store.close().then(() => process.exit(0)));
write().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
