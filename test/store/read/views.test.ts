import assert from 'node:assert/strict';
import { writeSettings } from '../../../src/store/settings.js';
import { openTestStore, type TestStore } from './testStore.js';

const near = (actual: unknown, expected: number | null) =>
  assert.ok(Math.abs(Number(actual) - (expected ?? Number.NaN)) < 1e-9, `${String(actual)} for ${expected}`);

describe('the public views', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const one = (sql: string) => store.db.prepare(sql).get();

  /** Long and short requests, dated prices, several models, one without a price, one that tells no usage. */
  function fill(): void {
    const session = store.session({ id: 's', cwd: '/w/app/src' });
    store.place('/w/app/src', '/w/app');
    const child = store.session({ id: 'c', parent: 's' });
    for (const [index, model] of ['claude-sonnet-4-5', 'gpt-5', 'gemini-2.5-pro', 'nobody-knows'].entries()) {
      for (const input of [1000, 190_000, 201_000, 300_000]) {
        for (const at of [Date.UTC(2025, 0, 1), Date.UTC(2026, 5, 1), null]) {
          store.response({
            ...{ session: index % 2 === 0 ? session : child, model, input, output: 700 + input / 1000, at },
            ...{ cacheRead: 13, cacheWrite5m: 17, cacheWrite1h: 19, webSearches: 1 },
            ...(index === 1 ? { cwd: '/elsewhere', tier: 'batch' } : {}),
          });
        }
      }
    }
    store.response({ session, model: 'gpt-5', hasUsage: false });
  }

  function assertAgree(): void {
    const { totals } = store.reader.usage({ by: 'none' });
    for (const view of ['v_usage', 'v_usage_quarter']) {
      const [tokens, cost, searches] = one(
        `select sum(total_tokens), sum(cost_usd), sum(web_search_usd) from ${view}`,
      )!;
      assert.equal(tokens, totals.totalTokens);
      near(cost, totals.costUsd);
      near(searches, totals.webSearchUsd);
    }
    for (const { key, totalTokens, costUsd } of store.reader.usage({ by: 'project' }).rows) {
      for (const view of ['v_usage', 'v_usage_quarter']) {
        const [tokens, cost] = store.db
          .prepare(`select sum(total_tokens), sum(cost_usd) from ${view} where project is ?`)
          .get(key)!;
        assert.equal(tokens, totalTokens);
        near(cost ?? 0, costUsd ?? 0);
      }
    }
  }

  it('price what they show like every other surface', () => {
    fill();
    assertAgree();
    assert.deepEqual(
      one(`select count(*), count(cost_usd) from v_usage where model = 'nobody-knows'`),
      [12, 0],
    );
    assert.deepEqual(one('select cost_usd from v_usage where has_usage = 0'), [null]);
  });

  it("price by the user's own prices as soon as they are set", () => {
    fill();
    const prices = { 'gemini-*': { input: 7, output: 9 }, 'nobody-knows': { input: 1, output: 2 } };
    const before = one('select sum(cost_usd) from v_usage')![0];
    store.settings = { ...store.settings, prices };
    writeSettings(store.db, store.settings);
    assertAgree();
    assert.notEqual(one('select sum(cost_usd) from v_usage')![0], before);
    writeSettings(store.db, { prices: 'spoilt' });
    assert.equal(one('select sum(cost_usd) from v_usage')![0], before);
  });

  it('tell top-level sessions from those that another started', () => {
    store.session({ id: 'root' });
    store.session({ id: 'child', parent: 'root' });
    store.session({ id: 'grandchild', parent: 'child' });
    store.session({ id: 'orphan', parent: 'gone' });
    store.session({ id: 'itself', parent: 'itself' });
    assert.deepEqual(store.db.prepare('select agent_session_id, top_level from v_session order by 1').all(), [
      ['child', 0],
      ['grandchild', 0],
      ['itself', 1],
      ['orphan', 1],
      ['root', 1],
    ]);
    assert.deepEqual(
      store.db.prepare(`select session_id, root_id, depth from v_lineage where depth > 0 order by 3`).all(),
      [
        ['acme:child', 'acme:root', 1],
        ['acme:grandchild', 'acme:root', 2],
      ],
    );
  });
});
