import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/common/settings.js';
import type { Tickets } from '../../src/tickets/tickets.js';
import { makeRepositories, openTickets, type OpenTickets, type Repositories } from './repositories.js';
import { addResponse, gitAt } from './rows.js';

const minute = 60_000;
const start = Date.UTC(2026, 5, 1, 8);

describe('tickets of the same key', () => {
  let repositories: Repositories;
  let repo: string;
  let linked: string;
  let other: string;
  before(() => {
    repositories = makeRepositories(start - minute);
    ({ repo, linked, other } = repositories);
  });
  after(() => repositories.dispose());

  let opened: OpenTickets;
  let tickets: Tickets;
  let now: number;
  beforeEach(async () => {
    now = start;
    const folder = mkdtempSync(join(repositories.root, 'store-'));
    opened = await openTickets(folder, { settings: () => defaultSettings, now: () => now });
    ({ tickets } = opened);
  });
  afterEach(() => opened.close());

  const response = (cwd: string, branch: string, session: string) =>
    addResponse(opened.db, opened.attributor, { cwd, branch, session, at: now });
  const git = (path: string, args: readonly string[], at: number) => gitAt(at, path, args);
  const later = () => {
    now += minute;
  };

  it('named by a number alone are those of one repository', async () => {
    for (const path of [repo, linked, other]) {
      await tickets.startTicket({ key: '12', folder: path });
    }
    later();
    response(repo, 'main', 'a');
    response(linked, 'wt', 'b');
    response(other, 'main', 'c');
    response(other, '12-later', 'c');
    git(other, ['commit', '-q', '--allow-empty', '-m', 'in other'], now);
    git(repo, ['commit', '-q', '--allow-empty', '-m', 'in repo'], now);
    later();
    const figures = async (path: string) => {
      const report = await tickets.ticket('12', path);
      const { ticket } = await tickets.folderStatus(path);
      assert.deepEqual([ticket?.usage, ticket?.sessions], [report?.usage, report?.sessions]);
      const listed = (await tickets.tickets({ folders: [path] })).find(({ key }) => key === '12');
      assert.deepEqual(listed?.usage, report?.usage);
      return [
        report?.repository,
        report?.usage.responses,
        report?.sessionIds.length,
        report?.commits.map(({ subject }) => subject),
      ];
    };
    assert.deepEqual(await figures(repo), [repo, 2, 2, ['in repo']]);
    assert.deepEqual(await figures(linked), [repo, 2, 2, ['in repo']]);
    assert.deepEqual(await figures(other), [other, 2, 1, ['in other']]);
    const whole = await tickets.ticket('12');
    assert.deepEqual([whole?.usage.responses, whole?.sessions], [4, 3]);
  });

  it('of a tracker are one in all repositories', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    await tickets.startTicket({ key: 'AA-1', folder: other });
    later();
    response(repo, 'main', 'a');
    response(other, 'main', 'b');
    for (const path of [repo, other]) {
      assert.equal((await tickets.ticket('AA-1', path))?.usage.responses, 2);
    }
  });

  it('are finished where they were finished, though they are still open elsewhere', async () => {
    await tickets.startTicket({ key: 'AA-1', folder: repo });
    await tickets.startTicket({ key: 'AA-1', folder: other });
    later();
    const first = await tickets.finishTicket(other);
    assert.deepEqual([first.state, first.finishedAt, first.repository], ['finished', now, other]);
    const again = await tickets.finishTicket(other);
    assert.deepEqual([again.state, again.finishedAt], ['finished', now]);
    assert.equal((await tickets.folderStatus(other)).ticket, null);
    assert.equal((await tickets.folderStatus(repo)).ticket?.state, 'open');
  });
});
