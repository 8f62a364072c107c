import assert from 'node:assert/strict';
import type { WorkSums } from '../../src/common/ticketPage.js';
import { partOf, percentText } from '../../webview/ticket/figures.js';
import { placed, spanOf, worktreeRows } from '../../webview/ticket/lanes.js';

const bar = (from: number, to: number) => ({ of: null, from, to });
const sums = (totalTokens: number, responses: number, unknownResponses = 0): WorkSums => ({
  ...{ totalTokens, responses, unknownResponses, approximateResponses: 0, costUsd: null, estimate: false },
});

describe('the time line of a ticket', () => {
  it('puts what overlaps into lanes of its own, and no more of them', () => {
    const { bars, lanes } = placed([bar(50, 90), bar(0, 40), bar(20, 60), bar(61, 70)], (at) => at, 10);
    assert.deepEqual(
      bars.map(({ from, lane }) => [from, lane]),
      [
        [0, 0],
        [20, 1],
        [50, 0],
        [61, 1],
      ],
    );
    assert.equal(lanes, 2);
  });
  it('draws a moment wide enough to be seen, and what finds no lane over others', () => {
    const { bars, lanes } = placed([bar(1, 1), bar(2, 2), bar(3, 3)], (at) => at, 2);
    assert.deepEqual(
      bars.map(({ width, lane }) => [width, lane]),
      [
        [4, 0],
        [4, 1],
        [4, 1],
      ],
    );
    assert.equal(lanes, 2);
    assert.deepEqual(
      placed([], (at) => at, 2),
      { bars: [], lanes: 0 },
    );
  });
  it('has a row a worktree, in which what is open ends now', () => {
    const interval = (worktree: string, startedAt: number, finishedAt: number | null) => ({
      ...{ worktree, startedAt, finishedAt, branch: null },
    });
    const rows = worktreeRows([interval('/a', 1, 5), interval('/b', 2, null), interval('/a', 6, 7)], 9);
    assert.deepEqual(
      rows.map(({ worktree, bars }) => [worktree, ...bars.map(({ from, to }) => [from, to])]),
      [
        ['/a', [1, 5], [6, 7]],
        ['/b', [2, 9]],
      ],
    );
  });
  it('covers all of it, with room at both ends', () => {
    assert.equal(spanOf([]), null);
    assert.deepEqual(spanOf([bar(0, 0)]), { from: -60_000, to: 60_000 });
  });
});

describe('the part that a session has of a ticket', () => {
  for (const [name, part, whole, text] of [
    ['is told', sums(250, 1), sums(1000, 4), '25%'],
    ['is all of it', sums(1000, 4), sums(1000, 4), '100%'],
    ['is unknown where no response tells its usage', sums(0, 0, 2), sums(1000, 4), '?'],
    ['is unknown of nothing', sums(0, 1), sums(0, 1), '?'],
  ] as const) {
    it(name, () => assert.equal(percentText(partOf(part, whole)), text));
  }
});
