import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, ChartQuery } from '../../src/common/charts.js';
import { chartData, charts } from '../../src/stats/index.js';
import { terms } from '../../src/stats/terms.js';
import { sqlScope } from '../../src/stats/sqlScope.js';
import { createGuard, type Guard } from '../../src/store/query/guard.js';
import { openInMemory } from '../../src/store/sqljsFile.js';
import { wasmPath } from '../store/storeFixture.js';
import type { TestStore } from '../store/read/testStore.js';
import { filters, now, openFixtureStore } from './fixtureStore.js';

const folder = join(__dirname, 'goldens');
const update = process.env['UPDATE'] === '1';

describe('the charts of the statistics', () => {
  let store: TestStore;
  let guard: Guard;
  before(async () => {
    guard = createGuard(await openInMemory(wasmPath));
    store = await openFixtureStore();
  });
  after(() => store.close());

  it('have an id of their own', () => {
    assert.equal(new Set(charts.map((chart) => chart.id)).size, charts.length);
  });

  it('have a golden each, and no golden is left over', () => {
    if (!update) {
      assert.deepEqual(readdirSync(folder).sort(), charts.map(({ id }) => `${id}.json`).sort());
    }
  });

  for (const chart of charts) {
    describe(chart.id, () => {
      it('is complete', () => {
        const ids = chart.columns.map(({ id }) => id);
        assert.match(chart.id, /^[a-z][A-Za-z]*$/);
        assert.match(chart.title, /^[A-Z]/);
        assert.match(chart.description, /\.$/);
        assert.equal(new Set(ids).size, ids.length);
        const named = Object.entries(chart.mark).flatMap(([field, value]) =>
          field === 'kind' || value === null ? [] : [value],
        );
        for (const column of [...named, chart.sortedBy]) {
          assert.ok(ids.includes(column), `there is a column ${column}`);
        }
        assert.deepEqual(JSON.parse(JSON.stringify(chartData(chart))), chartData(chart), 'is data');
      });

      it('has the figures of its golden', () => {
        const found = Object.fromEntries(
          Object.entries(filters).map(([name, query]) => [name, rowsOf(chart.id, query)]),
        );
        const file = join(folder, `${chart.id}.json`);
        if (update) {
          mkdirSync(folder, { recursive: true });
          writeFileSync(file, goldenText(found));
        }
        assert.ok(existsSync(file), 'there is a golden: UPDATE=1 writes it');
        assert.deepEqual(found, JSON.parse(readFileSync(file, 'utf8')));
        const said = chart.columns.flatMap(({ unit }, place) =>
          unit === 'term' ? Object.values(found).flatMap((rows) => rows.map((row) => row[place])) : [],
        );
        assert.deepEqual(
          said.filter((term) => term !== null && !terms.includes(String(term))),
          [],
          'words are listed, so that they are translated',
        );
      });

      it('shows SQL that gives the same figures', () => {
        let compared = 0;
        for (const [name, query] of Object.entries(filters)) {
          const sql = chart.sql(sqlScope(query, now));
          assert.equal(guard(sql), null, 'the SQL console takes it');
          const columns = chart.columns.filter(({ id }) => isIn(sql, id));
          compared += columns.length;
          const inSql = store.db
            .prepare(`select ${columns.map(({ id }) => `x.${id}`).join(', ')} from (${sql}) x`)
            .all() as Cell[][];
          const places = columns.map(({ id }) => chart.columns.findIndex((column) => column.id === id));
          const own = rowsOf(chart.id, query).map((row) => places.map((place) => row[place] ?? null));
          assert.deepEqual(comparable(inSql), comparable(own), name);
        }
        assert.ok(compared >= 2 * Object.keys(filters).length, 'a key and a figure at least are in the SQL');
      });
    });
  }

  function rowsOf(id: string, query: ChartQuery): Cell[][] {
    return JSON.parse(JSON.stringify(store.reader.chart(id, query).rows)) as Cell[][];
  }

  function isIn(sql: string, column: string): boolean {
    try {
      store.db.prepare(`select x.${column} from (${sql}) x limit 0`).all();
      return true;
    } catch (error) {
      assert.match(String(error), /no such column/, sql);
      return false;
    }
  }
});

/** Rows in one order, without the last digits of sums that were added in another one. */
function comparable(rows: readonly (readonly Cell[])[]): string[] {
  return rows
    .map((row) =>
      JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell))),
    )
    .sort();
}

/** A row a line, so that a change reads well. */
function goldenText(found: Readonly<Record<string, readonly (readonly Cell[])[]>>): string {
  const parts = Object.entries(found).map(
    ([name, rows]) =>
      `  ${JSON.stringify(name)}: [${rows.map((row) => `\n    ${JSON.stringify(row)}`).join(',')}${rows.length > 0 ? '\n  ' : ''}]`,
  );
  return `{\n${parts.join(',\n')}\n}\n`;
}
