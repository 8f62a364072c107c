import assert from 'node:assert/strict';
import { addDays } from '../../src/common/calendar.js';
import { sortRows } from '../../webview/app/ui/sortRows.js';
import { formatsOf } from '../../webview/stats/charts/formats.js';
import { barsOf, stackOf, type Point } from '../../webview/stats/charts/series.js';
import {
  dayOf,
  firstChoice,
  focusChoice,
  isChoice,
  rangeOf,
  startOfDay,
  withList,
} from '../../webview/stats/filter/choice.js';

describe('period of the stats', () => {
  const now = new Date(2026, 10, 21, 15, 30).getTime();

  it('begins at midnight here and includes today', () => {
    const { since, until } = rangeOf({ ...firstChoice, period: '7' }, now);
    assert.equal(since, new Date(2026, 10, 15).getTime());
    assert.equal(until, undefined);
  });

  it('includes both days that were chosen, and may be open', () => {
    const custom = { ...firstChoice, period: 'custom' as const, from: '2026-02-27', to: '2026-02-28' };
    assert.deepEqual(rangeOf(custom, now), {
      scope: 'all',
      since: new Date(2026, 1, 27).getTime(),
      until: new Date(2026, 2, 1).getTime(),
    });
    assert.deepEqual(rangeOf({ ...custom, from: '', to: 'x' }, now), { scope: 'all' });
    const lists = { tickets: ['A-1', null], agents: ['x'] };
    assert.deepEqual(rangeOf({ ...firstChoice, period: 'all', lists, runs: 'person' }, now), {
      ...{ scope: 'all', tickets: ['A-1', null], agents: ['x'], headless: false },
    });
  });

  it('knows its days', () => {
    assert.equal(addDays('2024-02-28', 1), '2024-02-29');
    assert.equal(dayOf(startOfDay('2026-03-29') ?? 0), '2026-03-29');
    assert.equal(startOfDay('2026-3-9'), undefined);
    assert.ok(isChoice(firstChoice) && !isChoice({ ...firstChoice, period: '8' }) && !isChoice(null));
    assert.ok(!isChoice({ ...firstChoice, lists: { models: [1] } }));
    assert.ok(!isChoice({ ...firstChoice, lists: { constructor: ['x'] } }));
  });
});

describe('lists of the filter', () => {
  it('are left out when nothing is chosen', () => {
    const chosen = { ...firstChoice, ...withList(firstChoice, 'models', ['a', null]) };
    assert.deepEqual(chosen.lists, { models: ['a', null] });
    assert.deepEqual(withList(chosen, 'models', []), { lists: {} });
  });

  it('come from a group of the tree', () => {
    assert.deepEqual(focusChoice({ dimension: 'branch', key: null }).lists, { branches: [null] });
    assert.deepEqual(focusChoice({ dimension: 'day', key: '2026-01-01' }), {});
  });
});

describe('figures in a language', () => {
  const cases: [language: string, expected: readonly string[]][] = [
    ['en', ['34k', '1.2M', '$1,234.50', '<$0.01', '12,345', '42.5%', '+8%', 'Nov 21, 2026', 'Mon']],
    ['de', ['34.000', '1,2 Mio.', '1.234,50 $', '<0,01 $', '12.345', '42,5 %', '+8 %', '21.11.2026', 'Mo']],
    ['ja', ['3.4万', '120万', '$1,234.50', '<$0.01', '12,345', '42.5%', '+8%', '2026/11/21', '月']],
    ['xx', ['34k', '1.2M', '$1,234.50', '<$0.01', '12,345', '42.5%', '+8%', 'Nov 21, 2026', 'Mon']],
  ];
  for (const [language, expected] of cases) {
    it(`are right in ${language}`, () => {
      const formats = formatsOf(language);
      const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
      assert.deepEqual(
        [
          ...[formats.tokens(34_000), formats.tokens(1_200_000), formats.usd(1234.5), formats.usd(0.001)],
          ...[formats.count(12_345), formats.share(0.425), formats.change(0.08)],
          ...[formats.day('2026-11-21'), formats.weekday(1)],
        ].map(plain),
        expected,
      );
    });
  }
});

