import assert from 'node:assert/strict';
import { createSeenKeys } from '../../src/store/write/seenKeys.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const keys = Array.from({ length: 20_000 }, (_, i) => `claude:msg_${(i * 7919).toString(36)}:req_${i}`);

/** Ids of messages as they are handed out: dense runs, each of one second. */
const ids = Array.from(
  { length: 20_000 },
  (_, i) => 3_221_000_000 + Math.floor(i / 5) * 16 * 37 + (i % 5) * 2,
);

describe('keys that were seen', () => {
  afterEach(cleanUp);

  for (const [name, all] of [
    ['responses', keys],
    ['messages', ids],
  ] as const) {
    it(`are never taken for new, and nearly all others are: ${name}`, async () => {
      const { db } = await openStore(temporaryFolder());
      const seen = createSeenKeys(db);
      const noted = all.filter((_, i) => i % 2 === 0);
      const others = all.filter((_, i) => i % 2 === 1);
      noted.forEach((key) => seen.note(key));
      assert.deepEqual(
        noted.filter((key) => !seen.mayHave(key)),
        [],
      );
      assert(others.filter((key) => seen.mayHave(key)).length < 10);
    });
  }

  it('tell nothing of a store that had responses before', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    const tokens = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null };
    const claim = { at: 1, isCopy: false, model: 'm', tokens, rank: 0, preference: 0 };
    const rows = [{ type: 'usage' as const, session: 's', key: 'stored', group: 'group', ...claim }];
    assert.equal(writer.writeBatch(batch(rows)).responses, 1);
    assert.equal(writer.writeBatch(batch(rows)).responses, 0, 'the writer that stored it knows it again');
    const seen = createSeenKeys(db);
    seen.note('another');
    assert.deepEqual(['stored', 'group', 'another', 'never'].map(seen.mayHave), [true, true, true, true]);
  });
});
