import assert from 'node:assert/strict';
import {
  budgetQuery,
  budgetState,
  dueWarnings,
  validBudgets,
  type Budget,
  type BudgetWarnings,
} from '../../src/common/budgets.js';
import type { UsageSums } from '../../src/common/usageReport.js';
import { clockOf } from '../../src/stats/clock.js';

const clock = clockOf('Europe/Berlin', Date.UTC(2026, 2, 31, 22, 30));

describe('budgets', () => {
  it('are taken from whatever is typed into the settings', () => {
    assert.deepEqual(
      validBudgets([
        { usd: 50 },
        { usd: 20, ticket: ' ABC-1 ' },
        { usd: 5, period: 'day', project: '/work/shop', name: 'Shop' },
        ...[{ usd: 0 }, { usd: '5' }, { usd: Number.NaN }, null, 7, 'x', { period: 'day' }],
        { usd: 1, period: 'century', branch: '' },
      ]),
      [
        { name: 'month', usd: 50, period: 'month' },
        { name: 'ABC-1', usd: 20, period: 'all', ticket: 'ABC-1' },
        { name: 'Shop', usd: 5, period: 'day', project: '/work/shop' },
        { name: 'month', usd: 1, period: 'month' },
      ],
    );
    assert.deepEqual(validBudgets({ usd: 1 }), []);
    assert.equal(validBudgets(Array.from({ length: 900 }, () => ({ usd: 1 }))).length, 50);
  });

  const since = (period: Budget['period']) => {
    const { since: at } = budgetQuery({ name: '', usd: 1, period }, clock);
    return at === undefined ? null : new Date(at).toISOString();
  };

  it('begin with the day, Monday or month of the user, also where the clocks have changed', () => {
    // In Berlin it is 0:30 on the first of April, a Wednesday, two days after the clocks went forward.
    assert.equal(since('day'), '2026-03-31T22:00:00.000Z');
    assert.equal(since('week'), '2026-03-29T22:00:00.000Z');
    assert.equal(since('month'), '2026-03-31T22:00:00.000Z');
    assert.equal(since('all'), null);
    const [budget] = validBudgets([{ usd: 1, ticket: 'abc-1', branch: 'main', project: '/w' }]);
    assert.deepEqual(budgetQuery(budget!, clock), {
      ...{ by: 'none', tickets: ['ABC-1', 'abc-1'], branches: ['main'], projects: ['/w'] },
    });
  });

  it('warn once at each threshold, and anew in the next period', () => {
    const budget: Budget = { name: 'a', usd: 10, period: 'day' };
    let warned: BudgetWarnings = {};
    const warnings = (usd: number | null, at = clock) => {
      const { due, warned: next } = dueWarnings([budgetState(budget, sums(usd), at)], warned);
      warned = next;
      return due.map(({ reached }) => reached);
    };
    assert.deepEqual(
      [null, 4.99, 5, 6, 8, 7.4, 9.5, 9.9, 10, 25, 30].map((usd) => warnings(usd)),
      [[], [], [50], [], [75], [], [90], [], [100], [], []],
    );
    const tomorrow = clockOf('Europe/Berlin', clock.now + 86_400_000);
    assert.deepEqual(warnings(7.5, tomorrow), [75], 'the highest that is reached');
    assert.equal(Object.keys(warned).length, 1, 'yesterday is forgotten');
  });

  it('of which nothing has a price are not known', () => {
    const state = budgetState({ name: 'a', usd: 10, period: 'all' }, sums(null), clock);
    assert.deepEqual([state.spentUsd, state.reached, state.isPart], [null, null, true]);
  });
});

function sums(costUsd: number | null): UsageSums {
  return {
    ...{ responses: 1, unknownResponses: 0, approximateResponses: 0, totalTokens: 1 },
    tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: null },
    ...{ costUsd, estimate: false, webSearchUsd: 0, unpriced: costUsd === null ? { x: 1 } : {} },
  };
}
