import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/common/settings.js';
import { previewRule } from '../../src/service/previewRule.js';
import { makeRepositories, openTickets, type OpenTickets, type Repositories } from './repositories.js';
import { addResponse, addSession } from './rows.js';

const minute = 60_000;
const start = Date.UTC(2026, 5, 1, 8);

describe('tickets as a whole', () => {
  let repositories: Repositories;
  let folder: string;
  let repo: string;
  let open: OpenTickets;
  let now: number;
  before(() => {
    repositories = makeRepositories(start - minute);
    ({ repo } = repositories);
  });
  after(() => repositories.dispose());
  beforeEach(async () => {
    folder = mkdtempSync(join(repositories.root, 'store-'));
    now = start;
    open = await openStore();
  });
  afterEach(() => open.close());

  const openStore = () => openTickets(folder, { settings: () => defaultSettings, now: () => now });
  const response = (branch: string | null, session = 's', at = now, cwd = repo) =>
    addResponse(open.db, open.attributor, { cwd, branch, session, at });
  const keys = () =>
    open.db
      .prepare('select n.text from usage u left join name n on n.id = u.ticket order by u.id')
      .all()
      .map(([key]) => key);
  const later = (minutes = 1) => {
    now += minutes * minute;
  };

  it('are merged by all that names them, and parted again', async () => {
    const { tickets } = open;
    await tickets.startTicket({ key: 'AA-1', title: 'First', folder: repo });
    response('main');
    later();
    await tickets.finishTicket(repo);
    response('fix/BB-1-x');
    await tickets.assignTicket('a:other', 'BB-1').catch(() => undefined);
    addSession(open.db, 'other', now);
    response('main', 'other');
    await tickets.assignTicket('a:other', 'BB-1');
    later();
    await tickets.startTicket({ key: 'BB-1', title: 'Second', folder: repo });
    later();
    response('main');
    assert.deepEqual(keys(), ['AA-1', 'BB-1', 'BB-1', 'BB-1']);

    const report = await tickets.mergeTickets('bb-1', 'AA-1');
    assert.equal(report.key, 'AA-1');
    assert.equal(report.title, 'First');
    assert.equal(report.state, 'open');
    assert.equal(report.usage.responses, 4);
    assert.equal(report.durationMs, 2 * minute);
    assert.deepEqual(keys(), ['AA-1', 'AA-1', 'AA-1', 'AA-1']);
    assert.deepEqual(
      (await tickets.tickets({})).map(({ key }) => key),
      ['AA-1'],
    );
    assert.deepEqual((await tickets.ticketPage('BB-1'))?.mergedKeys, ['BB-1'], 'the old key leads to it');
    const ofOldKey = { tickets: ['BB-1'] };
    assert.equal(open.reader.usage({ by: 'none', ...ofOldKey }).totals.responses, 4);
    assert.equal(open.reader.chart('costByTicket', { timeZone: 'UTC', ...ofOldKey }).rows[0]?.[0], 'AA-1');
    open.db.exec(`update session set title = 'An errand'`);
    const search = (where: object, without = {}) =>
      open.reader.search({ text: 'errand', parts: ['title'], limit: 10, where, without }).hits.length;
    assert.equal(search(ofOldKey), search({ tickets: ['AA-1'] }));
    assert.ok(search(ofOldKey) > 0, 'a search by the old key finds what was done');
    assert.equal(search({}, ofOldKey), search({}, { tickets: ['AA-1'] }));
    assert.deepEqual(open.db.prepare('select distinct key, merged_into from v_ticket order by key').all(), [
      ['AA-1', null],
      ['BB-1', 'AA-1'],
    ]);
    response('fix/BB-1-x', 'new');
    assert.equal(keys().at(-1), 'AA-1', 'what is yet to come, too');
    assert.equal(open.attributor.keyOf('fix/BB-1-x'), 'AA-1');

    open.close();
    open = await openStore();
    assert.equal((await open.tickets.unmergeTicket('BB-1'))?.title, 'Second');
    assert.deepEqual(keys(), ['AA-1', 'BB-1', 'BB-1', 'BB-1', 'BB-1']);
    assert.deepEqual((await open.tickets.ticketPage('AA-1'))?.mergedKeys, []);
  });

  it('are not merged into themselves, in a ring, or into two', async () => {
    const { tickets } = open;
    for (const key of ['AA-1', 'AA-2', 'AA-3']) {
      response(key);
    }
    await assert.rejects(tickets.mergeTickets('AA-1', 'aa-1'), /AA-1 cannot be merged into itself/);
    await assert.rejects(tickets.mergeTickets('NO-1', 'AA-1'), /There is no ticket NO-1/);
    await tickets.mergeTickets('AA-1', 'AA-2');
    await assert.rejects(tickets.mergeTickets('AA-2', 'AA-1'), /AA-1 was merged into AA-2/);
    await assert.rejects(tickets.mergeTickets('AA-1', 'AA-3'), /AA-1 was merged into AA-2 already/);
    await tickets.mergeTickets('AA-2', 'NEW-1');
    assert.deepEqual(keys(), ['NEW-1', 'NEW-1', 'AA-3']);
    assert.equal((await tickets.startTicket({ key: 'AA-1', folder: repo })).key, 'NEW-1');
  });

  it('are given up and taken up again', async () => {
    const { tickets } = open;
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    later();
    response('main');
    later();
    const given = await tickets.abandonTicket('AA-1');
    assert.equal(given.state, 'abandoned');
    assert.equal(given.finishedAt, now);
    assert.equal(given.usage.responses, 1, 'what it cost stays');
    response('main');
    later();
    assert.equal((await tickets.ticketPage('AA-1'))?.abandonedAt, now - minute);
    const taken = await tickets.reopenTicket('AA-1');
    assert.equal(taken.state, 'open');
    later();
    response('main');
    assert.deepEqual(keys(), ['AA-1', null, 'AA-1'], 'the time in between is not its own');
    assert.equal((await tickets.ticketPage('AA-1'))?.abandonedAt, null);
    await tickets.switchTicket({ key: 'AA-2', folder: repo });
    await assert.rejects(tickets.reopenTicket('AA-1'), /AA-2 is open in .*repo/);

    response('BB-1');
    await tickets.assignTicket('a:s', null);
    await tickets.finishTicket(repo);
    response('BB-1', 'seen');
    assert.equal((await tickets.abandonTicket('BB-1')).state, 'abandoned');
    assert.equal((await tickets.reopenTicket('BB-1')).state, 'seen', 'it was never started');
    await assert.rejects(tickets.abandonTicket('NO-1'), /There is no ticket NO-1/);
  });

  it('have a title and a note of the person’s', async () => {
    const { tickets } = open;
    response('AA-1');
    await tickets.editTicket('AA-1', { title: ' Login ', note: 'Ask <b>first</b>\n' });
    await tickets.editTicket('AA-1', { note: 'Ask first' });
    const page = await tickets.ticketPage('AA-1');
    assert.deepEqual([page?.title, page?.note, page?.state], ['Login', 'Ask first', 'seen']);
    await tickets.editTicket('AA-1', { title: '', note: null });
    assert.equal((await tickets.ticketPage('AA-1'))?.title, null);
    await assert.rejects(tickets.editTicket('NO-1', { title: 'x' }), /There is no ticket/);
  });

  it('give a session away, or only what it has of them, and get it back', async () => {
    const { tickets } = open;
    const branches = ['AA-1', 'AA-1', 'BB-1', 'AA-1', null];
    branches.forEach((branch, n) => response(branch, 's', start + n * minute));
    response('AA-1', 'whole', start);
    now = start + 10 * minute;
    const before = await tickets.assignSessions({ sessions: ['a:s', 'a:whole'], key: 'CC-1', of: 'aa-1' });
    assert.deepEqual(keys(), ['CC-1', 'CC-1', 'BB-1', 'CC-1', null, 'CC-1']);
    response('AA-1', 'whole');
    response('AA-1', 's');
    assert.deepEqual(keys().slice(-2), ['CC-1', 'AA-1'], 'a session that is wholly given away follows');
    const page = await tickets.ticketPage('CC-1');
    assert.deepEqual(
      page?.work.map(({ id, byHand, share, whole }) => [id, byHand, share.totalTokens, whole.totalTokens]),
      [
        ['a:s', true, 30, 60],
        ['a:whole', true, 20, 20],
      ],
    );
    await tickets.assignSessions({ sessions: ['a:whole'], key: null, of: 'CC-1' });
    assert.deepEqual(keys().slice(-3), ['AA-1', 'AA-1', 'AA-1']);
    await tickets.restoreAssignments(before);
    assert.deepEqual(keys(), [...branches, 'AA-1', 'AA-1', 'AA-1']);
  });

  it('get what a session did from or up to a moment', async () => {
    const { tickets } = open;
    for (let n = 0; n < 4; n++) {
      response('AA-1', 's', start + n * minute);
    }
    await tickets.assignSessions({ sessions: ['a:s'], key: 'HH-1', range: { from: start + 2 * minute } });
    assert.deepEqual(keys(), ['AA-1', 'AA-1', 'HH-1', 'HH-1']);
    await tickets.assignTicket('a:s', 'HH-2', { to: start + minute });
    assert.deepEqual(keys(), ['HH-2', 'AA-1', 'HH-1', 'HH-1']);
    await tickets.assignTicket('a:s', 'HH-3', { from: start + minute, to: start + 3 * minute });
    assert.deepEqual(keys(), ['HH-2', 'HH-3', 'HH-3', 'HH-1']);
    response('AA-1', 's', start + 9 * minute);
    assert.equal(keys().at(-1), 'HH-1', 'an open end stays open');
    await tickets.assignTicket('a:s', null, { from: start + 3 * minute });
    assert.deepEqual(keys(), ['HH-2', 'HH-3', 'HH-3', 'AA-1', 'AA-1']);
  });

  it('are shown with their time line', async () => {
    const { tickets } = open;
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    for (const minutes of [0, 10, 60, 62]) {
      response('main', 's', start + minutes * minute);
    }
    addSession(open.db, 'child', start, 's');
    open.db.exec(`update session set source_id = 1`);
    response('main', 'child', start + 120 * minute);
    later(120);
    await tickets.finishTicket(repo);
    const page = await tickets.ticketPage('AA-1');
    assert.deepEqual(page?.intervals, [
      { worktree: repo, branch: 'main', startedAt: start, finishedAt: start + 120 * minute },
    ]);
    assert.equal(page?.durationMs, 120 * minute);
    assert.equal(page?.work.length, 1, 'a sub-agent belongs to its session');
    assert.deepEqual(page?.work[0]?.spans, [
      [start, start + 10 * minute],
      [start + 60 * minute, start + 62 * minute],
    ]);
    assert.equal(await tickets.ticketPage('NO-1'), null);
  });

  it('tell what another rule for branches would move, and move nothing', async () => {
    await open.tickets.startTicket({ key: 'AA-1', folder: repositories.other });
    for (const session of ['s', 't']) {
      response('feature/PROJ-1-x', session);
      response('task_7', session);
      response('task_7', session, now, repositories.other);
    }
    const held = JSON.stringify(open.db.prepare('select * from usage').all());
    const preview = await previewRule(open.attributor, open.reader, 'task_(\\d+)');
    const shown = preview.moves.map(({ from, to, responses, sessions }) => [from, to, responses, sessions]);
    assert.deepEqual(
      shown.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
      [
        [null, '7', 2, 2],
        ['PROJ-1', null, 2, 2],
      ],
    );
    assert.deepEqual([preview.totals.responses, preview.totals.sessions, preview.problem], [4, 2, null]);
    assert.equal(preview.totals.totalTokens, 40);
    assert.ok(preview.totals.costUsd! > 0);
    assert.equal(JSON.stringify(open.db.prepare('select * from usage').all()), held);
    assert.deepEqual((await previewRule(open.attributor, open.reader, '')).moves, []);
    const wrong = await previewRule(open.attributor, open.reader, '([');
    assert.match(wrong.problem ?? '', /regular expression/i);
    assert.deepEqual(wrong.moves, []);
  });
});
