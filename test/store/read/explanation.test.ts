import assert from 'node:assert/strict';
import { now, openFixtureStore } from '../../stats/fixtureStore.js';
import type { TestStore } from './testStore.js';

describe('how totals came about', () => {
  let store: TestStore;
  before(async () => {
    store = await openFixtureStore();
  });
  after(() => store.close());

  it('says what counts, what does not, and at which prices', () => {
    const told = store.reader.explain({});
    const { totals } = store.reader.usage({ by: 'none' });
    assert.deepEqual(
      [told.responses, told.unknownResponses, told.outranked, told.otherTier],
      [totals.responses, 1, 1, 1],
    );
    const sum = (figure: (part: (typeof told.parts)[number]) => number | null) =>
      told.parts.reduce((all, part) => all + (figure(part) ?? 0), 0);
    assert.equal(
      sum(({ totalTokens }) => totalTokens),
      totals.totalTokens,
    );
    assert.ok(Math.abs(sum(({ costUsd }) => costUsd) - totals.costUsd!) < 1e-9);
    const opus = told.parts.filter(({ model }) => model === 'claude-opus-4-6');
    assert.deepEqual(
      opus.map(({ from, until, above, rates }) => [from, until, above, rates?.input]),
      [
        [null, '2026-03-13', 200_000, 10],
        ['2026-03-13', null, null, 5],
      ],
    );
    assert.deepEqual(
      told.parts.filter(({ source }) => source === null).map(({ model, rates }) => [model, rates]),
      [['mystery-1', null]],
    );
    assert.match(told.prices.date, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(
      told.files.map(({ agent, files }) => [agent, files]),
      [['acme', 1]],
    );
  });

  it('obeys the filter', () => {
    const told = store.reader.explain({ since: now - 86_400_000, filter: { folders: ['/work/shop'] } });
    assert.deepEqual(
      [told.responses, told.outranked, told.parts.map(({ model }) => model)],
      [3, 0, ['claude-opus-4-6']],
    );
    const headless = store.reader.explain({ filter: { headless: true } });
    assert.deepEqual([headless.responses, headless.outranked, headless.otherTier], [2, 1, 1]);
  });
});
