import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFunctions, publicViews } from '../../src/common/publicViews.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';

const file = join(__dirname, '../../docs/schema.md');

describe('docs/schema.md', () => {
  afterEach(cleanUp);

  it('describes every public view and column there is, and no other', async () => {
    const { db } = await openStore(temporaryFolder());
    const named = (sql: string, ...values: string[]) =>
      db
        .prepare(sql)
        .all(...values)
        .map(([name]) => String(name));
    const views = named(
      "select name from sqlite_schema where type = 'view' and name like 'v\\_%' escape '\\'",
    );
    assert.deepEqual(publicViews.map(({ name }) => name).sort(), views.sort());
    for (const { name, columns } of publicViews) {
      assert.deepEqual(
        columns.map(([column]) => column),
        named('select name from pragma_table_info(?) order by cid', name),
        name,
      );
      // Every column can be read, also of an empty database, so that its functions are there.
      db.prepare(`select * from ${name}`).all();
    }
    for (const { call } of publicFunctions) {
      const [name = '', list = ''] = call.split(/[()]/);
      const nulls = list.split(',').map(() => 'null');
      db.prepare(`select ${name}(${nulls.join(', ')})`).all();
    }
  });

  it('says of each what src/common/publicViews.ts says', () => {
    const start = '<!-- views -->\n';
    const end = '\n<!-- /views -->';
    const text = readFileSync(file, 'utf8');
    const expected =
      text.slice(0, text.indexOf(start) + start.length) + described() + text.slice(text.indexOf(end));
    if (process.env['UPDATE']) {
      writeFileSync(file, expected);
    } else {
      assert.equal(text, expected, 'Run UPDATE=1 npm test -- unit');
    }
  });

  function described(): string {
    const views = publicViews.map(({ name, about, columns }) =>
      [
        `## ${name}\n\n${about}\n`,
        '| Column | Unit | |',
        '|---|---|---|',
        ...columns.map(([column, unit, meaning]) => `| \`${column}\` | ${unit} | ${meaning} |`),
      ].join('\n'),
    );
    const functions = publicFunctions.map(({ call, about }) => `| \`${call}\` | ${about} |`);
    return [...views, ['## Functions\n', '| | |', '|---|---|', ...functions].join('\n')].join('\n\n');
  }
});
