import assert from 'node:assert/strict';
import { weeksAt } from '../../src/cli/commands/digest.js';
import { dayText, periodOf } from '../../src/cli/period.js';

const now = new Date(2026, 2, 20, 15, 30).getTime(); // a Friday

describe('periods', () => {
  for (const [name, first, last] of [
    ['today', '2026-03-20', '2026-03-20'],
    ['yesterday', '2026-03-19', '2026-03-19'],
    ['week', '2026-03-16', '2026-03-22'],
    ['last-week', '2026-03-09', '2026-03-15'],
    ['month', '2026-03-01', '2026-03-31'],
    ['last-month', '2026-02-01', '2026-02-28'],
    ['year', '2026-01-01', '2026-12-31'],
    ['7d', '2026-03-14', '2026-03-20'],
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-12-31', '2025-12-31', '2025-12-31'],
  ] as const) {
    it(`${name} is ${first} to ${last}`, () => {
      const { since, until, title } = periodOf(name, now);
      assert.deepEqual([dayText(since!), dayText(until! - 1)], [first, last]);
      assert.equal(title, first === last ? first : `${first} to ${last}`);
      for (const end of [since!, until!]) {
        assert.equal(new Date(end).getHours(), 0, 'they begin and end with a day, also where clocks change');
      }
    });
  }

  it('all is without end', () =>
    assert.deepEqual(periodOf('all', now), { since: null, until: null, title: 'all time' }));

  for (const name of ['', 'fortnight', '0d', '2026-13', '2026-02-30', '2026-2', '20260301', '-1d']) {
    it(`${JSON.stringify(name)} is none`, () => assert.throws(() => periodOf(name, now), /is no period/));
  }

  it('a digest compares the same part of both weeks', () => {
    const [week, before] = weeksAt(now);
    assert.equal(week.until, now);
    assert.deepEqual([dayText(week.since!), dayText(before.since!)], ['2026-03-16', '2026-03-09']);
    assert.equal(before.until! - before.since!, now - week.since!);
    const [sunday, earlier] = weeksAt(new Date(2026, 2, 22, 23, 59).getTime());
    assert.ok(earlier.until! <= sunday.since!);
  });
});
