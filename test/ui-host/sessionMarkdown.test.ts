import './vscodeStub.js';
import assert from 'node:assert/strict';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';
import { sessionMarkdown } from '../../src/ui/sessionMarkdown.js';
import { session } from './usage.js';

describe('a session as Markdown', () => {
  const row = (seq: number, over: Partial<OutlineRow>): OutlineRow => ({
    seq,
    id: seq + 1,
    uid: `u${seq}`,
    thread: null,
    at: 0,
    role: 'user',
    kind: 'prompt',
    preview: '',
    bytes: 1,
    model: null,
    tool: null,
    branch: 0,
    copied: false,
    ...over,
  });
  const rows = [
    row(0, {}),
    row(1, { role: 'assistant', kind: 'thinking' }),
    row(2, {
      role: 'assistant',
      kind: 'tool',
      tool: { callId: 'c', name: 'Bash', category: 'run', isError: true, endedAt: null, outputBytes: 3 },
    }),
    row(3, { kind: 'injected' }),
    row(4, { role: 'assistant', kind: 'text' }),
  ];
  const body = (id: number): MessageBody => ({
    id,
    text: ['', 'Fix it', 'Hm.', '', 'reminder', 'Done.'][id] ?? '',
    truncated: false,
    withheld: false,
    attachments: [],
    branch: null,
    tool:
      id === 3
        ? {
            input: 'npm test',
            output: '1 ``` failing',
            outputTruncated: false,
            outputWithheld: false,
            exitCode: 1,
          }
        : null,
    fileChanges: [],
    usage: null,
  });
  const detail = {
    ...session(),
    threads: [],
    children: [],
    links: [],
    todos: [],
  } as unknown as SessionDetail;

  it('has what was said and done, in order', async () => {
    const text = await sessionMarkdown(
      detail,
      {
        outline: async (_, from, limit) => ({ total: rows.length, rows: rows.slice(from, from + limit) }),
        bodies: async (ids) => ids.map(body),
      },
      { one: 'Agent One' },
    );
    const order = [
      '# Fix the login',
      '- Agent: Agent One',
      'Fix it',
      '> Hm.',
      '**Bash** (error)',
      'npm test',
      '````\n1 ``` failing',
      'Done.',
    ];
    const places = order.map((part) => text.indexOf(part));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.ok(places.every((place) => place >= 0));
    assert.ok(!text.includes('reminder'));
  });

  it('is cut where it is too long, and says so', async () => {
    const text = await sessionMarkdown(
      detail,
      {
        outline: async (_, from, limit) => ({
          total: 1000,
          rows: Array.from({ length: Math.min(limit, 1000 - from) }, (__, n) => row(from + n, {})),
        }),
        bodies: async (ids) => ids.map((id) => ({ ...body(id), text: 'x'.repeat(100_000) })),
      },
      {},
    );
    assert.match(text, /Cut here/);
    assert.ok(text.length < 4_200_000);
  });
});
