import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Database, SqlValue } from '../../src/store/database.js';
import { migrations } from '../../src/store/migrations.js';
import { dumpOf, restore, unreleasedDumps } from './schemaDumps.js';
import { batch, cleanUp, openStore, temporaryFolder } from './storeFixture.js';

const number = (schema: number) => String(schema).padStart(3, '0');

/** Something of everything. */
function fill(db: Database, write: (rows: Parameters<typeof batch>[0]) => void): void {
  const session = { session: 's1' };
  write([
    {
      ...{
        type: 'session' as const,
        ...session,
        at: 1_700_000_000_000,
        cwd: '/home/me/project',
        agentVersion: '1.0',
      },
      ...{ title: { text: 'A title', rank: 40 }, forkedFrom: 's0', headless: true },
    },
    {
      ...{ type: 'message' as const, ...session, uid: 'm1', at: 1_700_000_001_000, body: 'Write a test' },
      ...{
        role: 'user' as const,
        kind: 'prompt' as const,
        branch: 'ABC-1-test',
        attachments: [{ mime: 'image/png', bytes: 9 }],
      },
    },
    {
      ...{
        type: 'message' as const,
        ...session,
        uid: 'm2',
        at: 1_700_000_002_000,
        body: '{"command":"ls"}',
        thread: 't1',
      },
      ...{ role: 'assistant' as const, kind: 'tool' as const, model: 'model-1', response: 'r1' },
      tool: { callId: 'c1', name: 'Bash', category: 'run' as const },
    },
    {
      type: 'tool_result',
      ...session,
      callId: 'c1',
      at: 1_700_000_003_000,
      body: 'a.ts',
      isError: false,
      exitCode: 0,
    },
    {
      ...{
        type: 'usage' as const,
        ...session,
        key: 'r1',
        group: 'r1',
        rank: 0,
        preference: 0,
        at: 1_700_000_002_000,
      },
      ...{
        isCopy: false,
        model: 'model-1',
        branch: 'ABC-1-test',
        cwd: '/home/me/project',
        tier: 'fast' as const,
      },
      tokens: { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 1 },
    },
    {
      ...{ type: 'usage' as const, session: 's2', key: 'r1', group: 'r1', rank: 0, preference: 0 },
      ...{ at: 1_700_000_002_000, isCopy: true, model: 'model-1', tokens: null },
    },
    {
      ...{
        type: 'file_change' as const,
        ...session,
        callId: 'c1',
        at: 1_700_000_003_000,
        path: '/home/me/project/a.ts',
      },
      ...{ operation: 'update' as const, added: 2, removed: 1, body: '@@ -1 +1 @@' },
    },
    { type: 'sub_agent', ...session, thread: 't1', agentType: 'explorer', description: 'Looks around' },
    { type: 'plan', ...session, name: 'plan', at: 1_700_000_004_000, text: '# Plan' },
    { type: 'todos', ...session, at: 1_700_000_004_000, items: [{ text: 'Test', status: 'completed' }] },
    { type: 'prompt', ...session, at: 1_700_000_001_000, text: 'Write a test' },
    { type: 'link', ...session, url: 'https://example.org/1', label: 'PR 1', at: null },
  ]);
  db.exec(`
    insert into meta values ('settings', '{"paused":true}');
    insert into ticket (key, title, created_at) values ('ABC-1', 'Test', 1700000000000);
    insert into ticket_interval (ticket_id, worktree, started_at) values (1, '/home/me/project', 1700000000000);
    insert into assignment (session_id, key) values (1, 'ABC-1');
    insert into session_mark (session_id, title, note, favourite) values (1, 'Own title', 'Look again', 1);
    insert into name (text) values ('a tag');
    insert into session_tag (session_id, tag, origin) select 1, id, 0 from name where text = 'a tag';
    insert into pin (session_id, message_uid, note, created_at) values (1, 'm1', 'Here', 1700000000000);
    insert into session_insight values (1, 'x', 'testing', '{}');
    insert into forgotten values ('agent', 's9', 1700000000000);
    insert into ticket_alias values ('ABC-2', 'ABC-1');
    insert into problem (source_id, file, line, message, at) values (1, '/root/a.jsonl', 3, 'torn', 1700000000000);
    insert into unknown_line values (1, 'new_type', 1, 10, 10, 20)`);
}

