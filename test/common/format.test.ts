import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatAge,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatTokens,
} from '../../src/common/format.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('format', () => {
  const cases: [string, string][] = [
    [formatTokens(0), '0'],
    [formatTokens(999), '999'],
    [formatTokens(1000), '1.0k'],
    [formatTokens(9_949), '9.9k'],
    [formatTokens(12_345), '12k'],
    [formatTokens(999_499), '999k'],
    [formatTokens(999_999), '1.0M'],
    [formatTokens(3_400_000_000), '3.4B'],
    [formatCost(0), '$0.00'],
    [formatCost(0.004), '<$0.01'],
    [formatCost(0.005), '$0.01'],
    [formatCost(1234.5), '$1,234.50'],
    [formatCost(1234567), '$1,234,567.00'],
    [formatCount(1234567), '1,234,567'],
    [formatDuration(0), '0 s'],
    [formatDuration(-5), '0 s'],
    [formatDuration(45_000), '45 s'],
    [formatDuration(200_000), '3 min 20 s'],
    [formatDuration(2 * hour), '2 h'],
    [formatDuration(3 * day + 4 * hour + minute), '3 d 4 h'],
    [formatAge(59_000), 'now'],
    [formatAge(5 * minute), '5 min'],
    [formatAge(23 * hour), '23 h'],
    [formatAge(13 * day), '13 d'],
    [formatAge(40 * day), '5 wk'],
    [formatAge(800 * day), '2 y'],
    [formatBytes(512), '512 B'],
    [formatBytes(1536), '1.5 KB'],
    [formatBytes(340 * 2 ** 20), '340 MB'],
  ];
  for (const [actual, expected] of cases) {
    it(`gives ${expected}`, () => assert.equal(actual, expected));
  }

  it('never takes more than five characters for tokens', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9e11 }), (n) => formatTokens(n).length <= 5));
  });
});
