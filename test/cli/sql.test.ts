import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Terminal } from '../../src/cli/run.js';
import type { StoreApi } from '../../src/common/storeApi.js';
import type { JoinedStore } from '../../src/service/join.js';
import { sqlQueries } from '../../src/stats/queries/index.js';
import { createCopies, type Copies } from '../../src/store/query/copies.js';
import { createQueryRunner } from '../../src/store/queryRunner.js';
import { fixtureNow, openSqlFixture } from '../stats/sqlFixture.js';
import { cleanUp, temporaryFolder, wasmPath } from '../store/storeFixture.js';

const question = 'select title, started_at from v_session where top_level order by started_at';

describe('logbook sql', function () {
  this.timeout(60_000);
  let folder: string;
  let copies: Copies;
  before(async () => {
    folder = temporaryFolder();
    copies = createCopies(await openSqlFixture(folder), join(folder, 'logbook.db'), folder);
  });
  after(cleanUp);

  async function logbook(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    const ran = { code: -1, out: '', error: '' };
    const api = { copyStore: () => copies.make(), rescan: () => Promise.resolve(), settings: () => ({}) };
    const terminal: Terminal = {
      ...{ args, env: {}, folder, home: folder, platform: 'linux', version: '1', now: () => fixtureNow },
      out: (text) => void (ran.out += text),
      error: (text) => void (ran.error += text),
      outputColumns: () => null,
      errorColumns: () => null,
      count: () => Promise.reject(new Error('Nothing is counted here')),
      exporter: () => Promise.reject(new Error('Nothing is exported here')),
      input: () => Promise.resolve(''),
      questions: (makeCopy) =>
        createQueryRunner({
          workerPath: join(__dirname, '../store/query/queryThread.cjs'),
          wasmPath,
          makeCopy,
        }),
      join: () =>
        ({
          api: api as unknown as StoreApi,
          onChanged: () => ({ dispose: () => undefined }),
          onTrouble: () => ({ dispose: () => undefined }),
          ready: () => Promise.resolve('owner'),
          close: () => Promise.resolve(),
        }) as unknown as JoinedStore,
    };
    ran.code = await run(terminal).exitCode;
    return ran;
  }

  it('prints a table, JSON with names, or CSV that no spreadsheet runs', async () => {
    const { code, out } = await logbook('sql', question);
    assert.equal(code, 0);
    assert.match(out, /^title +started_at\nLong ago +\d+\n/);
    const json = JSON.parse((await logbook('sql', `select 1 as a, 2 as a, null as b`, '--json')).out);
    assert.deepEqual(
      { ...json, elapsed_ms: 0 },
      {
        columns: ['a', 'a:1', 'b'],
        rows: [{ a: 1, 'a:1': 2, b: null }],
        more: false,
        elapsed_ms: 0,
      },
    );
    const csv = await logbook(
      'sql',
      '--csv',
      "select title, 'a,\"b' as x from v_session where agent_session_id = 'cart'",
    );
    assert.equal(csv.out, `title,x\r\n"'=HYPERLINK(""x"") Fix the cart","a,""b"\r\n`);
  });

  it('takes a query from a file, or one that is ready, with values', async () => {
    writeFileSync(join(folder, 'q.sql'), 'select :a || :b as joined, :now as now');
    const { out } = await logbook('sql', '--file', 'q.sql', '--set', 'a=x', '--set', 'b=y=z', '--csv');
    assert.equal(out, `joined,now\r\nxy=z,${fixtureNow}\r\n`);
    const ready = JSON.parse(
      (await logbook('sql', '--name', 'daily-activity', '--set', 'days=5', '--json')).out,
    );
    assert.deepEqual(
      ready.rows.map(({ tokens }: { tokens: number }) => tokens),
      [263_570],
    );
  });

  it('lists what can be asked, without a store', async () => {
    const { out } = await logbook('sql', '--list');
    for (const { id } of sqlQueries) {
      assert.ok(out.includes(`  ${id}`), id);
    }
    assert.match(out, /v_usage \(response, session_id/);
    assert.equal(
      JSON.parse((await logbook('sql', '--list', '--json')).out).queries.length,
      sqlQueries.length,
    );
  });

  it('says where a query is wrong, and gives up on one that does not end', async () => {
    const wrong = await logbook('sql', 'select title,\n  unheard from v_session');
    assert.equal(wrong.code, 1);
    assert.equal(
      wrong.error,
      'logbook: no such column: unheard (line 2)\n    unheard from v_session\n    ^\n',
    );
    const endless = 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n';
    const late = await logbook('sql', endless, '--timeout', '1');
    assert.equal(late.code, 1);
    assert.match(late.error, /No answer after 1 seconds/);
    const more = await logbook('sql', endless.replace('count(*)', 'i'), '--limit', '2');
    assert.match(more.out, /^i\n1\n2\nThere are more than these 2 rows/);
  });

  for (const args of [
    [],
    ['select 1', '--file', 'x'],
    ['--name', 'unheard-of'],
    ['--name', 'daily-activity', '--set', 'days=x'],
    ['--name', 'daily-activity', '--set', 'weeks=1'],
    ['select 1', '--set', 'x'],
    ['select 1', '--limit', '0'],
    ['select 1', '--limit', '1e9'],
    ['select 1', '--timeout', '-1'],
    ['--list', '--csv'],
  ]) {
    it(`is used wrongly: ${args.join(' ')}`, async () =>
      assert.equal((await logbook('sql', ...args)).code, 2));
  }
  for (const sql of [
    'delete from v_session',
    'select * from session',
    "attach 'x' as y",
    'select 1; select 2',
  ]) {
    it(`refuses: ${sql}`, async () => assert.equal((await logbook('sql', sql)).code, 1));
  }
});
