import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings, type Settings } from '../../src/common/settings.js';
import type { Attributor } from '../../src/store/attributor.js';
import type { Database } from '../../src/store/database.js';
import { createTicketStore } from '../../src/store/tickets.js';
import type { Tickets } from '../../src/tickets/tickets.js';
import { makeRepositories, openTickets, type Repositories } from './repositories.js';
import { addResponse, addSession, gitAt } from './rows.js';

const minute = 60_000;
const start = Date.UTC(2026, 5, 1, 8);

describe('tickets', () => {
  let root: string;
  let repo: string;
  let linked: string;
  let other: string;

  const git = (path: string, args: readonly string[], at = start) => gitAt(at, path, args);

  let folder: string;
  let db: Database;
  let close: () => void;
  let attributor: Attributor;
  let tickets: Tickets;
  let now: number;
  let settings: Settings;
  let changes: { responses: boolean }[];

  let repositories: Repositories;
  before(() => {
    repositories = makeRepositories(start - minute);
    ({ root, repo, linked, other } = repositories);
  });
  after(() => repositories.dispose());

  beforeEach(async () => {
    folder = mkdtempSync(join(root, 'store-'));
    now = start;
    settings = defaultSettings;
    changes = [];
    await open();
  });
  afterEach(() => close());

  async function open(): Promise<void> {
    ({ db, attributor, tickets, close } = await openTickets(folder, {
      settings: () => settings,
      now: () => now,
      onChanged: (change) => changes.push(change),
    }));
  }
  async function reopen(): Promise<void> {
    close();
    await open();
  }

  const session = (id: string, parent: string | null = null) => addSession(db, id, now, parent);
  const response = (cwd: string, branch: string | null, id = 's', at = now) =>
    addResponse(db, attributor, { cwd, branch, session: id, at });
  /** Keys of all responses, in the order in which they were made. */
  const keys = () =>
    db
      .prepare('select n.text from usage u left join name n on n.id = u.ticket order by u.id')
      .all()
      .map(([key]) => key);
  const later = (minutes = 1) => {
    now += minutes * minute;
  };

  it('belong to what is done while they are open', async () => {
    response(repo, 'main');
    later();
    const started = await tickets.startTicket({ key: 'proj-1', title: ' Login ', folder: join(repo, 'src') });
    assert.equal(started.key, 'PROJ-1');
    assert.equal(started.title, 'Login');
    assert.equal(started.state, 'open');
    assert.equal(started.worktree, repo);
    assert.equal(started.branch, 'main');
    later();
    response(join(repo, 'src'), 'main');
    later(2);
    const finished = await tickets.finishTicket(repo);
    later();
    response(repo, 'main');
    assert.deepEqual(keys(), [null, 'PROJ-1', null]);
    assert.equal(finished.state, 'finished');
    assert.equal(finished.durationMs, 3 * minute);
    assert.equal(finished.finishedAt, finished.startedAt! + 3 * minute);
    assert.equal(finished.usage.tokens.output, 10);
    assert.equal(finished.sessions, 1);
    assert.deepEqual(finished.sessionIds, ['a:s']);
    assert.deepEqual(finished.models, [{ model: 'gpt-5', totalTokens: 10, costUsd: 0.0001 }]);
    assert.equal(finished.commitsProblem, null);
  });

  it('are each open in their own repository and worktree at once', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    await tickets.startTicket({ key: 'AA-2', folder: linked });
    await tickets.startTicket({ key: 'AA-3', folder: other });
    await tickets.startTicket({ key: 'AA-4', folder: join(root, 'plain') });
    later();
    for (const cwd of [other, linked, repo, join(root, 'plain', 'sub'), root, other]) {
      response(cwd, 'main');
    }
    assert.deepEqual(keys(), ['AA-3', 'AA-2', 'AA-1', 'AA-4', null, 'AA-3']);
    await tickets.finishTicket(linked);
    later();
    response(linked, 'wt');
    response(linked, 'fix/BB-9-x');
    assert.deepEqual(
      keys().slice(-2),
      ['AA-1', 'BB-9'],
      'another worktree of the repository, else the branch',
    );
    const open = (await tickets.tickets({})).filter(({ state }) => state === 'open').map(({ key }) => key);
    assert.deepEqual(open.sort(), ['AA-1', 'AA-3', 'AA-4']);
  });

  it('may be interleaved', async () => {
    for (const key of ['AA-1', 'AA-2', 'AA-1', 'AA-2']) {
      await tickets.switchTicket({ key, folder: repo });
      response(repo, 'main');
      later();
    }
    await tickets.finishTicket(repo);
    assert.deepEqual(keys(), ['AA-1', 'AA-2', 'AA-1', 'AA-2']);
    const report = await tickets.ticket('AA-1');
    assert.equal(report?.durationMs, 2 * minute);
    assert.equal(report?.usage.responses, 2);
    assert.equal(report?.state, 'finished');
  });

  it('cannot be started where another is open', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    await assert.rejects(
      tickets.startTicket({ key: 'AA-2', folder: join(repo, 'src') }),
      /AA-1 is open in .*repo\. Switch to AA-2/,
    );
    assert.equal((await tickets.folderStatus(repo)).ticket?.key, 'AA-1');
  });

  it('change once, however often the call is repeated', async () => {
    const first = await tickets.startTicket({ key: 'AA-1', folder: repo });
    later();
    assert.equal((await tickets.startTicket({ key: 'aa-1', folder: repo })).startedAt, first.startedAt);
    assert.equal((await tickets.startTicket({ key: 'AA-1', folder: repo, title: 'Late' })).title, 'Late');
    await tickets.switchTicket({ key: 'AA-2', folder: repo });
    later();
    await tickets.switchTicket({ key: 'AA-2', folder: repo });
    const finished = await tickets.finishTicket(repo);
    now += 1000;
    await reopen();
    assert.equal((await tickets.finishTicket(repo)).finishedAt, finished.finishedAt);
    later(5);
    await assert.rejects(tickets.finishTicket(repo), /No ticket is open/);
    assert.equal(db.prepare('select count(*) from ticket_interval').get()?.[0], 2);
  });

  it('are what they were after a crash and for a second window', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    later(60);
    await reopen();
    later();
    response(repo, 'main');
    assert.deepEqual(keys(), ['AA-1']);
    const { ticket } = await tickets.folderStatus(join(repo, 'src'));
    assert.equal(ticket?.state, 'open');
    assert.equal(ticket?.startedAt, start);
  });

  it('are made up for when a crash comes between a change and what it means for responses', async () => {
    later();
    response(repo, 'main');
    db.transaction(() => {
      createTicketStore(db).open({
        key: 'AA-1',
        title: null,
        repository: repo,
        worktree: repo,
        branch: null,
        at: start,
        now,
      });
      attributor.mark();
    });
    assert.deepEqual(keys(), [null]);
    await reopen();
    assert.deepEqual(keys(), ['AA-1']);
    assert.equal(await attributor.resume(), 0);
  });

  it('can be dated back', async () => {
    for (let i = 0; i < 4; i++) {
      response(repo, 'main');
      later();
    }
    await tickets.startTicket({ key: 'AA-1', folder: repo, at: start + minute });
    assert.deepEqual(keys(), [null, 'AA-1', 'AA-1', 'AA-1']);
    await tickets.switchTicket({ key: 'AA-2', folder: repo, at: start + 3 * minute });
    assert.deepEqual(keys(), [null, 'AA-1', 'AA-1', 'AA-2']);
    await tickets.finishTicket(repo, start + 3 * minute);
    assert.deepEqual(keys(), [null, 'AA-1', 'AA-1', null]);
    assert.ok(changes.every(({ responses: changed }) => changed));
    await tickets.startTicket({ key: 'AA-3', folder: repo });
    await assert.rejects(tickets.finishTicket(repo, start), /cannot end before/);
    for (const at of [Number.NaN, -1, 1.5]) {
      await assert.rejects(tickets.finishTicket(repo, at), /whole number/);
    }
    assert.equal((await tickets.finishTicket(repo, now + 1e9)).finishedAt, now);
  });

  it('can be finished after the clock was set back', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    const startedAt = now;
    later(-90);
    const open = await tickets.ticket('AA-1', repo);
    assert.equal(open?.durationMs, 0);
    const finished = await tickets.finishTicket(repo, now);
    assert.deepEqual([finished.finishedAt, finished.durationMs], [startedAt, 0]);
    later();
    await assert.rejects(tickets.finishTicket(repo), /No ticket is open/);
    await tickets.startTicket({ key: 'AA-2', folder: repo });
    later();
    response(repo, 'main');
    assert.deepEqual(keys(), ['AA-2']);
  });

  it('can be assigned by hand, wholly or in a range, and taken back', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    for (let i = 0; i < 4; i++) {
      response(repo, 'main', 's', start + i * minute);
    }
    response(repo, 'main', 't');
    await tickets.assignTicket('a:s', 'hh-1');
    assert.deepEqual(keys(), ['HH-1', 'HH-1', 'HH-1', 'HH-1', 'AA-1']);
    const range = { from: start + minute, to: start + 3 * minute };
    await tickets.assignTicket('a:s', 'HH-2', range);
    assert.deepEqual(keys(), ['HH-1', 'HH-2', 'HH-2', 'HH-1', 'AA-1']);
    await tickets.assignTicket('a:s', 'HH-2', range);
    await tickets.assignTicket('a:s', null, { from: start + 2 * minute, to: start + 4 * minute });
    assert.deepEqual(keys(), ['HH-1', 'HH-2', 'AA-1', 'AA-1', 'AA-1']);
    await tickets.assignTicket('a:s', null);
    assert.deepEqual(keys(), ['AA-1', 'AA-1', 'AA-1', 'AA-1', 'AA-1']);
    assert.equal(db.prepare('select count(*) from assignment').get()?.[0], 0);
    await assert.rejects(tickets.assignTicket('a:none', 'HH-1'), /no session a:none/);
    await assert.rejects(tickets.assignTicket('a:s', 'HH-1', { from: 5, to: 5 }), /end after/);
  });

  it('assigned to a session go to its sub-agents, also to later ones', async () => {
    response(repo, 'main', 'parent');
    session('child', 'parent');
    response(repo, 'main', 'child');
    await tickets.assignTicket('a:parent', 'HH-1');
    session('grandchild', 'child');
    response(repo, 'main', 'grandchild');
    response(repo, 'main', 'stranger');
    assert.deepEqual(keys(), ['HH-1', 'HH-1', 'HH-1', null]);
  });

  it('are found anew when the expression for branch names changes', async () => {
    response(repo, 'feature/PROJ-1-x');
    response(repo, 'task_7');
    assert.deepEqual(keys(), ['PROJ-1', null]);
    settings = { ...settings, ticketPattern: 'task_(\\d+)' };
    attributor.reload();
    await attributor.reattribute();
    assert.deepEqual(keys(), [null, '7']);
    settings = { ...settings, ticketPattern: '([' };
    attributor.reload();
    await attributor.reattribute();
    assert.deepEqual(keys(), ['PROJ-1', null]);
    assert.match(attributor.problem() ?? '', /regular expression/i);
  });

  it('take responses without a folder of their own to be made in their session’s', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    response(repo, 'main');
    db.exec('update usage set cwd = null, ticket = null');
    await attributor.reattribute();
    assert.deepEqual(keys(), ['AA-1']);
  });

  it('have keys and folders that are checked', async () => {
    for (const key of ['', 'a b', 'x'.repeat(65), '<img>', '$(x)', "'; drop table ticket; --"]) {
      await assert.rejects(tickets.startTicket({ key, folder: repo }), /is no ticket key/);
    }
    assert.equal((await tickets.startTicket({ key: '#12', folder: repo })).key, '#12');
    assert.equal(await tickets.ticket('NONE-1'), null);
    assert.equal(await tickets.ticket('<b>'), null);
  });

  describe('of a folder', () => {
    it('are proposed by its branch', async () => {
      git(linked, ['switch', '-q', '-c', 'feature/proj-7-x']);
      try {
        const status = await tickets.folderStatus(linked);
        assert.equal(status.repository, repo);
        assert.equal(status.worktree, linked);
        assert.equal(status.branch, 'feature/proj-7-x');
        assert.equal(status.proposedKey, 'PROJ-7');
        assert.equal(status.ticket?.key, 'PROJ-7');
        assert.equal(status.ticket?.state, 'seen');
        response(linked, 'feature/proj-7-x');
        const seen = await tickets.ticket('PROJ-7');
        assert.equal(seen?.state, 'seen');
        assert.equal(seen?.durationMs, null);
        assert.equal(seen?.branch, 'feature/proj-7-x');
        assert.equal((await tickets.folderStatus(linked)).untracked, null);
      } finally {
        git(linked, ['switch', '-q', 'wt']);
      }
    });
    it('are those of all worktrees of its repository', async () => {
      await tickets.startTicket({ key: 'AA-1', folder: linked });
      await tickets.startTicket({ key: 'AA-2', folder: other });
      response(linked, 'wt');
      response(repo, 'BB-1');
      const of = async (path: string) => (await tickets.tickets({ folders: [path] })).map(({ key }) => key);
      assert.deepEqual(await of(repo), ['AA-1', 'BB-1']);
      assert.deepEqual(await of(linked), ['AA-1', 'BB-1']);
      assert.deepEqual(await of(other), ['AA-2']);
      assert.deepEqual((await tickets.tickets({})).map(({ key }) => key).sort(), ['AA-1', 'AA-2', 'BB-1']);
    });
    it('name the one that is open in another worktree', async () => {
      await tickets.startTicket({ key: 'AA-1', folder: linked });
      assert.equal((await tickets.folderStatus(repo)).ticket?.worktree, linked);
      await assert.rejects(
        tickets.finishTicket(repo),
        /No ticket is open in .*repo\. AA-1 is open in .*linked/,
      );
    });
    it('are asked for when a session runs without one', async () => {
      response(repo, 'main');
      const status = await tickets.folderStatus(join(repo, 'src'));
      assert.equal(status.live?.id, 'a:s');
      assert.equal(status.untracked, 'a:s');
      assert.equal((await tickets.folderStatus(linked)).untracked, null);
      assert.equal((await tickets.folderStatus(linked)).live, null);
      await tickets.startTicket({ key: 'AA-1', folder: repo });
      assert.equal((await tickets.folderStatus(repo)).untracked, null);
      await tickets.finishTicket(repo);
      later(60);
      assert.equal((await tickets.folderStatus(repo)).untracked, null, 'it has ended');
    });
    it('are the same through a link', async () => {
      for (const [target, key] of [
        [repo, 'AA-1'],
        [join(root, 'plain'), 'AA-2'],
      ] as const) {
        const link = join(folder, key);
        symlinkSync(target, link, 'dir');
        assert.equal((await tickets.startTicket({ key, folder: link })).worktree, target);
        later();
        response(target, null);
        assert.equal(keys().at(-1), key);
        assert.equal((await tickets.folderStatus(target)).ticket?.key, key);
      }
    });
    it('can be finished from below a plain folder', async () => {
      await tickets.startTicket({ key: 'AA-1', folder: join(root, 'plain') });
      assert.equal((await tickets.folderStatus(join(root, 'plain', 'sub'))).ticket?.key, 'AA-1');
      assert.equal((await tickets.finishTicket(join(root, 'plain', 'sub'))).key, 'AA-1');
    });
  });

  it('tell the commits that were made meanwhile', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: other });
    git(other, ['commit', '-q', '--allow-empty', '-m', 'on main'], now + minute);
    git(other, ['switch', '-q', '-c', 'fix']);
    git(other, ['commit', '-q', '--allow-empty', '-m', 'on a new branch'], now + 2 * minute);
    response(other, 'fix', 's', now + 2 * minute);
    later(3);
    const { commits, commitsProblem } = await tickets.finishTicket(other);
    assert.equal(commitsProblem, null);
    assert.deepEqual(
      commits.map(({ subject }) => subject),
      ['on main', 'on a new branch'],
    );
    git(other, ['switch', '-q', 'main']);
  });

  it('are attributed again quickly, and others get their turn meanwhile', async () => {
    response(repo, 'main');
    db.exec(`
      with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
      insert into usage (key, key_hash, grp, grp_hash, rank, preference, session_id, at, branch, cwd, has_usage)
      select 'n' || i, 0, 'n' || i, 0, 0, 0, session_id, at + i, branch, cwd, 0 from n, usage where usage.id = 1`);
    const run = tickets.startTicket({ key: 'AA-1', folder: repo, at: start });
    let turns = 0;
    let done = false;
    const count = () => {
      if (!done) {
        turns++;
        setImmediate(count);
      }
    };
    setImmediate(count);
    await run;
    done = true;
    assert.ok(turns >= 5, `${turns} turns`);
    assert.equal(new Set(keys()).size, 1);
  });
});
