import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/common/settings.js';
import { createReader, type Reader } from '../../../src/store/read/reader.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from '../storeFixture.js';

const minute = 60_000;
const start = Date.UTC(2025, 5, 1, 12);

/** A session with a sub-agent, and a fork that copied its history and went on; as importers hand them over. */
const original = batch(
  [
    { type: 'session', session: 's', at: start, cwd: '/r/lib', title: { text: 'Sort the shed', rank: 10 } },
    {
      type: 'message',
      session: 's',
      uid: 'u1',
      at: start,
      role: 'user',
      kind: 'prompt',
      body: 'Sort the shed',
    },
    {
      type: 'message',
      session: 's',
      uid: 'a1',
      at: start + 1,
      role: 'assistant',
      kind: 'tool',
      body: '{"task":"nails"}',
      tool: { callId: 'c1', name: 'Task', category: 'delegate' },
      response: 'r1',
    },
    usage('s', 'r1', start + 1, false, { branch: 'main', cwd: '/r/lib' }),
    { type: 'sub_agent', session: 's', thread: 't', agentType: 'Explore', callId: 'c1' },
    {
      type: 'message',
      session: 's',
      thread: 't',
      uid: 't1',
      at: start + 5,
      role: 'assistant',
      kind: 'text',
      body: 'Nails found',
      response: 'r2',
    },
    usage('s', 'r2', start + 5, false, { thread: 't', branch: 'main', cwd: '/r/lib' }),
    { type: 'tool_result', session: 's', callId: 'c1', at: start + 9, body: 'sorted', isError: false },
    {
      type: 'message',
      session: 's',
      uid: 'a2',
      at: start + 10,
      role: 'assistant',
      kind: 'text',
      body: 'Done',
    },
  ],
  { places: [{ cwd: '/r/lib', repository: '/r', worktree: '/r' }] },
);

const fork = batch(
  [
    { type: 'session', session: 'f', at: start, forkedFrom: 's', cwd: '/r/lib' },
    {
      type: 'message',
      session: 'f',
      uid: 'u1',
      at: start,
      role: 'user',
      kind: 'prompt',
      body: 'Sort the shed',
      copied: true,
    },
    usage('f', 'r1', start + 1, true, { branch: 'main' }),
    {
      type: 'message',
      session: 'f',
      uid: 'u2',
      at: start + minute,
      role: 'user',
      kind: 'prompt',
      body: 'And paint it',
    },
    usage('f', 'r3', start + minute, false, { branch: 'paint' }),
  ],
  { sources: [source('f.jsonl')] },
);

function usage(
  session: string,
  key: string,
  at: number,
  isCopy: boolean,
  more: { thread?: string; branch?: string; cwd?: string },
) {
  const tokens = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null };
  const rules = { group: key, rank: 0, preference: 0 };
  return { type: 'usage', session, key, at, isCopy, model: 'm', tokens, ...rules, ...more } as const;
}

describe('what was written is read', () => {
  afterEach(cleanUp);
  for (const [order, batches] of [
    ['the original first', [original, fork]],
    ['the fork first', [fork, original]],
  ] as const) {
    describe(order, () => {
      let reader: Reader;
      beforeEach(async () => {
        const { db, writer } = await openStore(temporaryFolder());
        batches.forEach((one) => writer.writeBatch(one));
        reader = createReader(db, { settings: () => defaultSettings, now: () => start + 2 * minute });
      });

      it('a response of both belongs to the session that wrote it first', () => {
        const rows = reader.usage({ by: 'session' }).rows.map((row) => [row.key, row.responses]);
        assert.deepEqual(rows, [
          ['f', 1],
          ['s', 2],
        ]);
        assert.equal(reader.usage({ by: 'none' }).totals.sessions, 2);
        assert.equal(reader.usage({ by: 'project' }).rows[0]?.key, '/r');
      });

      it('the sub-agent is in its place, with its share', () => {
        const { rows } = reader.outline('agent:s', 0, 10);
        assert.deepEqual(
          rows.map((row) => [row.preview, row.thread]),
          [
            ['Sort the shed', null],
            ['{"task":"nails"}', null],
            ['Nails found', 't'],
            ['Done', null],
          ],
        );
        const detail = reader.session('agent:s');
        assert.deepEqual(
          detail?.threads.map((t) => [t.agentType, t.messages, t.usage.responses]),
          [['Explore', 1, 1]],
        );
        const [, call] = reader.bodies(rows.map((row) => row.id));
        assert.equal(call?.tool?.output, 'sorted');
        assert.equal(call?.usage?.tokens.input, 1);
      });

      it('the fork tells where it is from and what it copied', () => {
        const [summary] = reader.sessions({}, { limit: 1 });
        assert.deepEqual(
          [summary?.id, summary?.forkedFrom, summary?.state, summary?.branches],
          ['agent:f', 'agent:s', 'active', ['paint']],
        );
        assert.deepEqual(
          reader.outline('agent:f', 0, 9).rows.map((row) => row.copied),
          [true, false],
        );
      });
    });
  }
});
