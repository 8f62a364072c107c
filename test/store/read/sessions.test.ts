import assert from 'node:assert/strict';
import type { SessionFilter } from '../../../src/common/protocol.js';
import { stateOf } from '../../../src/store/read/state.js';
import { openTestStore, type TestStore } from './testStore.js';

const minute = 60_000;

describe('the state of a session', () => {
  const settings = { idleAfterMinutes: 5, endedAfterMinutes: 10 };
  const cases: [age: number | null, waiting: boolean, state: string][] = [
    [0, false, 'active'],
    [5 * minute, false, 'active'],
    [5 * minute + 1, false, 'idle'],
    [10 * minute, false, 'idle'],
    [10 * minute + 1, false, 'ended'],
    [0, true, 'waiting'],
    [10 * minute, true, 'waiting'],
    [10 * minute + 1, true, 'ended'],
    [null, false, 'ended'],
  ];
  for (const [age, waiting, state] of cases) {
    it(`is ${state} ${age === null ? 'without a time' : `${age / minute} minutes after`}${waiting ? ' a question' : ''}`, () => {
      const now = Date.UTC(2026, 0, 1);
      const lastEventAt = age === null ? null : now - age;
      assert.equal(stateOf({ lastEventAt, waiting, processId: null }, settings, now), state);
    });
  }

  it('has not ended while its process runs, and has when that is gone', () => {
    const silent = { lastEventAt: Date.UTC(2025, 0, 1), waiting: false };
    const now = Date.UTC(2026, 0, 1);
    assert.equal(stateOf({ ...silent, processId: process.pid }, settings, now), 'idle');
    assert.equal(stateOf({ ...silent, waiting: true, processId: process.pid }, settings, now), 'waiting');
    // Above the largest number that any of the systems gives to a process.
    assert.equal(stateOf({ ...silent, processId: 2 ** 30 }, settings, now), 'ended');
  });
});

