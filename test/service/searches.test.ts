import assert from 'node:assert/strict';
import type { SearchQuery, SearchResult } from '../../src/common/search.js';
import { createSearches } from '../../src/service/searches.js';

describe('searches of one asker', () => {
  const query = (text: string, asker?: string): SearchQuery => ({
    ...{ text, limit: 1 },
    ...(asker === undefined ? {} : { asker }),
  });

  /** Counts the slices that each search had; one has three. */
  function counting() {
    const slices = new Map<string, number>();
    const search = createSearches(function* ({ text, asker }) {
      assert.equal(asker, undefined, 'the store does not know who asks');
      for (let n = 1; n <= 3; n++) {
        slices.set(text, n);
        yield;
      }
      const found: SearchResult = {
        ...{ hits: [], sessions: [], more: true, partial: false },
        ...{ pendingSessions: 0, empty: false },
      };
      return found;
    });
    return { slices, search };
  }

  it('end when a newer one is asked, after the slice that runs', async () => {
    const { slices, search } = counting();
    const first = search(query('a', 'panel'));
    const second = search(query('ab', 'panel'));
    const third = search(query('abc', 'panel'));
    const results = await Promise.all([first, second, third]);
    assert.deepEqual(
      results.map(({ more, partial }) => [more, partial]),
      [
        [false, true],
        [false, true],
        [true, false],
      ],
    );
    assert.deepEqual([...slices.values()], [1, 1, 3]);
    assert.equal((await search(query('abcd', 'panel'))).more, true);
  });

  it('do not end those of others, or of nobody', async () => {
    const { slices, search } = counting();
    await Promise.all([
      ...[query('a', 'panel'), query('b', 'other')].map(search),
      ...[query('c'), query('d')].map(search),
    ]);
    assert.deepEqual([...slices.values()], [3, 3, 3, 3]);
  });
});
