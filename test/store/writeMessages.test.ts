import assert from 'node:assert/strict';
import { categories, kinds, roles } from '../../src/store/codes.js';
import type { Database } from '../../src/store/database.js';
import type { createWriter } from '../../src/store/write/writeBatch.js';
import { call, prompt, response, result, type Rows } from './rows.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from './storeFixture.js';

describe('writing messages and tool calls', () => {
  let db: Database;
  let writer: ReturnType<typeof createWriter>;
  beforeEach(async () => {
    ({ db, writer } = await openStore(temporaryFolder()));
  });
  afterEach(cleanUp);

  const one = (sql: string) => db.prepare(sql).get();
  const write = (rows: Rows, more: Parameters<typeof batch>[1] = {}) => writer.writeBatch(batch(rows, more));

  it('brings a call and its result together in either order', () => {
    const orders: Rows[][] = [[[call, result]], [[result, call]], [[call], [result]], [[result], [call]]];
    for (const [i, batches] of orders.entries()) {
      for (const rows of batches) {
        write(rows.map((row) => ({ ...row, session: `s${i}` })));
      }
      assert.deepEqual(
        db
          .prepare(
            `select name, category, input, output, is_error, exit_code, started_at, ended_at, duration_ms
             from v_tool_call where session_id = ?`,
          )
          .all(`agent:s${i}`),
        [['Bash', 'run', '{"a":1}', 'done', 1, 2, 1000, 3000, 1500]],
      );
    }
  });

  it('completes a result that several lines tell', () => {
    write([{ ...result, isError: false, body: 'the whole output' }]);
    write([{ type: 'tool_result', session: 's', callId: 'c', at: 2000, body: null, isError: true }]);
    write([{ type: 'tool_result', session: 's', callId: 'c', at: null, body: 'head', isError: false }]);
    assert.deepEqual(one('select output, is_error, exit_code, ended_at from v_tool_call'), [
      'the whole output',
      1,
      2,
      3000,
    ]);
  });

  it('leaves a call without a result open', () => {
    write([call]);
    assert.deepEqual(one('select is_error, ended_at from tool_call'), [null, null]);
  });

  it('gives messages ids that grow with time, whatever is read first', () => {
    const times = [5000, 3000, 9000, 3000, 3000].map((second) => 1_700_000_000_000 + second * 1000);
    for (const [i, at] of times.entries()) {
      write([{ ...prompt, uid: `${i}`, at }]);
    }
    const byId = db.prepare('select at from message order by id').all().flat();
    assert.deepEqual(
      byId,
      times.toSorted((a, b) => a - b),
    );
    // Hundreds of one second, some without a time, and times that no clock shows.
    const many = Array.from({ length: 300 }, (_, i) => ({
      ...prompt,
      uid: `x${i}`,
      at: i % 3 === 0 ? null : 1_700_000_000_000,
    }));
    assert.equal(
      write([...many, ...[-1e15, 0, 9e15].map((at) => ({ ...prompt, uid: `y${at}`, at }))]).messages,
      303,
    );
  });

  it('replaces a message when its file is read anew, and keeps one of two copies in either order', () => {
    const at = 1000;
    write([{ ...prompt, uid: 'u', at, body: 'old' }]);
    write([{ ...prompt, uid: 'u', at, body: 'new' }], { sources: [source('a.jsonl', { generation: 1 })] });
    assert.deepEqual(one('select text from v_message'), ['new']);
    assert.deepEqual(one('select generation from message'), [1]);
    for (const files of [
      ['x.jsonl', 'y.jsonl'],
      ['y.jsonl', 'x.jsonl'],
    ]) {
      for (const file of files) {
        write([{ ...prompt, session: files.join(), uid: 'v', at, body: file }], { sources: [source(file)] });
      }
      assert.deepEqual(
        db.prepare('select text from v_message where session_id = ?').all(`agent:${files.join()}`),
        [['x.jsonl']],
      );
    }
    // The file that won is gone.
    write([], { sources: [source('x.jsonl', { goneAt: 5 })] });
    write([{ ...prompt, session: 'x.jsonl,y.jsonl', uid: 'v', at, body: 'y.jsonl' }], {
      sources: [source('y.jsonl')],
    });
    assert.deepEqual(one("select text from v_message where session_id = 'agent:x.jsonl,y.jsonl'"), [
      'y.jsonl',
    ]);
  });

  it('keeps a text that a later reading withholds', () => {
    write([{ ...prompt, uid: 'u', at: 1, body: 'kept' }]);
    write([{ ...prompt, uid: 'u', at: 1, body: null, withheld: true }]);
    assert.deepEqual(one('select text from v_message'), ['kept']);
    write([{ ...prompt, uid: 'never', at: 1, body: null, withheld: true }]);
    assert.deepEqual(one("select text, bytes from v_message where uid = 'never'"), [null, 0]);
    write([{ ...result, body: null, withheld: true }]);
    assert.deepEqual(one('select withheld, block_id from tool_call'), [1, null]);
    write([result]);
    assert.deepEqual(one('select withheld, bytes from tool_call'), [0, 4]);
  });

  it('keeps texts of any letters whole', () => {
    const text = 'a\u0000b Ü 日本 👩‍👩‍👧 \u202e end';
    write([{ ...prompt, uid: 'u', at: 1, body: text, fullBytes: 5000 }]);
    const [block, start, bytes, full] = one('select block_id, start, bytes, full_bytes from message') ?? [];
    assert.deepEqual([bytes, full], [Buffer.byteLength(text), 5000]);
    assert.deepEqual([typeof block, start], ['number', 0]);
  });

  it('replaces a text that can no longer be unpacked', () => {
    const row = { ...prompt, uid: 'u', at: 1, body: 'a text' };
    write([row]);
    db.exec("update block set z = x'00112233'");
    writer.reset();
    assert.deepEqual(one('select text from v_message'), ['']);
    write([row]);
    assert.deepEqual(one('select text from v_message'), ['a text']);
  });

  it('links a message to a response that comes later', () => {
    write([{ ...prompt, uid: 'u', at: 1, response: 'r' }]);
    assert.deepEqual(one('select usage_id from message'), [null]);
    write([response]);
    assert.deepEqual(one('select u.key from message m join usage u on u.id = m.usage_id'), ['r']);
    assert.deepEqual(one('select count(*) from pending_response'), [0]);
    write([{ ...prompt, uid: 'v', at: 1, response: 'r' }]);
    assert.deepEqual(one('select count(usage_id) from message'), [2]);
  });

  it('shows every word of the codes in the views', () => {
    write([
      ...roles.map((role) => ({ ...prompt, uid: `role ${role}`, at: 1, role })),
      ...kinds.map((kind) =>
        kind === 'queued prompt'
          ? { ...prompt, uid: 'queued', at: 1, queued: true as const }
          : { ...prompt, uid: `kind ${kind}`, at: 1, kind },
      ),
      ...categories.map((category) => ({
        ...call,
        uid: `category ${category}`,
        tool: { callId: category, name: 'n', category },
      })),
    ]);
    const wrong = `
      select uid from v_message where uid like 'role %' and uid <> 'role ' || ifnull(role, '')
      union all select uid from v_message where uid like 'kind %' and uid <> 'kind ' || ifnull(kind, '')
      union all select uid from v_message where queued <> (uid = 'queued') or uid = 'queued' and kind <> 'prompt'
      union all select call_id from v_tool_call where call_id <> ifnull(category, '')`;
    assert.deepEqual(db.prepare(wrong).all(), []);
  });
});
