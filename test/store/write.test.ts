import assert from 'node:assert/strict';
import type { Database } from '../../src/store/database.js';
import { createWriter } from '../../src/store/write/writeBatch.js';
import { call, prompt, response, result, type Rows } from './rows.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from './storeFixture.js';

/** Rows of all tables, as texts and numbers; for comparing whole databases. */
function everything(db: Database): unknown {
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .all();
  return tables.map(([name]) => [name, db.prepare(`select * from ${String(name)}`).all()]);
}

describe('writing a batch', () => {
  let db: Database;
  let writer: ReturnType<typeof createWriter>;
  beforeEach(async () => {
    ({ db, writer } = await openStore(temporaryFolder()));
  });
  afterEach(cleanUp);

  const one = (sql: string) => db.prepare(sql).get();
  const write = (rows: Rows, more: Parameters<typeof batch>[1] = {}) => writer.writeBatch(batch(rows, more));

  it('keeps where the source stands and tells its number', () => {
    const progress = source('a.jsonl', {
      offset: 42,
      line: 7,
      notes: '{"tail":true}',
      state: '{"turn":3}',
      head: 'h',
      headLength: 4,
    });
    const { sources } = write([], { sources: [progress, source('b.jsonl')] });
    assert.equal(sources.length, 2);
    const [known] = writer.knownSources();
    const { state, ...rest } = progress;
    assert.deepEqual({ ...known, id: 0, goneAt: undefined }, { ...rest, goneAt: undefined });
    assert.equal(known?.id, sources[0]);
    assert.equal(writer.sourceState(sources[0]!), state);
    // A file that is only noted as gone keeps the state, which the note does not have.
    write([], { sources: [{ ...rest, goneAt: 8 }] });
    assert.equal(writer.sourceState(sources[0]!), state);
    // As a new file again, and gone: the same row.
    assert.deepEqual(write([], { sources: [source('a.jsonl', { offset: 50, goneAt: 9 })] }).sources, [
      sources[0],
    ]);
    assert.equal(writer.knownSources()[0]?.goneAt, 9);
  });

  it('is without effect the second time', () => {
    const rows: Rows = [
      { type: 'session', session: 's', at: 1000, cwd: '/x', title: { text: 'T', rank: 10 } },
      { ...call, response: 'r', attachments: [{ mime: 'image/png', bytes: 5 }] },
      response,
      { ...result, attachments: [{ mime: 'image/png', bytes: 6 }] },
      {
        type: 'file_change',
        session: 's',
        callId: 'c',
        at: 1,
        path: '/f',
        operation: 'update',
        added: 1,
        removed: 0,
        body: '+a',
      },
      { type: 'sub_agent', session: 's', thread: 't', agentType: 'explorer' },
      { type: 'plan', name: 'p', at: 1, text: 'plan' },
      { type: 'todos', session: 's', at: 1, items: [{ text: 'x', status: 'pending' }] },
      { type: 'prompt', at: 1, text: 'p', session: 's' },
      { type: 'link', session: 's', url: 'http://x', label: 'PR', at: 1 },
    ];
    const more = {
      places: [{ cwd: '/x', repository: '/r', worktree: '/w' }],
      problems: [{ source: 0, line: null, message: 'bad', at: 1 }],
      unknown: [{ source: 0, name: 'new_type', offset: 5, length: 9 }],
    };
    const first = write(rows, more);
    assert.deepEqual([first.messages, first.responses, first.sessions], [1, 1, ['agent:s']]);
    const before = everything(db);
    const second = write(rows, more);
    assert.deepEqual([second.messages, second.responses], [0, 0]);
    assert.deepEqual(everything(db), before);
  });

  it('takes a title by its rank, then the later one', () => {
    const title = (text: string, rank: number, at?: number, file = 0) =>
      ({
        type: 'session',
        session: 's',
        title: { text, rank },
        source: file,
        ...(at === undefined ? {} : { at }),
      }) as const;
    const sources = [source('a.jsonl'), source('b.jsonl')];
    for (const [rows, expected] of [
      [[title('prompt', 10), title('own', 40), title('summary', 20)], 'own'],
      [[title('first', 20), title('second', 20)], 'second'],
      [[title('late', 20, 9), title('early', 20, 5, 1)], 'late'],
      [[title('early', 20, 5, 1), title('late', 20, 9)], 'late'],
    ] as const) {
      db.exec('delete from tool_call; delete from message; delete from session');
      for (const row of rows) {
        write([row], { sources });
      }
      assert.deepEqual(one('select title from session'), [expected]);
    }
  });

  it('adds up what is known of a session in any order', () => {
    const facts: Rows = [
      { type: 'session', session: 's', at: 2000, cwd: '/late', agentVersion: '2', waiting: true },
      { type: 'session', session: 's', at: 1000, cwd: '/first', agentVersion: '1', waiting: false },
      { type: 'session', session: 's', parent: 'p', forkedFrom: 'f', headless: true, agentCostUsd: 1.5 },
      { type: 'session', session: 's', agentCostUsd: 0.5 },
      { ...prompt, uid: 'u', at: 500 },
      { ...prompt, uid: 'copy', at: 100, copied: true },
      { ...result, at: 4000 },
    ];
    for (const rows of [facts, facts.toReversed()]) {
      db.exec('delete from tool_call; delete from message; delete from session');
      for (const row of rows) {
        write([row]);
      }
      assert.deepEqual(
        one(`select cwd, parent_id, forked_from_id, agent_version, waiting, headless, agent_cost_usd, started_at, ended_at
          from v_session`),
        ['/first', 'agent:p', 'agent:f', '2', 1, 1, 1.5, 500, 4000],
      );
    }
  });

  it('knows a session by its own file, not by those that mention it', () => {
    const sources = [source('history.jsonl'), source('s.jsonl'), source('agents/t.jsonl')];
    write([{ type: 'session', session: 's', title: { text: 'T', rank: 15 } }], { sources });
    assert.deepEqual(one('select count(*) from v_session'), [0]);
    write([{ ...prompt, uid: 't', at: 1, thread: 't', source: 2 }], { sources });
    assert.deepEqual(one('select file from v_session'), ['/root/agents/t.jsonl']);
    write([{ ...prompt, uid: 'u', at: 1, source: 1 }], { sources });
    write([{ ...prompt, uid: 't2', at: 1, thread: 't', source: 2 }], { sources });
    assert.deepEqual(one('select file from v_session'), ['/root/s.jsonl']);
  });

  it('keeps the latest plan and todos, and each prompt once', () => {
    const plan = (text: string, at: number) => ({ type: 'plan', name: 'p', text, at }) as const;
    const todos = (text: string, at: number): Rows[number] => ({
      type: 'todos',
      session: 's',
      at,
      items: [{ text, status: 'pending' }],
    });
    write([plan('new', 2), plan('old', 1), todos('new', 2), todos('old', 1)]);
    assert.deepEqual(one('select text from plan'), ['new']);
    assert.match(String(one('select items from todo')?.[0]), /new/);
    write([
      { type: 'prompt', at: 1, text: 'a' },
      { type: 'prompt', at: 1, text: 'a', session: 's', project: '/x' },
    ]);
    assert.deepEqual(db.prepare('select text, session, project from prompt').all(), [['a', 's', '/x']]);
  });

  it('has a session archived while only its archive tells of it, in either order', () => {
    const sources = [source('archive/s.jsonl'), source('s.jsonl')];
    const told = (at: number, archived: boolean): Rows[number] => ({
      ...{ type: 'session', session: 's', cwd: '/x', archived, source: at },
    });
    const state = () => one('select agent_archived, file from v_session');
    write([told(0, true)], { sources });
    assert.deepEqual(state(), [1, '/root/archive/s.jsonl']);
    write([told(1, false)], { sources });
    write([told(0, true)], { sources });
    assert.deepEqual(state(), [0, '/root/s.jsonl']);
    write([], { sources: [source('s.jsonl', { goneAt: 5 })] });
    write([told(0, true)], { sources: [source('archive/s.jsonl')] });
    assert.deepEqual(state(), [1, '/root/archive/s.jsonl']);
  });

  it('forgets the problems of a file that is read anew', () => {
    const more = {
      problems: [{ source: 0, line: 3, message: 'torn', at: 1 }],
      unknown: [
        { source: 0, name: 'x', offset: 5, length: 9 },
        { source: 0, name: 'x', offset: 50, length: 9 },
      ],
    };
    write([], more);
    write([], { ...more, sources: [source('a.jsonl', { generation: 1 })] });
    assert.deepEqual(db.prepare('select file, line, message from problem').all(), [
      ['/root/a.jsonl', 3, 'torn'],
    ]);
    assert.deepEqual(db.prepare('select count, first_offset, last_offset from unknown_line').all(), [
      [2, 5, 50],
    ]);
  });

  it('does not lose the repository of a folder that is gone', () => {
    write([], { places: [{ cwd: '/x', repository: '/r', worktree: '/w' }] });
    write([], { places: [{ cwd: '/x', repository: null, worktree: null }] });
    write([{ type: 'session', session: 's', cwd: '/x' }]);
    assert.deepEqual(one('select repository, worktree from v_session'), ['/r', '/w']);
  });

  it('asks for the ticket of a response when it is new or has another owner', () => {
    const asked: unknown[] = [];
    const own = createWriter(db, {
      attribute: {
        resolve: ({ at, branch }) => {
          asked.push(at);
          return branch;
        },
      },
    });
    own.writeBatch(batch([{ ...response, branch: 'b1' }]));
    own.writeBatch(batch([{ ...response, branch: 'b1', tokens: { ...response.tokens, output: 9 } }]));
    assert.deepEqual(asked, [1000]);
    own.writeBatch(batch([{ ...response, session: 'earlier', at: 900, branch: 'b2' }]));
    assert.deepEqual(asked, [1000, 900]);
    assert.deepEqual(one('select session_id, ticket, output_tokens from v_usage'), [
      'agent:earlier',
      'b2',
      9,
    ]);
  });

  it('has nothing half written after a row that cannot be', () => {
    write([{ ...prompt, uid: 'u', at: 1, model: 'm1' }]);
    const before = everything(db);
    assert.throws(() =>
      write([
        { ...prompt, uid: 'v', at: 1, model: 'm2' },
        { ...prompt, uid: 'w', at: 1, kind: 'nonsense' } as unknown as Rows[number],
      ]),
    );
    assert.deepEqual(everything(db), before);
    // Numbers that were handed out in the batch are not believed afterwards.
    write([
      { ...prompt, uid: 'v', at: 1, model: 'm3' },
      { ...prompt, uid: 'w', at: 1, model: 'm2' },
    ]);
    assert.deepEqual(db.prepare('select uid, model from v_message order by uid').all(), [
      ['u', 'm1'],
      ['v', 'm3'],
      ['w', 'm2'],
    ]);
  });

  it('is all there after closing and opening again', async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    first.writer.writeBatch(batch([call, result, response]));
    const before = everything(first.db);
    first.close();
    assert.deepEqual(everything((await openStore(folder)).db), before);
  });
});
