import assert from 'node:assert/strict';
import type { TextPattern } from '../../../src/common/textPattern.js';
import { preview } from '../../../src/store/read/preview.js';
import { openTestStore, type TestStore } from './testStore.js';

describe('preview', () => {
  const cases: [what: string, text: string, expected: string][] = [
    ['keeps plain text', 'plain text', 'plain text'],
    ['is one line', ' one\r\n\ttwo \n', 'one two'],
    ['has no colours', '\u001b[1;31mred\u001b[0m', 'red'],
    [
      'has no links and titles of terminals',
      '\u001b]8;;http://x\u0007link\u001b]8;;\u001b\\!\u001b]0;t\u0007',
      'link!',
    ],
    ['has no control characters', 'a\u0000b\u0008c\u007f\u0085d', 'abcd'],
    ['has no marks that turn the text', 'a\u202egnp.exe', 'agnp.exe'],
    ['keeps markup as text', '<b onclick=x>&amp;', '<b onclick=x>&amp;'],
    ['is cut between characters', '😀'.repeat(200), `${'😀'.repeat(159)}…`],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.equal(preview(text), expected));
  }
});

describe('outline', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const texts = (from = 0, limit = 100) =>
    store.reader.outline('acme:s', from, limit).rows.map((row) => row.preview);

  it('numbers the rows without gaps, in pages', () => {
    const session = store.session({ id: 's' });
    for (let i = 0; i < 25; i++) {
      store.message({ session, text: `m${i}` });
    }
    const { total, rows } = store.reader.outline('acme:s', 10, 10);
    assert.equal(total, 25);
    assert.deepEqual(
      rows.map((row) => row.seq),
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    );
    assert.equal(rows[0]?.preview, 'm10');
    assert.deepEqual(store.reader.outline('acme:s', 25, 10), { total: 25, rows: [] });
    assert.deepEqual(store.reader.outline('acme:none', 0, 10), { total: 0, rows: [] });
  });

  it('tells what each step came to; over all steps that is what the session came to', () => {
    const session = store.session({ id: 's' });
    const other = store.session({ id: 'other' });
    const spend = (of: number, at: number | null, output: number, model = 'claude-opus-4-5') =>
      store.response({ session: of, at, input: 100, cacheRead: 1000, output, model });
    const named = spend(session, 20, 10);
    store.message({ session, text: 'first', at: 10, role: 'user' });
    store.message({ session, text: 'second', at: 20, usage: named });
    store.message({ session, text: 'of it too', at: 21, usage: named });
    store.message({ session, text: 'copied', at: 22, usage: spend(other, 5, 999) });
    spend(session, 15, 1);
    spend(session, 30, 2, 'unheard of');
    spend(session, null, 4);
    spend(session, 1, 8);
    store.response({ session, at: 16, counted: false, output: 777 });
    store.response({ session, at: 16, hasUsage: false });
    const { rows } = store.reader.outline('acme:s', 0, 9);
    assert.deepEqual(
      rows.map(({ preview, spent }) => [preview, spent?.tokens, spent?.context, spent?.costUsd === null]),
      [
        ['first', 2209, 1100, false],
        ['second', 1110, 1100, false],
        ['of it too', undefined, undefined, false],
        ['copied', 2206, 1100, true],
      ],
    );
    const { usage } = store.reader.session('acme:s')!;
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    assert.equal(
      sum((row) => row.spent?.tokens ?? 0),
      usage.totalTokens,
    );
    // Page by page it is the same.
    assert.deepEqual(store.reader.outline('acme:s', 3, 1).rows, rows.slice(3));
  });

  it('tells the files that a step changed', () => {
    const session = store.session({ id: 's' });
    store.message({ session, text: 'edit', at: 1, tool: { callId: 'c1', category: 'edit' } });
    store.message({ session, text: 'said', at: 2 });
    store.fileChange(session, 'c1', '/p/a.ts', { added: 2, removed: 1, patch: '@@ -1 +1 @@\n-a\n+b' });
    store.fileChange(session, 'c1', '/p/b.ts', { operation: 'rename', newPath: '/p/c.ts' });
    assert.deepEqual(
      store.reader.outline('acme:s', 0, 9).rows.map((row) => row.changes),
      [
        [
          { path: '/p/a.ts', operation: 'update', added: 2, removed: 1, hasPatch: true },
          {
            path: '/p/b.ts',
            newPath: '/p/c.ts',
            operation: 'rename',
            added: null,
            removed: null,
            hasPatch: false,
          },
        ],
        undefined,
      ],
    );
  });

  it('puts a sub-agent after the call that started it, nested ones too', () => {
    const session = store.session({ id: 's' });
    const inner = store.thread(session, 'inner', { callId: 'c2' });
    const outer = store.thread(session, 'outer', { callId: 'c1' });
    const add = (text: string, at: number, thread?: number, callId?: string) =>
      store.message({
        session,
        text,
        at,
        ...(thread === undefined ? {} : { thread }),
        ...(callId === undefined ? {} : { tool: { callId } }),
      });
    add('inner 1', 30, inner);
    add('outer 1', 20, outer);
    add('outer 2', 21, outer, 'c2');
    add('outer 3', 40, outer);
    add('main 1', 10, undefined, 'c1');
    add('main 2', 50);
    assert.deepEqual(texts(), ['main 1', 'outer 1', 'outer 2', 'inner 1', 'outer 3', 'main 2']);
    assert.deepEqual(
      store.reader.outline('acme:s', 0, 9).rows.map((row) => row.thread),
      [null, 'outer', 'outer', 'inner', 'outer', null],
    );
  });

  it('puts a sub-agent without a known call where its first message falls', () => {
    const session = store.session({ id: 's' });
    const loose = store.thread(session, 'loose', { callId: 'nobody made this call' });
    const timeless = store.thread(session, 'timeless');
    store.message({ session, text: 'timeless', at: null, thread: timeless });
    store.message({ session, text: 'loose', at: 15, thread: loose });
    store.message({ session, text: 'one', at: 10 });
    store.message({ session, text: 'two', at: null });
    store.message({ session, text: 'three', at: 20 });
    assert.deepEqual(texts(), ['one', 'two', 'loose', 'three', 'timeless']);
  });

  it('tells every message once where threads name each other as their start', () => {
    const session = store.session({ id: 's' });
    const a = store.thread(session, 'a', { callId: 'by b' });
    const b = store.thread(session, 'b', { callId: 'by a' });
    store.message({ session, text: 'a', thread: a, tool: { callId: 'by a' } });
    store.message({ session, text: 'b', thread: b, tool: { callId: 'by b' } });
    assert.deepEqual(texts(), ['a', 'b']);
  });

  it('goes by time over several files, whichever was read first', () => {
    const session = store.session({ id: 's' });
    const [second, first] = [store.source('second.jsonl'), store.source('first.jsonl')];
    store.message({ session, text: 'later', source: second, at: 200 });
    store.message({ session, text: 'earlier', source: first, at: 100 });
    assert.deepEqual(texts(), ['earlier', 'later']);
  });

  it('numbers the branches that were left', () => {
    const session = store.session({ id: 's' });
    const prompt = { session, role: 'user', kind: 'prompt' } as const;
    store.message({ ...prompt, uid: 'u1' });
    store.message({ session, uid: 'a1' });
    store.message({ ...prompt, uid: 'u2' });
    store.message({ session, uid: 'a2' });
    store.message({ ...prompt, uid: 'u3', parent: 'a1' });
    store.message({ session, uid: 'a3' });
    assert.deepEqual(
      store.reader.outline('acme:s', 0, 9).rows.map((row) => row.branch),
      [0, 0, 1, 1, 0, 0],
    );
  });

  it('tells a copy of the session that is all there is as the session', () => {
    const session = store.session({ id: 's' });
    const thread = store.thread(session, 'copy', { internal: true });
    const threads = () => store.reader.outline('acme:s', 0, 9).rows.map((row) => row.thread);
    store.message({ session, thread });
    store.message({ session, thread });
    assert.deepEqual(threads(), [null, null]);
    store.message({ session });
    assert.deepEqual(new Set(threads()), new Set([null, 'copy']));
  });

  it('shows what its file no longer has as a branch that was left, unless there is nothing else', () => {
    const session = store.session({ id: 's' });
    const source = store.source('s.json', { generation: 1 });
    const branches = () => store.reader.outline('acme:s', 0, 9).rows.map(({ branch }) => branch);
    const old = (text: string, part: number) =>
      store.message({ session, text, source, generation: 0, offset: 0, part });
    old('first', 0);
    old('old', 1);
    old('old answer', 3);
    assert.deepEqual(
      [texts(), branches()],
      [
        ['first', 'old', 'old answer'],
        [0, 0, 0],
      ],
    );
    store.db.prepare('update message set generation = 1 where part = 0').run();
    store.message({ session, text: 'new', source, generation: 1, offset: 0, part: 2 });
    store.message({ session, text: 'new answer', source, generation: 1, offset: 0, part: 4 });
    assert.deepEqual(
      [texts(), branches()],
      [
        ['first', 'old', 'old answer', 'new', 'new answer'],
        [0, 1, 1, 0, 0],
      ],
    );
    assert.equal(store.reader.session('s')?.messages, 5);
  });

  it('sees new messages, results and starts of threads', () => {
    const session = store.session({ id: 's' });
    const call = () => store.reader.outline('acme:s', 0, 1).rows[0]?.tool;
    store.message({
      session,
      text: 'call',
      at: 10,
      tool: { callId: 'c', name: 'Task', category: 'delegate', endedAt: null },
    });
    assert.deepEqual(call(), {
      callId: 'c',
      name: 'Task',
      category: 'delegate',
      isError: false,
      endedAt: null,
      outputBytes: 0,
    });
    store.db.prepare('update tool_call set ended_at = 30, is_error = 1').run();
    assert.deepEqual([call()?.endedAt, call()?.isError], [30, true]);
    const thread = store.thread(session, 't');
    store.message({ session, text: 'end', at: 20 });
    store.message({ session, text: 'sub', at: 25, thread });
    assert.deepEqual(texts(), ['call', 'end', 'sub']);
    store.db.prepare("update thread set call_id = 'c'").run();
    assert.deepEqual(texts(), ['call', 'sub', 'end']);
  });

  it('shows each usage once, also where messages do not name their response', () => {
    const session = store.session({ id: 's' });
    const answer = (at: number, usage?: number) =>
      store.message({ session, at, ...(usage === undefined ? {} : { usage }) });
    const tied = store.response({ session, at: 10, input: 1 });
    store.response({ session, at: 30, input: 2 });
    store.response({ session, at: 35, input: 4 });
    store.response({ session, at: 50, input: 8 });
    store.response({ session, at: 50, input: 16, counted: false });
    const ids = [
      store.message({ session, at: 5, role: 'user', kind: 'prompt' }),
      answer(10, tied),
      answer(11, tied),
      answer(20),
      answer(30),
      store.message({ session, at: 40, role: 'user', kind: 'prompt' }),
      answer(45),
      answer(60),
    ];
    assert.deepEqual(
      store.reader.bodies(ids).map((body) => body.usage?.tokens.input ?? null),
      [null, 1, null, 2, null, null, 8, null],
    );
  });

  it('tells the bodies of messages, calls and changes', () => {
    const session = store.session({ id: 's', cwd: '/r' });
    store.settings = { ...store.settings, prices: { m: { input: 1, output: 1 } } };
    const usage = store.response({ session, model: 'm', input: 1_000_000, output: 1 });
    const text = store.message({ session, text: 'Grüße', usage, branch: 'main', fullBytes: 100 });
    const call = store.message({
      session,
      text: '{"path":"x"}',
      usage,
      kind: 'tool',
      tool: { callId: 'c', output: 'done' },
    });
    const open = store.message({ session, kind: 'tool', tool: { callId: 'd', endedAt: null } });
    const withheld = store.message({ session, withheld: true });
    store.fileChange(session, 'c', '/r/x', { added: 1, removed: 0, patch: '+a' });
    store.db.prepare("insert into attachment values (?, null, 0, 'image/png', 9)").run(text);
    const bodies = store.reader.bodies([call, 12_345, text, open, withheld]);
    assert.deepEqual(
      bodies.map((body) => body.id),
      [call, text, open, withheld],
    );
    assert.deepEqual(bodies[0], {
      id: call,
      text: '',
      truncated: false,
      withheld: false,
      attachments: [],
      branch: null,
      tool: {
        input: '{"path":"x"}',
        output: 'done',
        outputTruncated: false,
        outputWithheld: false,
        exitCode: null,
      },
      fileChanges: [{ path: '/r/x', operation: 'update', added: 1, removed: 0, patch: '+a' }],
      usage: null,
    });
    assert.equal(bodies[1]?.text, 'Grüße');
    assert.equal(bodies[1]?.truncated, true);
    assert.equal(bodies[1]?.branch, 'main');
    assert.deepEqual(bodies[1]?.attachments, [{ mime: 'image/png', bytes: 9 }]);
    assert.deepEqual(bodies[1]?.usage?.tokens.input, 1_000_000);
    assert.ok(Math.abs((bodies[1]?.usage?.costUsd ?? 0) - 1.000001) < 1e-12);
    assert.equal(bodies[2]?.tool?.output, null);
    assert.deepEqual([bodies[3]?.text, bodies[3]?.withheld, bodies[3]?.truncated], ['', true, false]);
  });

  it('cuts bodies at a limit, and says so', () => {
    const session = store.session({ id: 's' });
    const text = store.message({ session, text: 'Grüße' });
    const call = store.message({ session, text: '{}', kind: 'tool', tool: { callId: 'c', output: 'done' } });
    store.fileChange(session, 'c', '/r/x', { patch: '+abcdef' });
    const [first, second] = store.reader.bodies([text, call], 3);
    assert.deepEqual([first?.text, first?.cut, first?.truncated], ['Gr', true, false]);
    assert.deepEqual([second?.tool?.input, second?.tool?.output, second?.cut], ['{}', 'don', true]);
    assert.equal(second?.fileChanges[0]?.patch, '+ab');
    assert.equal(store.reader.bodies([text], 7)[0]?.cut, undefined);
  });

  it('tells the new path of a file that was renamed', () => {
    const session = store.session({ id: 's' });
    const call = store.message({ session, text: '{}', kind: 'tool', tool: { callId: 'c', output: '' } });
    store.fileChange(session, 'c', '/r/old', { operation: 'rename', newPath: '/r/new' });
    const [body] = store.reader.bodies([call]);
    assert.deepEqual([body?.fileChanges[0]?.path, body?.fileChanges[0]?.newPath], ['/r/old', '/r/new']);
  });

  it('finds text in what was said, done and changed', () => {
    const session = store.session({ id: 's' });
    const said = store.message({ session, text: 'a Needle here' });
    const done = store.message({
      session,
      kind: 'tool',
      text: '{}',
      tool: { callId: 'c', output: 'x NEEDLE' },
    });
    const changed = store.message({ session, kind: 'tool', text: '{}', tool: { callId: 'd', output: '' } });
    const other = store.message({ session, text: 'hay' });
    store.fileChange(session, 'd', '/r/x', { patch: '+needle' });
    const ids = [other, changed, said, done, 99_999];
    const found = (pattern: TextPattern) => store.reader.matching(ids, pattern);
    assert.deepEqual(found({ text: 'needle' }), {
      ...{ found: [changed, said, done], words: ['needle'], tooSlow: false },
    });
    assert.deepEqual(found({ text: 'Needle', matchCase: true }).found, [said]);
    assert.deepEqual(found({ text: 'eedle', wholeWord: true }).found, []);
    assert.deepEqual(found({ text: 'needle', wholeWord: true }).found, [changed, said, done]);
    assert.deepEqual(found({ text: '^x\\s+(\\w+)', regex: true }), {
      ...{ found: [done], words: ['x NEEDLE'], tooSlow: false },
    });
    assert.deepEqual(found({ text: '^shell$', regex: true }).found, [changed, done], 'the name of a tool');
    assert.throws(() => found({ text: '(', regex: true }), SyntaxError);
  });

  it('gives up on an expression that does not end', () => {
    const session = store.session({ id: 'slow' });
    const ids = ['short', `${'a'.repeat(60)}b`, 'after'].map((text) => store.message({ session, text }));
    const start = performance.now();
    const { found, tooSlow } = store.reader.matching(ids, { text: '^(a+)+$|^sh', regex: true });
    assert.deepEqual([found, tooSlow], [[ids[0]], true]);
    assert.ok(performance.now() - start < 2000);
  });

  it('is found by the name that a message has in every copy', () => {
    const session = store.session({ id: 'named' });
    store.message({ session, uid: 'first', text: 'a' });
    store.message({ session, uid: 'second', text: 'b' });
    assert.equal(store.reader.stepNamed('acme:named', 'second'), 1);
    assert.equal(store.reader.stepNamed('acme:named', 'third'), null);
    assert.equal(store.reader.stepNamed('acme:other', 'first'), null);
  });
});

