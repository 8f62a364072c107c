import assert from 'node:assert/strict';
import { createSeenKeys } from '../../src/store/write/seenKeys.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const keys = Array.from({ length: 20_000 }, (_, i) => `claude:msg_${(i * 7919).toString(36)}:req_${i}`);

describe('keys of responses that were seen', () => {
  afterEach(cleanUp);

  it('are never taken for new, and nearly all others are', async () => {
    const { db } = await openStore(temporaryFolder());
    const seen = createSeenKeys(db);
    const [noted, others] = [keys.slice(0, 10_000), keys.slice(10_000)];
    noted.forEach((key) => seen.note(key));
    assert.deepEqual(
      noted.filter((key) => !seen.mayHave(key)),
      [],
    );
    assert(others.filter((key) => seen.mayHave(key)).length < 10);
  });

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
