import assert from 'node:assert/strict';
import { publicViews } from '../../../src/common/publicViews.js';
import { openInMemory } from '../../../src/store/sqljsFile.js';
import { createGuard, type Guard } from '../../../src/store/query/guard.js';
import { wasmPath } from '../storeFixture.js';

/** Questions that read the public views and nothing else. */
const allowed = [
  'select 1',
  'values (1), (2)',
  ...publicViews.map(({ name }) => `select * from ${name}`),
  "select * from V_SESSION s join v_usage u on u.session_id = s.id where s.title = 'usage' -- usage",
  'select "id" from [v_session] union all select `id` from "v_session"',
  'with session as (select 1 as a) select a from session',
  'with recursive n (i) as (select 1 union all select i + 1 from n limit 3) select i from n;',
  'with recursive a as (select 1) /* delete */ select * from a order by 1;  -- end',
  "select value from json_each('[1, 2]')",
  'select j.value from v_todo t, json_tree(\'{"pragma_x": 1}\') j',
  'select id from v_message where id in (select message_id from v_tool_call) and text like :word',
  "select cost_usd('gpt-5', 1, 2, 3, 4, 5, null), web_search_usd(model, 1), unpack(null, 1, 2, 3) from v_usage",
  "select date(at / 1000, 'unixepoch', 'localtime') as day, sum(cost_usd) over (order by at) from v_usage_quarter",
  "select 'select * from session; drop table session'",
  'select * from main.v_session',
];

/** What somebody may try instead, and a part of what they are told. */
const refused: readonly (readonly [sql: string, told: RegExp])[] = [
  ['', /no question/],
  [' -- nothing', /no question/],
  ['select * from session', /no such table: session.*v_session/],
  ['select * from "usage"', /no such table/],
  ["select * from 'message'", /no such table/],
  ['select * from [block]', /no such table/],
  ['select * from main.usage', /no such table/],
  ['select (select count(*) from message)', /no such table/],
  ['select * from v_session where exists (select 1 from meta)', /no such table/],
  ['with v as (select * from name) select * from v', /no such table/],
  ['with usage as (select * from usage) select * from usage', /circular reference/],
  ['select * from v_session natural join session', /no such table/],
  ['select * from v_session left join session s on s.id = 1', /no such table/],
  ['select * from text', /no such table/],
  ['select * from text_content', /no such table/],
  ['select * from sqlite_schema', /not public/],
  ['select * from sqlite_master', /not public/],
  ['select * from "sqlite_master"', /not public/],
  ["select * from 'sqlite_master'", /not public/],
  ['select * from main.sqlite_schema', /not public/],
  ['select * from sqlite_temp_schema', /not public/],
  ["select * from 'sqlite_temp_master'", /not public/],
  ["select count(*) from v_session, 'sqlite_schema'", /not public/],
  ["select * from pragma_table_info('usage')", /not public/],
  ["select * from 'pragma_table_info'('usage')", /not public/],
  ['select * from pragma_database_list', /not public/],
  ['select * from "pragma_query_only"', /not public/],
  ['select * from fts3tokenize', /not public/],
  ['pragma query_only = off', /Only questions/],
  ['pragma user_version', /Only questions/],
  ['explain select 1', /Only questions/],
  ["attach '/tmp/other.db' as other", /Only questions/],
  ['detach main', /Only questions/],
  ["vacuum into '/tmp/out.db'", /Only questions/],
  ['vacuum', /Only questions/],
  ['begin', /Only questions/],
  ['delete from v_session', /Only questions/],
  ['insert into meta values (1, 2)', /Only questions/],
  ['replace into meta values (1, 2)', /Only questions/],
  ['update usage set input = 0', /Only questions/],
  ['create temp table t (a)', /Only questions/],
  ['create trigger t after insert on usage begin select 1; end', /Only questions/],
  ['drop view v_session', /Only questions/],
  ['reindex', /Only questions/],
  ['analyze', /Only questions/],
  ['with a as (select 1) delete from v_session', /cannot modify v_session/],
  ['with a as (select 1) insert into sqlite_schema select 1, 2, 3, 4, 5 from a', /not public/],
  ['with a as (select 1) update v_usage set model = 1', /cannot modify/],
  ['select 1; delete from v_session', /One statement/],
  ['select 1;;select 2', /One statement/],
  ["select '\0'", /null character/],
  ["select load_extension('x.so')", /no such function/],
  ["select readfile('/etc/passwd')", /no such function/],
  ["select writefile('/tmp/x', 'y')", /no such function/],
  ["select edit('x')", /no such function/],
  ['select search_text(1, 2, 3, 4)', /no such function/],
  ['select cost_usd(1)', /wrong number of arguments/],
  ['select * from v_session where', /incomplete input/],
  [`select ${'1+'.repeat(60_000)}1`, /100000 letters/],
];

/** Where the fault of each is: the letters there. */
const places: readonly (readonly [sql: string, at: string])[] = [
  ['select unheard from v_session', 'unheard'],
  ['select s.title, s.unheard from v_session s', 's.unheard'],
  ["select 'selct' as a, title frm from v_session selct x", 'x'],
  ['select title from v_session order order by 1', 'order'],
  ['select (1, from v_session', 'from'],
  ['select title from v_sessions', 'v_sessions'],
  ['select at from v_usage u join v_message m on u.session_id = m.session_id', 'at'],
  ['select summ(total_tokens) from v_usage', 'summ'],
  ['drop table v_session', 'drop'],
  ['select 1; select 2', 'select 2'],
  ["select 'open", "'"],
  ['select 1 /* open', '/'],
];

describe('the guard of questions in SQL', () => {
  let guard: Guard;
  before(async () => {
    guard = createGuard(await openInMemory(wasmPath));
  });

  for (const sql of allowed) {
    it(`lets pass: ${sql.slice(0, 100)}`, () => assert.equal(guard(sql), null));
  }
  for (const [sql, told] of refused) {
    it(`refuses: ${JSON.stringify(sql.slice(0, 80))}`, () =>
      assert.match(guard(sql)?.message ?? 'passed', told));
  }
  for (const [sql, at] of places) {
    it(`tells the place in: ${sql}`, () => {
      const { from = -1, to = -1 } = guard(sql) ?? {};
      assert.ok(to >= from);
      assert.ok(sql.slice(from).startsWith(at), sql.slice(from));
    });
  }

  it('tells the second of two like words where the second is wrong', () => {
    const sql = 'select title from v_session order by 1 order by 2';
    assert.equal(guard(sql)?.from, sql.lastIndexOf('order'));
  });
});