function dump(db: Database): string {
  const lines = [
    `pragma user_version = ${migrations.length};`,
    `pragma application_id = ${Number(db.prepare('pragma application_id').get()?.[0])};`,
  ];
  const objects = db
    .prepare(
      "select type, name, sql from sqlite_schema where sql is not null and type <> 'view' order by rowid",
    )
    .all();
  for (const [type, name, sql] of objects) {
    // The tables of a virtual one are made with it, and hold all that it has.
    if (!String(name).startsWith('text_index_')) {
      lines.push(`${String(sql)};`);
    }
    if (type === 'table' && !/^create virtual/i.test(String(sql))) {
      for (const row of db.prepare(`select * from ${String(name)}`).all()) {
        lines.push(`insert into ${String(name)} values (${row.map(literal).join(', ')});`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function literal(value: SqlValue): string {
  if (value instanceof Uint8Array) {
    return `x'${Buffer.from(value).toString('hex')}'`;
  }
  return value === null
    ? 'null'
    : typeof value === 'number'
      ? String(value)
      : `'${value.replaceAll("'", "''")}'`;
}

/** What `fill` wrote, as the views show it. */
function holdsAll(db: Database): void {
  const all = (sql: string) => db.prepare(sql).all();
  assert.deepEqual(all('select id, agent_title, cwd from v_session'), [
    ['agent:s1', 'A title', '/home/me/project'],
    ['agent:s2', null, null],
  ]);
  assert.deepEqual(all('select text from v_message order by at'), [['Write a test'], ['{"command":"ls"}']]);
  assert.deepEqual(all('select name, output from v_tool_call'), [['Bash', 'a.ts']]);
  assert.deepEqual(all('select session_id, total_tokens from v_usage'), [['agent:s1', 15]]);
  assert.deepEqual(all('select path, patch from v_file_change'), [['/home/me/project/a.ts', '@@ -1 +1 @@']]);
  assert.deepEqual(all('select key, worktree from v_ticket where merged_into is null'), [
    ['ABC-1', '/home/me/project'],
  ]);
}

/** What the user said, which schemas of before did not have. */
function holdsMarks(db: Database): void {
  const all = (sql: string) => db.prepare(sql).all();
  assert.deepEqual(all(`select title, note, favourite, category from v_session where id = 'agent:s1'`), [
    ['Own title', 'Look again', 1, 'testing'],
  ]);
  assert.deepEqual(all('select tag, given_by from v_tag'), [['a tag', 'hand']]);
  assert.deepEqual(all('select message_uid, note from v_pin'), [['m1', 'Here']]);
}

describe('databases of released schemas', () => {
  afterEach(cleanUp);

  it('have the newest one among them, unchanged', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    fill(db, (rows) => void writer.writeBatch(batch(rows)));
    const file = dumpOf(migrations.length);
    if (process.env.UPDATE || !existsSync(file)) {
      writeFileSync(file, dump(db));
    }
    const schema = (text: string) => text.split('\n').filter((line) => !line.startsWith('insert into'));
    assert.deepEqual(
      schema(dump(db)),
      schema(readFileSync(file, 'utf8')),
      'a released schema must not change: append a migration (before the first release: UPDATE=1)',
    );
  });

  for (const [index] of migrations.entries()) {
    const schema = index + 1;
    it(`are opened by this version: ${number(schema)}`, async () => {
      const folder = temporaryFolder();
      await restore(folder, dumpOf(schema));
      const { db, writer, check, schema: now } = await openStore(folder);
      assert.equal(now, migrations.length);
      assert.deepEqual(check(), []);
      holdsAll(db);
      holdsMarks(db);
      assert.equal(writer.knownSources().length, 1);
      // And it can be written to.
      const written = writer.writeBatch(batch([{ type: 'session', session: 's3', cwd: '/x' }]));
      assert.deepEqual(written.sessions, ['agent:s3']);
    });
  }
});

describe('databases of versions between releases', () => {
  afterEach(cleanUp);

  for (const { name, path, empty } of unreleasedDumps()) {
    it(`are built anew with all that their files no longer tell: ${name}`, async () => {
      const folder = temporaryFolder();
      await restore(folder, path);
      const store = await openStore(folder);
      assert.match(
        store.damage?.message ?? '',
        /was made by a version between releases and is set aside as .*unreleased-/,
      );
      assert.deepEqual(store.check(), []);
      if (!empty) {
        holdsAll(store.db);
      }
      store.writer.writeBatch(batch([{ type: 'session', session: 's3', cwd: '/x' }]));
      store.close();
      const again = await openStore(folder);
      assert.equal(again.damage, null);
      assert.equal(again.setAside.length, 1);
    });
  }

  it('are told from those of today by the schema, not by its comments', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    store.db.exec('pragma application_id = 5');
    store.close();
    assert.equal((await openStore(folder)).setAside.length, 1);
  });
});
