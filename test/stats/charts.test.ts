import assert from 'node:assert/strict';
import { charts } from '../../src/stats/index.js';

describe('the charts of the stats view', () => {
  it('have an id of their own', () => {
    assert.equal(new Set(charts.map((chart) => chart.id)).size, charts.length);
  });

  for (const chart of charts) {
    it(`${chart.id} is complete`, () => {
      assert.match(chart.id, /^[a-z][A-Za-z]*$/);
      assert.match(chart.title, /^[A-Z]/);
      assert.match(chart.description, /\.$/);
      assert.equal(chart.mark === 'stacked', chart.thenBy !== undefined);
      assert.notEqual(chart.by, chart.thenBy);
      assert.equal(chart.mark === 'stacked', chart.by === 'day', 'only days have an order to stack in');
    });
  }
});
