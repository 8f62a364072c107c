import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/common/settings.js';
import { createContext } from '../../../src/store/read/context.js';
import { createSearch } from '../../../src/store/read/search.js';
import { usualReading } from '../../../src/store/read/searchTexts.js';
import { call, result } from '../rows.js';
import { batch, cleanUp, openStore, temporaryFolder } from '../storeFixture.js';

describe('a search in outputs alone', () => {
  afterEach(cleanUp);

  it('reads them to their end for some time, and says how far it came', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    const body = `head ${'x'.repeat(3000)} tail`;
    const at = (n: number) => 1_700_000_000_000 + n * 60_000;
    writer.writeBatch(
      batch(
        Array.from({ length: 200 }, (_, n) => [
          {
            ...call,
            uid: `u${n}`,
            at: at(n),
            tool: { callId: `c${n}`, name: 'Bash', category: 'run' } as const,
          },
          { ...result, callId: `c${n}`, at: at(n), body },
        ]).flat(),
      ),
    );
    const context = createContext(db, { settings: () => defaultSettings, now: () => 0 });
    let now = 0;
    // A tick each time that the clock is looked at: some chunks are read, and then the index is asked.
    const { search } = createSearch(context, {
      ...usualReading,
      slice: 40,
      clock: () => (now += 1),
      wholeMs: 10,
      firstChunk: 4,
    });
    const { hits, wholeOutputsSince, partial } = search({ text: 'tail', parts: ['output'], limit: 500 });
    assert(typeof wholeOutputsSince === 'number' && hits.length > 0 && hits.length < 200 && !partial);
    assert(hits.every((hit) => hit.at! >= wholeOutputsSince));
    assert.equal(hits.length, Math.ceil((at(199) - wholeOutputsSince + 1) / 60_000));
    now = 0;
    assert.equal(search({ text: 'head', parts: ['output'], limit: 500 }).hits.length, 200);
  });
});