describe('sessions', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const ids = (filter: SessionFilter, limit = 100, offset = 0) =>
    store.reader.sessions(filter, { limit, offset }).map((session) => session.agentSessionId);

  it('come newest first, in pages, children below their parent', () => {
    store.session({ id: 'old', endedAt: 1000 });
    store.session({ id: 'new', endedAt: 3000 });
    store.session({ id: 'child', parent: 'new', endedAt: 4000 });
    store.session({ id: 'self', parent: 'self', endedAt: 500 });
    store.session({ id: 'orphan', parent: 'gone', endedAt: 2000 });
    store.session({ id: 'timeless' });
    store.session({ id: 'named', parent: 'new', onlyNamed: true });
    store.session({ id: 'of named', parent: 'named', endedAt: 100 });
    assert.deepEqual(ids({}), ['new', 'orphan', 'old', 'self', 'of named', 'timeless']);
    assert.deepEqual(ids({}, 2, 1), ['orphan', 'old']);
    assert.deepEqual(ids({ parent: 'acme:new' }), ['child']);
    assert.deepEqual(ids({ children: true }, 2), ['child', 'new']);
    assert.deepEqual(ids({ ids: ['acme:child', 'acme:old', 'acme:none', 'other:old'] }), ['child', 'old']);
    assert.equal(store.reader.session('named'), null);
    assert.equal(store.reader.session('new')?.subAgents, 1);
    assert.equal(store.reader.groups('none', {}, 'UTC')[0]?.sessions, 6);
    assert.equal(store.reader.usage({ by: 'none' }).totals.sessions, 6);
    assert.equal(store.reader.session('child')?.parentId, 'acme:new');
    assert.equal(store.reader.session('orphan')?.parentId, null);
    assert.deepEqual(
      store.reader.session('new')?.children.map((child) => child.id),
      ['acme:child'],
    );
  });

  describe('are filtered', () => {
    beforeEach(() => {
      store.place('/src/Wagon/lib', '/src/Wagon');
      const a = store.session({
        id: 'a',
        title: 'Füße des Tisches',
        cwd: '/src/Wagon/lib',
        startedAt: 1000,
        endedAt: 9000,
      });
      const b = store.session({
        id: 'b',
        agent: 'other',
        title: '100% done',
        cwd: 'C:\\Work\\App',
        startedAt: 4000,
        endedAt: 5000,
      });
      store.session({ id: 'c', cwd: '/src/WagonWheel', startedAt: 6000, endedAt: 7000 });
      store.response({ session: a, branch: 'feature/lamp', ticket: 'AB-7' });
      store.response({ session: b, branch: 'main' });
      store.message({ session: a, at: 1000 });
      store.message({ session: a, at: 9000 });
    });
    const cases: [what: string, filter: SessionFilter, found: string[]][] = [
      ['by folder and below', { folders: ['/src/Wagon'] }, ['a']],
      ['by a folder with a slash at its end', { folders: ['/src/'] }, ['a', 'c']],
      ['by the root', { folders: ['/'] }, ['a', 'c']],
      ['by a Windows folder in any case', { folders: ['c:/work'] }, ['b']],
      ['by no folder at all', { folders: [] }, []],
      ['by agent', { agents: ['other'] }, ['b']],
      ['by title in any case', { text: 'FÜSSE' }, []],
      ['by title with umlauts', { text: 'FÜß' }, ['a']],
      ['by signs that SQL would take as patterns', { text: '100%' }, ['b']],
      ["by the agent's name", { text: 'other agent' }, ['b']],
      ["by the agent's id", { text: 'acme wagon' }, ['a', 'c']],
      ['by branch', { text: 'LAMP' }, ['a']],
      ['by ticket and project together', { text: ' ab-7  wagon ' }, ['a']],
      ['by project, not by the folders above it', { text: 'src' }, []],
      ['by agent in the text', { text: 'other' }, ['b']],
      ['by words of which one is nowhere', { text: 'lamp main' }, []],
      ['by a time with an event', { since: 9000 }, ['a']],
      ['by a time before', { until: 4000 }, ['a']],
      ['by a time in which a long session was silent', { since: 4000, until: 8000 }, ['c', 'b']],
    ];
    for (const [what, filter, found] of cases) {
      it(what, () => assert.deepEqual(ids(filter), found));
    }
  });

  it('are found by a full id, the own id, and a beginning that only one has', () => {
    store.session({ id: '1234-abcd' });
    store.session({ id: '1234-abff' });
    store.session({ id: '9:7', agent: 'other' });
    const found = (id: string) => store.reader.session(id)?.id ?? null;
    assert.equal(found('acme:1234-abcd'), 'acme:1234-abcd');
    assert.equal(found('1234-abcd'), 'acme:1234-abcd');
    assert.equal(found('1234-abc'), 'acme:1234-abcd');
    assert.equal(found('acme:1234-abf'), 'acme:1234-abff');
    assert.equal(found('1234'), null);
    assert.equal(found('other'), 'other:9:7');
    assert.equal(found('9:7'), 'other:9:7');
    assert.equal(found('%'), null);
    assert.equal(found(''), null);
  });

  it('tell what they were and their share of a group', () => {
    const source = store.source('p/s.jsonl');
    const s = store.session({ id: 's', cwd: '/r/a', startedAt: 1000, endedAt: 2000 });
    store.place('/r/a', '/r');
    store.db.prepare('update session set source_id = ? where id = ?').run(source, s);
    store.thread(s, 't1');
    store.thread(s, 't2', { internal: true });
    store.session({ id: 'child', parent: 's' });
    store.response({ session: s, at: 2000, branch: 'b2', ticket: 'AB-2', model: 'm2', input: 2 });
    store.response({ session: s, at: 1000, branch: 'b1', ticket: 'AB-1', model: 'm1', input: 1 });
    store.message({ session: s, tool: { callId: 'x', isError: true } });
    store.message({ session: s, tool: { callId: 'y' } });
    store.message({ session: s });
    const [summary] = store.reader.sessions({}, { limit: 1 }, { by: 'ticket', key: 'AB-2', timeZone: 'UTC' });
    assert.ok(summary);
    assert.equal(summary.usage.totalTokens, 2);
    const { branches, tickets, models, messages, toolCalls, errors, subAgents, title, file, repository } =
      summary;
    assert.deepEqual(
      { branches, tickets, models, messages, toolCalls, errors, subAgents, title, file, repository },
      {
        branches: ['b1', 'b2'],
        tickets: ['AB-1', 'AB-2'],
        models: ['m1', 'm2'],
        messages: 3,
        toolCalls: 2,
        errors: 1,
        subAgents: 2,
        title: '',
        file: '/home/ann/.agent/p/s.jsonl',
        repository: '/r',
      },
    );
    store.db.prepare('update source set gone_at = 1').run();
    assert.equal(store.reader.session('s')?.file, null);
  });

  it('without an answer have the branches of their messages and are in the group of none', () => {
    const s = store.session({ id: 's', endedAt: 1000 });
    store.message({ session: s, branch: 'b', role: 'user', kind: 'prompt' });
    assert.deepEqual(store.reader.session('s')?.branches, ['b']);
    for (const by of ['ticket', 'branch', 'project'] as const) {
      const [group, ...more] = store.reader.groups(by, {}, 'UTC');
      assert.deepEqual([group?.key, group?.sessions, group?.lastAt, more.length], [null, 1, 1000, 0]);
      assert.equal(store.reader.sessions({}, { limit: 5 }, { by, key: null, timeZone: 'UTC' }).length, 1);
    }
  });

  it('are grouped and filtered by how they stand and how they went', () => {
    store.now = 100 * minute;
    const judged = (id: string, endedAt: number, score: number | null, waiting = false) => {
      const session = store.session({ id, endedAt, cwd: '/r' });
      store.db.prepare('update session set waiting = ? where id = ?').run(Number(waiting), session);
      store.db
        .prepare(`insert into session_insight values (?, '', 'other', ?)`)
        .run(session, JSON.stringify({ quality: score === null ? null : { score } }));
      return session;
    };
    judged('runs', 100 * minute, 4.2);
    judged('asks', 99 * minute, 4, true);
    judged('rests', 92 * minute, 3.9);
    judged('over', minute, 2.9);
    const away = judged('away', 100 * minute, null);
    store.db.prepare('insert into session_mark (session_id, archived) values (?, 1)').run(away);
    store.session({ id: 'child', parent: 'over', endedAt: 100 * minute });
    const below = (by: 'status' | 'quality', filter = {}) =>
      store.reader.groups(by, filter).map(({ key, sessions }) => [
        key,
        sessions,
        store.reader
          .sessions(filter, { limit: 9 }, { by, key })
          .map(({ agentSessionId }) => agentSessionId)
          .join(' '),
      ]);
    assert.deepEqual(below('status'), [
      ['active', 1, 'runs'],
      ['waiting', 1, 'asks'],
      ['idle', 1, 'rests'],
      ['ended', 1, 'over'],
      ['archived', 1, 'away'],
    ]);
    assert.deepEqual(below('quality'), [
      ['good', 2, 'runs asks'],
      ['fair', 1, 'rests'],
      ['poor', 1, 'over'],
      [null, 1, 'away'],
    ]);
    assert.deepEqual(below('quality', { archived: false, statuses: ['waiting', 'ended'] }), [
      ['good', 1, 'asks'],
      ['poor', 1, 'over'],
    ]);
    assert.deepEqual(below('status', { qualities: ['good'] }), [
      ['active', 1, 'runs'],
      ['waiting', 1, 'asks'],
    ]);
    store.now += 60 * minute;
    assert.deepEqual(
      below('status').map(([key]) => key),
      ['ended', 'archived'],
      'time alone moves them on',
    );
  });

  it('that are active tell the tool that runs, unless it was given up', () => {
    store.now = 100_000;
    const s = store.session({ id: 's', endedAt: store.now });
    const running = () => store.reader.session('s')?.running ?? null;
    store.message({ session: s, at: 90_000, usage: 1, tool: { callId: 'done', name: 'Read' } });
    store.message({
      session: s,
      at: 90_000,
      usage: 1,
      text: '{"command":\u001b[31m"make"}',
      tool: { callId: 'x', name: 'Shell', endedAt: null },
    });
    assert.deepEqual(running(), { tool: 'Shell', input: '{"command":"make"}', since: 90_000 });
    store.now += 6 * minute;
    assert.equal(running(), null, 'the session is idle');
    store.now = 100_000;
    store.message({ session: s, at: 95_000, role: 'user', kind: 'interrupt' });
    assert.equal(running(), null, 'the user interrupted');
  });

  it('of a worktree: the newest that has not ended', () => {
    store.now = 20 * minute;
    store.place('/r/a', '/r');
    store.session({ id: 'ended', cwd: '/r', endedAt: 9 * minute });
    assert.equal(store.reader.liveSession('/r'), null);
    store.session({ id: 'idle', cwd: '/r', endedAt: 12 * minute });
    store.session({ id: 'live', cwd: '/r/a', endedAt: 19 * minute });
    store.session({ id: 'elsewhere', cwd: '/q', endedAt: 20 * minute });
    assert.equal(store.reader.liveSession('/r')?.agentSessionId, 'live');
    assert.equal(store.reader.liveSession('/none'), null);
  });

  it('that touched a file, by any spelling of its path', () => {
    const posix = store.session({ id: 'posix', cwd: '/r', endedAt: 1 });
    const relative = store.session({ id: 'relative', cwd: '/r', endedAt: 2 });
    const windows = store.session({ id: 'windows', cwd: 'C:\\r', endedAt: 3 });
    const other = store.session({ id: 'other', cwd: '/q', endedAt: 4 });
    store.fileChange(posix, '1', '/r/src/a.ts');
    store.fileChange(relative, '1', './src/a.ts');
    store.fileChange(windows, '1', 'C:\\r\\src\\a.ts');
    store.fileChange(windows, '2', 'src\\b.ts');
    store.fileChange(other, '1', 'src/a.ts');
    store.fileChange(other, '2', 'old.ts', { operation: 'rename', newPath: 'new.ts' });
    const touching = (path: string) =>
      store.reader.sessionsTouching(path, { limit: 10 }).map((session) => session.agentSessionId);
    assert.deepEqual(touching('/r/src/a.ts'), ['relative', 'posix']);
    assert.deepEqual(touching('c:\\R\\src\\A.ts'), ['windows']);
    assert.deepEqual(touching('C:/r/src/b.ts'), ['windows']);
    assert.deepEqual(touching('/q/src/a.ts'), ['other']);
    assert.deepEqual([touching('/q/old.ts'), touching('/q/new.ts')], [['other'], ['other']]);
    assert.deepEqual(touching('/r/src'), []);
  });

  it('tell tools, files and sub-agents of a ticket', () => {
    const s = store.session({ id: 's', cwd: '/r' });
    const child = store.session({ id: 'c', parent: 's', agentType: 'Plan' });
    const thread = store.thread(s, 't', { agentType: 'Explore' });
    const one = store.response({ session: s, at: 1000, ticket: 'AB-1', model: 'm', input: 1 });
    const two = store.response({ session: s, at: 2000, ticket: 'AB-2', model: 'm', input: 2 });
    store.response({ session: s, at: 1500, ticket: 'AB-1', thread, model: 'n', input: 4 });
    store.response({ session: child, at: 1600, ticket: 'AB-1', model: 'n', input: 8 });
    store.message({ session: s, at: 1001, usage: one, tool: { callId: 'a', name: 'Edit' } });
    store.message({ session: s, at: 1999, tool: { callId: 'b', name: 'Edit' } });
    store.message({ session: s, at: 2001, usage: two, tool: { callId: 'c', name: 'Read', isError: true } });
    store.message({ session: s, at: 1001, usage: one, copied: true, tool: { callId: 'd', name: 'Edit' } });
    store.fileChange(s, 'a', '/r/x.ts', { added: 2 });
    store.fileChange(s, 'b', '/r/x.ts', { added: 3, removed: 1 });
    const report = store.reader.activityOf({ ticket: 'AB-1' });
    assert.deepEqual(report.topTools, [{ name: 'Edit', calls: 1, errors: 0 }]);
    assert.deepEqual(report.filesChanged, [{ path: '/r/x.ts', added: 2, removed: null }]);
    assert.deepEqual(report.subAgents, [
      { type: 'Plan', runs: 1, totalTokens: 8 },
      { type: 'Explore', runs: 1, totalTokens: 4 },
    ]);
    assert.deepEqual(
      report.models.map((model) => [model.model, model.totalTokens]),
      [
        ['n', 12],
        ['m', 1],
      ],
    );
    assert.deepEqual([report.sessions, report.firstAt, report.lastAt], [1, 1000, 1600]);
    const later = store.reader.activityOf({ ticket: 'AB-2' });
    assert.deepEqual(
      later.topTools.map((tool) => tool.name),
      ['Edit', 'Read'],
    );
    assert.equal(store.reader.activityOf({ ticket: 'ZZ-1' }).usage.responses, 0);
  });
});
