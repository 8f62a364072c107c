import assert from 'node:assert/strict';
import fc from 'fast-check';
import { priceTable } from '../../src/pricing/pricing.js';
import { rebuildRollup } from '../../src/store/rollup.js';
import { openTestStore, type ResponseSpec, type TestStore } from './read/testStore.js';
import { assertRolledUp } from './rollupCheck.js';
import { response } from './rows.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

/** One has a threshold, one a day from which its price changes, one prices by the time of day, and one has no price. */
const models = ['claude-sonnet-4-5', 'claude-sonnet-4-6', 'deepseek-chat', 'no-such-model'];
const quarter = 900_000;
const start = Date.UTC(2026, 2, 12, 23);

const spec = fc.record({
  at: fc.option(
    fc.oneof(
      fc.integer({ min: start, max: start + 12 * quarter }),
      fc.nat(12).map((n) => start + n * quarter),
      fc.integer({ min: -2 * quarter, max: quarter }),
    ),
  ),
  session: fc.nat(1),
  model: fc.option(fc.constantFrom(...models)),
  ticket: fc.option(fc.constantFrom('AA-1', 'AA-2'), { nil: undefined }),
  tier: fc.option(fc.constant('fast'), { nil: undefined }),
  counted: fc.boolean(),
  input: fc.constantFrom(1, 150_000, 200_000, 200_001),
  output: fc.nat(10),
  reasoning: fc.option(fc.nat(5)),
});
const bound = fc.option(
  fc.oneof(
    fc.integer({ min: start - 1, max: start + 12 * quarter }),
    fc.nat(12).map((n) => start + n * quarter),
  ),
  { nil: undefined },
);

describe('the roll-up of responses', () => {
  let store: TestStore | null = null;
  afterEach(() => {
    store?.close();
    store = null;
    cleanUp();
  });

  it('gives the sums of any range of time, priced as each response is', async () => {
    const { db, reader, session, response: add } = (store = await openTestStore());
    const sessions = [session({ id: 'a' }), session({ id: 'b' })];
    const opened = store;
    fc.assert(
      fc.property(
        fc.array(spec, { maxLength: 30 }),
        bound,
        bound,
        fc.boolean(),
        (specs, since, until, own) => {
          db.exec('delete from usage; delete from usage_rollup');
          opened.settings = {
            ...opened.settings,
            prices: own ? { 'claude-sonnet-4-5': { input: 1, output: 2 } } : {},
          };
          specs.forEach((each) => add({ ...(each as ResponseSpec), session: sessions[each.session]! }));
          assertRolledUp(db);
          const inRange = specs.filter(
            ({ at, counted }) =>
              counted &&
              (since === undefined || (at !== null && at >= since)) &&
              (until === undefined || (at !== null && at < until)),
          );
          const prices = priceTable(opened.settings.prices);
          for (const ticket of [undefined, 'AA-1']) {
            const wanted = inRange.filter((each) => ticket === undefined || each.ticket === ticket);
            const { totals } = reader.usage({
              by: 'none',
              ...(since === undefined ? {} : { since }),
              ...(until === undefined ? {} : { until }),
              ...(ticket === undefined ? {} : { ticket }),
            });
            const usd = wanted.map(
              ({ input, output, model, at }) =>
                prices.cost(model, { input, output, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }, at) ??
                0,
            );
            assert.equal(totals.responses, wanted.length);
            assert.equal(
              totals.totalTokens,
              wanted.reduce((sum, { input, output }) => sum + input + output, 0),
            );
            assert.ok(Math.abs((totals.costUsd ?? 0) - usd.reduce((a, b) => a + b, 0)) < 1e-9);
          }
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it('is the same when it is added up anew', async () => {
    const { db, session, response: add } = (store = await openTestStore());
    const sessions = [session({ id: 'a' }), session({ id: 'b' })];
    for (const each of fc.sample(spec, { numRuns: 200, seed: 9 })) {
      add({ ...(each as ResponseSpec), session: sessions[each.session]! });
    }
    rebuildRollup(db);
    assertRolledUp(db);
  });

  const long = { input: 250_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null };
  for (const [what, sql] of [
    ['the prices of a model change elsewhere than before', `update usage_rollup_model set bands = '{}'`],
    ['it was made in another way', `update meta set value = '0' where key = 'rollup'`],
    ['it was never made', `delete from meta where key = 'rollup'; delete from usage_rollup_model`],
  ] as const) {
    it(`is made anew at the next opening when ${what}`, async () => {
      const folder = temporaryFolder();
      const first = await openStore(folder);
      first.writer.writeBatch(batch([{ ...response, model: 'claude-sonnet-4-5', tokens: long }]));
      assertRolledUp(first.db);
      first.db.exec(`update usage_rollup set band = 0; ${sql}`);
      first.close();
      const { db } = await openStore(folder);
      assertRolledUp(db);
    });
  }

  it('is left alone at the next opening when nothing changed', async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    first.writer.writeBatch(batch([response]));
    first.db.exec('update usage_rollup set id = 77');
    first.close();
    const { db } = await openStore(folder);
    assert.deepEqual(db.prepare('select id from usage_rollup').all(), [[77]]);
    assert.equal(db.prepare('select total_changes()').get()?.[0], 0, 'the opening wrote nothing');
  });
});
