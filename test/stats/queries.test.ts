import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nowParameter, parameterValues } from '../../src/common/sqlQuery.js';
import { sqlTokens } from '../../src/common/sqlTokens.js';
import { sqlQueries } from '../../src/stats/queries/index.js';
import type { Database } from '../../src/store/database.js';
import { createGuard, type Guard } from '../../src/store/query/guard.js';
import { openInMemory } from '../../src/store/sqljsFile.js';
import { cleanUp, temporaryFolder, wasmPath } from '../store/storeFixture.js';
import { fixtureNow, openSqlFixture } from './sqlFixture.js';

const goldens = join(__dirname, 'queries');

/** Values for which the fixture has an answer, where those of the query have none. */
const given: Readonly<Record<string, Record<string, string>>> = {
  'session-timeline': { session: 'cart' },
  'search-messages': { text: 'CART' },
};

/** Each query over the fixture; UPDATE=1 writes the goldens anew. */
describe('the predefined queries', () => {
  let db: Database;
  let guard: Guard;
  before(async () => {
    db = await openSqlFixture(temporaryFolder());
    guard = createGuard(await openInMemory(wasmPath));
  });
  after(cleanUp);

  it('have names of their own, and each golden a query', () => {
    assert.equal(new Set(sqlQueries.map(({ id }) => id)).size, sqlQueries.length);
    assert.equal(new Set(sqlQueries.map(({ title }) => title)).size, sqlQueries.length);
    assert.deepEqual(readdirSync(goldens).sort(), sqlQueries.map(({ id }) => `${id}.expected.json`).sort());
  });

  for (const query of sqlQueries) {
    it(`${query.id} is complete and answers`, () => {
      assert.match(query.id, /^[a-z]+(-[a-z]+)*$/);
      assert.match(query.title, /^[A-Z]/);
      assert.match(query.about, /^[A-Z].*\.$/);
      assert.equal(guard(query.sql), null);
      const named = sqlTokens(query.sql).filter(({ kind }) => kind === 'parameter');
      const known = query.parameters.map(({ name }) => name);
      assert.deepEqual(
        [...new Set(named.map(({ text }) => text.slice(1)))].filter((name) => name !== nowParameter).sort(),
        known.sort(),
      );
      const values = parameterValues(query, given[query.id] ?? {}, fixtureNow);
      const rows = answer(query.sql, values);
      for (const column of [query.chart?.x, query.chart?.y, query.chart?.series]) {
        assert.ok(column === undefined || (rows[0] && column in rows[0]), `no column ${column}`);
      }
      const file = join(goldens, `${query.id}.expected.json`);
      if (process.env['UPDATE']) {
        writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
      }
      assert.deepEqual(rows, JSON.parse(readFileSync(file, 'utf8')));
    });
  }

  /** In UTC, whatever the time zone is here; dollars to the tenth digit. */
  function answer(sql: string, values: Record<string, string | number | null>): Record<string, unknown>[] {
    let text = sql.replaceAll(", 'localtime'", '');
    for (const [name, value] of Object.entries(values)) {
      text = text.replaceAll(`:${name}`, typeof value === 'string' ? `'${value}'` : String(value));
    }
    db.exec(`create temp table answer as ${text}`);
    const columns = db.prepare("select name from pragma_table_info('answer')").all().flat().map(String);
    const rows = db.prepare('select * from answer').all();
    db.exec('drop table answer');
    return rows.map((row) =>
      Object.fromEntries(
        columns.map((column, n) => {
          const value = row[n];
          return [column, typeof value === 'number' ? Number(value.toPrecision(10)) : value];
        }),
      ),
    );
  }
});