describe('plans', () => {
  let store: TestStore;
  before(async () => {
    store = await openTestStore();
    const session = store.session({ id: 's', cwd: '/r' });
    const insert = 'insert into plan (agent, name, session_id, at, text) values (?, ?, ?, ?, ?)';
    store.db.prepare(insert).run('acme', 'one', session, 100, 'intro\n# Build the  shed \nnails');
    store.db.prepare(insert).run('other', 'two', null, 200, '\n plain words \n');
    store.db.prepare(insert).run('other', 'three', null, null, '');
  });
  after(() => store.close());

  it('come newest first, with the heading as their title', () => {
    const titles = store.reader.plans({}, { limit: 9 }).map((plan) => [plan.title, plan.sessionId]);
    assert.deepEqual(titles, [
      ['plain words', null],
      ['Build the  shed', 'acme:s'],
      ['three', null],
    ]);
  });

  it('are filtered by agent, text and session', () => {
    const names = (filter: object) => store.reader.plans(filter, { limit: 9 }).map((plan) => plan.name);
    assert.deepEqual(names({ agents: ['acme'] }), ['one']);
    assert.deepEqual(names({ text: 'nails shed' }), ['one']);
    assert.deepEqual(names({ ids: ['acme:s'] }), ['one']);
    assert.deepEqual(names({ folders: ['/q'] }), ['two', 'three']);
  });

  it('are read by their number', () => {
    const [plan] = store.reader.plans({ agents: ['acme'] }, { limit: 1 });
    assert.equal(store.reader.plan(plan?.id ?? 0)?.text, 'intro\n# Build the  shed \nnails');
    assert.equal(store.reader.plan(999), null);
  });
});
