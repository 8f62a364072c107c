import assert from 'node:assert/strict';
import { CommandError, UsageError, type Context } from '../../src/cli/command.js';
import { assignCommand } from '../../src/cli/commands/assign.js';
import type { SessionAssignment } from '../../src/common/ticketPage.js';

/** What `logbook assign` asks for, and what it prints. */
async function assign(
  key: string,
  options: Record<string, string>,
  session: unknown = { id: 'a:s', tickets: ['X-2'] },
) {
  const asked: SessionAssignment[] = [];
  const api = {
    session: () => Promise.resolve(session),
    assignSessions: (assignment: SessionAssignment) => Promise.resolve(asked.push(assignment)),
    ticketPage: () => Promise.resolve({ key: 'X-2' }),
  };
  const context = {
    api,
    positionals: ['s', key],
    options,
    folder: '/',
    now: 0,
    timeZone: 'UTC',
    columns: null,
  };
  const { json, text } = await assignCommand.run(context as unknown as Context);
  return { asked, json: json as { ticket: unknown; tickets: unknown }, text };
}

describe('logbook assign', () => {
  for (const [key, options, asked, ticket] of [
    ['x-1', {}, { key: 'x-1', range: {} }, 'X-2'],
    ['-', {}, { key: null, range: {} }, null],
    ['x-1', { of: 'Y-1' }, { key: 'x-1', range: {}, of: 'Y-1' }, 'X-2'],
    [
      'x-1',
      { from: '2026-01-02T03:04:05Z', to: '2026-01-02T04:00:00Z' },
      { key: 'x-1', range: { from: 1_767_323_045_000, to: 1_767_326_400_000 } },
      'X-2',
    ],
  ] as const) {
    it(`assigns with ${[key, ...Object.entries(options).flat()].join(' ')}`, async () => {
      const ran = await assign(key, options);
      assert.deepEqual(ran.asked, [{ sessions: ['a:s'], ...asked }]);
      assert.equal(ran.json.ticket, ticket);
      assert.deepEqual(ran.json.tickets, ['X-2']);
      assert.equal(ran.text, 'a:s · X-2');
    });
  }
  it('needs a session that exists, and times that are some', async () => {
    await assert.rejects(assign('X-1', {}, null), CommandError);
    assert.throws(() => assignCommand.check?.({ from: 'then' }, [], 0), UsageError);
  });
});
