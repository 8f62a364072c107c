import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../../src/store/fileLayer.js';
import { StoreError } from '../../src/store/storeError.js';
import { createUpkeep } from '../../src/store/upkeep.js';
import { assertPacked } from './packedCheck.js';
import { assertRolledUp } from './rollupCheck.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from './storeFixture.js';

const pageSize = 8192;

/** Overwrites pages of the file, numbered from 1. */
function damage(path: string, pages: readonly number[]): void {
  const fd = openSync(path, 'r+');
  for (const page of pages) {
    writeSync(fd, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
  }
  closeSync(fd);
}

/** Two sessions of two files, of which the second file is on disk; and what the user did. */
async function filled(folder: string): Promise<{ path: string; pagesOf(table: string): number[] }> {
  const store = await openStore(folder);
  const root = join(folder, 'agent');
  const rows = ['gone', 'there'].flatMap((session, source) => [
    { type: 'session' as const, session, source, at: 1000, cwd: '/work', title: { text: session, rank: 10 } },
    ...Array.from({ length: 300 }, (_, i) => ({
      type: 'message' as const,
      ...{ session, source, uid: `${session}-${i}`, at: 1000 + i, offset: i },
      ...{ role: 'user' as const, kind: 'prompt' as const, body: `text ${i} of ${session}` },
    })),
    { type: 'tool_result' as const, session, source, callId: 'c', at: 2000, body: 'output', isError: false },
    {
      type: 'usage' as const,
      ...{ session, source, key: session, group: session, rank: 0, preference: 0, at: 1500, isCopy: false },
      model: 'm',
      tokens: { input: 7, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
    },
  ]);
  store.writer.writeBatch(
    batch(rows, { sources: [source('gone.jsonl', { root: '/nowhere' }), source('agent', { root: folder })] }),
  );
  writeFileSync(root, 'still there');
  store.db.exec(`
    insert into meta values ('settings', '{}');
    insert into ticket (id, key, created_at) values (1, 'ABC-1', 1);
    insert into ticket_interval (ticket_id, worktree, started_at) values (1, '/work', 1000);
    insert into assignment (session_id, key) select id, 'ABC-2' from session where agent_session_id = 'there'`);
  const roots = new Map(
    store.db
      .prepare('select name, rootpage from sqlite_schema')
      .all()
      .map(([name, page]) => [String(name), Number(page)]),
  );
  store.close();
  return { path: store.path, pagesOf: (name) => [roots.get(name) ?? 0] };
}

describe('a damaged database', () => {
  afterEach(cleanUp);

  it('that is no database at all is set aside and a new one started', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'logbook.db');
    writeFileSync(path, 'This is no database, and longer than a header of SQLite is.');
    const { damage: found, setAside, writer } = await openStore(folder);
    assert.equal(setAside.length, 1);
    assert.equal(found?.file, setAside[0]);
    assert.match(found?.message ?? '', /set aside as .*damaged/);
    assert.match(readFileSync(setAside[0] ?? '', 'utf8'), /no database/);
    assert.equal(writer.writeBatch(batch([{ type: 'session', session: 's', cwd: '/x' }])).sessions.length, 1);
  });

  it('is noticed after a killed owner, and what the agents deleted is rescued with what the user did', async () => {
    const folder = temporaryFolder();
    const { path, pagesOf } = await filled(folder);
    damage(path, pagesOf('message_order'));
    damage(path, pagesOf('tool_call'));
    // A log shows that the last owner did not end in order.
    writeFileSync(`${path}-wal`, Buffer.alloc(100));
    const { db, damage: found, setAside, check, writer } = await openStore(folder);
    assert.equal(setAside.length, 1);
    assert(existsSync(`${setAside[0]}`));
    assert.equal(found?.salvaged?.session, 1);
    assert.match(found?.message ?? '', /1 sessions whose files are gone and 1 ticket intervals/);
    assert.deepEqual(check(), []);
    const all = (sql: string) => db.prepare(sql).all();
    assert.deepEqual(all('select id, title from v_session'), [['agent:gone', 'gone']]);
    assert.deepEqual(all("select count(*), min(text) from v_message where session_id = 'agent:gone'"), [
      [300, 'text 0 of gone'],
    ]);
    assert.deepEqual(all('select session_id, input_tokens from v_usage'), [['agent:gone', 7]]);
    assertRolledUp(db);
    assertPacked(db);
    assert.deepEqual(all('select key, worktree from v_ticket'), [['ABC-1', '/work']]);
    assert.deepEqual(
      all('select agent_session_id, key from assignment join session s on s.id = session_id'),
      [['there', 'ABC-2']],
    );
    assert.deepEqual(
      writer.knownSources().map(({ path: name }) => name),
      ['gone.jsonl'],
      'the file that is there is read again from its start',
    );
  });

  it('loses only what lies on damaged pages', async () => {
    const folder = temporaryFolder();
    const { path } = await filled(folder);
    const { db, close } = await openStore(folder);
    const leaf = db.prepare('select count(*) from message').get();
    assert.deepEqual(leaf, [600]);
    close();
    // Every fourth of the pages that have rows of messages: what holds the schema and the roots stays.
    const file = readFileSync(path);
    const pages = Array.from({ length: file.length / pageSize }, (_, i) => i + 1).filter((page) =>
      /(?:gone|there)-\d/.test(file.toString('latin1', (page - 1) * pageSize, page * pageSize)),
    );
    damage(
      path,
      pages.filter((_, i) => i % 4 === 3),
    );
    writeFileSync(`${path}.damaged`, 'seen');
    const opened = await openStore(folder);
    assert.equal(opened.setAside.length, 1);
    const count = Number(opened.db.prepare('select count(*) from message').get()?.[0]);
    assert(count > 0 && count <= 300, `${count} of 300 messages`);
    assert.deepEqual(opened.check(), []);
  });

  it('whose indexes alone are wrong is repaired and keeps everything', async () => {
    const folder = temporaryFolder();
    const { path } = await filled(folder);
    const first = await openStore(folder);
    first.db.exec('pragma writable_schema = on');
    // An index over fewer rows than it should have: made by SQLite with another condition.
    first.db.exec(
      `update sqlite_schema set sql = replace(sql, 'where ended_at is null', '') where name = 'tool_call_open'`,
    );
    first.close();
    writeFileSync(`${path}.damaged`, 'seen');
    const { db, damage: found, setAside } = await openStore(folder);
    assert.deepEqual(setAside, []);
    assert.equal(found?.file, null);
    assert.match(found?.reason ?? '', /index/);
    assert.deepEqual(db.prepare('select count(*) from message').get(), [600]);
  });

  for (const [what, sql] of [
    ['lacks words', 'delete from text_index_segdir'],
    ['has words of texts that changed', "update message set kind = 9 where uid = 'gone-7'"],
    ['is missing', 'drop table text_index'],
  ] as const) {
    it(`whose full-text index ${what} keeps everything and fills the index again`, async () => {
      const folder = temporaryFolder();
      const { path } = await filled(folder);
      const first = await openStore(folder);
      first.db.exec(sql);
      first.close();
      writeFileSync(`${path}.damaged`, 'seen');
      const { db, setAside, check } = await openStore(folder);
      assert.deepEqual(setAside, []);
      assert.deepEqual(db.prepare('select count(*) from message').get(), [600]);
      assert.deepEqual(check(), []);
      const found = () =>
        db.prepare(`select count(*) from text_index where text_index match '"text 7"'`).get()?.[0];
      assert.equal(found(), 0);
      await createUpkeep(db, { fullText: true }).run();
      assert.equal(found(), 2);
      assert.deepEqual(check(), []);
    });
  }

  it('that is met while it is used is dealt with at the next opening', async () => {
    const folder = temporaryFolder();
    const { path, pagesOf } = await filled(folder);
    damage(path, pagesOf('usage'));
    const { db, close } = await openStore(folder);
    assert.throws(
      () => db.prepare('select * from usage').all(),
      (error) => {
        assert(error instanceof StoreError);
        assert.equal(error.reason, 'corrupt');
        assert.equal(error.file, path);
        return true;
      },
    );
    close();
    const again = await openStore(folder);
    assert.equal(again.setAside.length, 1);
    assert.equal(again.db.prepare('select count(*) from message').get()?.[0], 300);
    assert(!readdirSync(folder).includes('logbook.db.damaged'));
  });

  it('is rescued at the next opening when the rescue was killed, and with the log that belongs to it', async () => {
    const folder = temporaryFolder();
    const { path } = await filled(folder);
    const old = join(folder, 'logbook.damaged-20260101T000000Z.db');
    // As a kill leaves it: noted, the file renamed, its log not yet, and nothing copied.
    writeFileSync(`${path}.damaged`, `rescue from ${old}`);
    renameSync(path, old);
    writeFileSync(`${path}-wal`, 'the log of the other file');
    const renamed: string[] = [];
    const fileLayer = {
      ...nodeFiles,
      rename: (from: string, to: string) => {
        renamed.push(`${from} ${to}`);
        nodeFiles.rename(from, to);
      },
    };
    const { db, damage: found, setAside } = await openStore(folder, { fileLayer });
    assert.deepEqual(renamed, [`${path}-wal ${old}-wal`]);
    assert.equal(found?.file, old);
    assert.equal(found?.salvaged?.session, 1);
    assert.deepEqual(setAside, [old]);
    assert.deepEqual(db.prepare('select id from v_session').all(), [['agent:gone']]);
    assert(!existsSync(`${path}.damaged`));
  });

  it('whose schema itself is unreadable is dealt with at the first opening', async () => {
    const folder = temporaryFolder();
    const { path } = await filled(folder);
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.alloc(pageSize - 100, 0xa5), 0, pageSize - 100, 100);
    closeSync(fd);
    const { setAside, damage: found, check } = await openStore(folder);
    assert.equal(setAside.length, 1);
    assert.match(found?.message ?? '', /set aside as/);
    assert.deepEqual(check(), []);
  });

  it('that `check` finds is dealt with at the next opening', async () => {
    const folder = temporaryFolder();
    const { path, pagesOf } = await filled(folder);
    damage(path, pagesOf('file_change'));
    const store = await openStore(folder);
    assert.notDeepEqual(store.check(), []);
    store.close();
    assert.equal((await openStore(folder)).setAside.length, 1);
  });

  it('is not taken for one when the schema is newer', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    store.db.exec('pragma user_version = 1000');
    store.close();
    await assert.rejects(openStore(folder), (error) => {
      assert(error instanceof StoreError);
      assert.equal(error.reason, 'newer');
      assert(error.message.includes(store.path) && /Update the extension/.test(error.message));
      return true;
    });
    assert.deepEqual(readdirSync(folder), ['logbook.db']);
  });
});
