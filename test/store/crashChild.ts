import { writeSync } from 'node:fs';
import { batch, openStore, source } from './storeFixture.js';

/*
 * A process of its own for tests that kill it: `crashChild.ts FOLDER` writes batches until it dies, and prints the number of
 * each once it is committed. Each batch has 20 messages and one response, and moves its file's offset.
 */
async function main(folder: string): Promise<void> {
  const { db, writer } = await openStore(folder);
  let n = Number(db.prepare('select ifnull(max(offset), 0) from source').get()?.[0]);
  for (;;) {
    n++;
    const rows = Array.from({ length: 20 }, (_, i) => ({
      type: 'message' as const,
      session: `s${n % 5}`,
      uid: `m${n}-${i}`,
      at: 1_700_000_000_000 + n,
      role: 'user' as const,
      kind: 'prompt' as const,
      body: `message ${n} ${i} ${'x'.repeat(300)}`,
    }));
    const response = {
      type: 'usage' as const,
      ...{ session: `s${n % 5}`, key: `k${n}`, group: `k${n}`, rank: 0, preference: 0, at: n, isCopy: false },
      model: 'm',
      tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
    };
    writer.writeBatch(batch([...rows, response], { sources: [source('a.jsonl', { offset: n })] }));
    writeSync(1, `${n}\n`);
  }
}

const [, , folder] = process.argv;
if (folder !== undefined) {
  main(folder).catch((error: unknown) => {
    writeSync(2, String(error));
    process.exitCode = 1;
  });
}