describe('stacked days', () => {
  const rows = [
    row('2026-01-01', 'a', 10),
    row('2026-01-03', 'a', 5),
    row('2026-01-03', 'b', 7),
    row('2026-01-03', null, 1),
  ];

  it('have a column for each day, quiet ones too', () => {
    const { columns, parts, max, unit } = stackOf(rows, { first: '2026-01-01', count: 4 });
    assert.deepEqual(
      parts.map((part) => part.key),
      ['a', 'b', null],
    );
    assert.deepEqual(
      columns.map((column) => column.total),
      [10, 0, 13, 0],
    );
    assert.deepEqual(columns[2]?.values, [5, 7, 1]);
    assert.deepEqual([max, unit], [13, 1]);
  });

  it('become weeks when they are many', () => {
    const { columns, unit } = stackOf(rows, { first: '2026-01-01', count: 200 });
    assert.deepEqual([unit, columns.length, columns.at(-1)?.days], [7, 29, 4]);
    assert.equal(columns[0]?.total, 23);
  });

  it('put what is small together', () => {
    const many = Array.from({ length: 20 }, (_, n) => row('2026-01-01', `m${n}`, 100 - n));
    const { parts, columns } = stackOf(many, null);
    assert.equal(parts.length, 7);
    assert.deepEqual(parts.at(-1), {
      key: '14',
      others: true,
      color: 6,
      total: many.slice(6).reduce((sum, one) => sum + one.weight, 0),
    });
    assert.equal(
      columns[0]?.total,
      many.reduce((sum, one) => sum + one.weight, 0),
    );
  });

  it('give a model one colour, whatever is drawn', () => {
    const models = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const colors = (valueOf: (n: number) => number | null) => {
      const points = models.map((model, n) => row('2026-01-01', model, 100 - n, valueOf(n)));
      return new Map(stackOf(points, null).parts.map(({ key, color }) => [key, color]));
    };
    const tokens = colors((n) => 100 - n);
    const cost = colors((n) => (n === 0 ? null : n));
    for (const model of ['b', 'c', 'd', 'e', 'f']) {
      assert.equal(cost.get(model), tokens.get(model), model);
    }
    for (const shown of [tokens, cost]) {
      assert.equal(new Set(shown.values()).size, shown.size);
    }
  });

  it('leave out what has no price', () => {
    const { parts, max } = stackOf([row('2026-01-01', 'a', 5, null)], null);
    assert.deepEqual([parts, max], [[], 0]);
  });
});

describe('bars', () => {
  it('are longest first, with the rest in one line', () => {
    const rows = Array.from({ length: 15 }, (_, n) => row(`k${n}`, null, n));
    const { rows: bars, rest, max } = barsOf(rows, ({ value }) => value);
    assert.equal(bars.length, 10);
    assert.deepEqual([bars[0]?.row.day, max], ['k14', 14]);
    // A row of nothing is no bar.
    assert.deepEqual(rest, { count: 4, value: 4 + 3 + 2 + 1 });
  });

  it('are not drawn for what has no price', () => {
    assert.deepEqual(barsOf([row('a', null, 5, null)], ({ value }) => value).rows, []);
  });
});

describe('sorting a table', () => {
  const value = (row: { n: number | null }) => row.n;
  const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 1 }];

  it('leaves what is unknown last both ways', () => {
    assert.deepEqual(sortRows(rows, { value }, false).map(value), [1, 2, 10, null]);
    assert.deepEqual(sortRows(rows, { value }, true).map(value), [10, 2, 1, null]);
    assert.deepEqual(sortRows(rows, undefined, true), rows);
  });
});

function row(day: string, part: string | null, weight: number, value: number | null = weight): Point {
  return { day, part, value, weight };
}
