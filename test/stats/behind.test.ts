import assert from 'node:assert/strict';
import type { Cell, ChartKey, ChartQuery } from '../../src/common/charts.js';
import { charts } from '../../src/stats/index.js';
import { markKeys } from '../../webview/stats/charts/markKeys.js';
import { openTestStore, type TestStore } from '../store/read/testStore.js';
import { filters, now, openFixtureStore } from './fixtureStore.js';

const tried: Readonly<Record<string, ChartQuery>> = {
  all: filters.all,
  march: filters.march,
  'without a ticket': filters['without a ticket'],
  'one ticket by project': filters['one ticket by project'],
  'by tags': { timeZone: 'UTC', part: 'tags' },
  'one agent': { timeZone: 'UTC', filter: { agents: ['acme'] } },
};

/** A figure of these is made of other sessions' rows as well: the change that they are compared around. */
const notAlone = new Set(['instructionEffect']);

/**
 * A mark leads to exactly the sessions it counts: asked of those alone, the chart has the same mark with the same figures, and
 * asked of any one of them, the mark is still there.
 */
describe('the sessions behind the marks of a chart', () => {
  let store: TestStore;
  before(async () => {
    store = await openFixtureStore();
  });
  after(() => store.close());

  for (const chart of charts) {
    it(`of ${chart.id} are those that it counts`, () => {
      let marks = 0;
      for (const [name, asked] of Object.entries(tried)) {
        const { part, ...rest } = asked;
        const query = {
          ...rest,
          ...(part && chart.parts ? { part } : {}),
          ...(chart.ofSession ? { session: 'acme:s1' } : {}),
        };
        const { rows } = store.reader.chart(chart.id, query);
        for (const row of rows) {
          const keys = keysOf(row, rows, query);
          assert.ok(keys.length > 0, `${name}: ${JSON.stringify(row)} leads somewhere`);
          const found = store.reader.sessionsBehind(chart.id, query, keys);
          assert.equal(new Set(found).size, found.length);
          const what = `${name}, ${JSON.stringify(keys)}`;
          if (isNothing(row)) {
            continue;
          }
          marks++;
          assert.ok(found.length > 0, `${what}: ${JSON.stringify(row)} has sessions`);
          if (!notAlone.has(chart.id)) {
            const of = only(query, found);
            const again = store.reader.chart(chart.id, of).rows;
            assert.ok(
              again.some((one) => sameKeys(keysOf(one, again, of), keys) && isSame(one, row)),
              `${what}, ${JSON.stringify(row)}: ${found.join(', ')} have ${JSON.stringify(again)}`,
            );
          }
          const sessions = chart.columns.findIndex(({ id }) => id === 'sessions');
          if (sessions >= 0 && chart.id !== 'commands' && chart.id !== 'modelHints') {
            assert.equal(new Set(found.map(rootOf)).size, row[sessions], `${what}: as many as it says`);
          }
          for (const id of found) {
            const of = only(query, [id]);
            const { rows: alone } = store.reader.chart(chart.id, of);
            const [, ...others] = found;
            assert.ok(
              others.length === 0 ||
                fewAlone.has(chart.id) ||
                alone.some((one) => sameKeys(keysOf(one, alone, of), keys)),
              `${what}: ${id} has a part`,
            );
          }
        }
      }
      assert.ok(marks > 0 || chart.id === 'modelHints', 'the fixture has a mark of it');
    });

    function keysOf(row: readonly Cell[], rows: readonly (readonly Cell[])[], query: ChartQuery): ChartKey[] {
      return markKeys({ chart, part: query.part, rows }, row);
    }

    /** What a tile is compared with is of other sessions. */
    function isSame(one: readonly Cell[], other: readonly Cell[]): boolean {
      const { mark } = chart;
      const shown = (cells: readonly Cell[]) =>
        cells.filter((_, index) => mark.kind !== 'tiles' || chart.columns[index]?.id === mark.value);
      return JSON.stringify(rounded(shown(one))) === JSON.stringify(rounded(shown(other)));
    }

    /** Figures that are all unknown or 0 count nobody. */
    function isNothing(row: readonly Cell[]): boolean {
      const { mark } = chart;
      return chart.columns.every(
        ({ unit, id }, index) =>
          (mark.kind === 'tiles' && id !== mark.value) ||
          !['tokens', 'usd', 'count', 'lines', 'mixed', 'share', 'duration'].includes(unit) ||
          (chart.names ?? []).includes(id) ||
          (chart.id === 'rateLimits' && id === 'used') ||
          Number(row[index] ?? 0) === 0,
      );
    }
  }

  it('are those of several days, too', () => {
    const query = filters.all;
    const behind = (keys: ChartKey[]) => store.reader.sessionsBehind('tokensPerDay', query, keys);
    assert.deepEqual(behind([{ unit: 'days', key: '2026-03-16 2026-04-12' }]).toSorted(), [
      ...['acme:s1', 'acme:s1-child', 'acme:s4'],
    ]);
    assert.deepEqual(
      store.reader
        .sessionsBehind('linesPerDay', query, [{ unit: 'days', key: '2026-03-01 2026-03-17' }])
        .toSorted(),
      ['acme:s1', 'other:s2'],
    );
  });

  it('are those of a hint at a model', async () => {
    const small = await openTestStore();
    for (const [id, tokens] of Object.entries({ s1: 100, s2: 200, s3: 90_000 })) {
      const session = small.session({ id, agent: 'acme', startedAt: now, endedAt: now });
      small.response({ session, at: now - 1000, model: 'claude-opus-4-6', input: tokens, output: 1 });
    }
    const query = { timeZone: 'UTC' };
    const [row = []] = small.reader.chart('modelHints', query).rows;
    assert.deepEqual(row.slice(0, 3), ['Small sessions on a dear model', 'claude-opus-4-6', 2]);
    const keys: ChartKey[] = [
      { unit: 'term', key: 'Small sessions on a dear model' },
      { unit: 'model', key: 'claude-opus-4-6' },
    ];
    assert.deepEqual(small.reader.sessionsBehind('modelHints', query, keys), ['acme:s2', 'acme:s1']);
    small.close();
  });

  /** With their sub-agents: what is said of a session is said of all it started. */
  function only(query: ChartQuery, ids: readonly string[]): ChartQuery {
    const all = ids.flatMap((id) => [id, ...(id === 'acme:s1' ? ['acme:s1-child'] : [])]);
    return { ...query, filter: { ids: [...new Set(all)] } };
  }

  function rootOf(id: string): string {
    return id === 'acme:s1-child' ? 'acme:s1' : id;
  }
});

/** From two sessions on only; the window of a session that goes on from another begins with it. */
const fewAlone = new Set(['modelHints', 'fiveHourWindows', 'instructionEffect']);

function sameKeys(one: readonly ChartKey[], other: readonly ChartKey[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function rounded(row: readonly Cell[]): Cell[] {
  return row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell));
}
