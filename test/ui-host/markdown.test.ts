import './vscodeStub.js';
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { MessageBody, OutlineRow, SessionDetail } from '../../src/common/protocol.js';
import { sessionMarkdown } from '../../src/ui/sessionMarkdown.js';
import { ticketMarkdown } from '../../src/ui/ticketMarkdown.js';
import { hostile, session, ticketReport } from './usage.js';

const markdown = new MarkdownIt({ html: true, linkify: true });

describe('the summary of a ticket', () => {
  it('has every part', () => {
    const text = markdown.render(ticketMarkdown(ticketReport())).replace(/<[^>]+>/g, ' ');
    for (const part of [
      'WEB-42: Login',
      '2 h',
      '12,345',
      '$0.42',
      'src/login.ts',
      '+3',
      'Allow three attempts',
      'Bash',
      'Explore',
      'no price',
      '2026-01-02 03:04 UTC',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('says why commits are missing', () => {
    assert.match(
      ticketMarkdown(ticketReport({ commits: [], commitsProblem: 'git was not found' })),
      /git was not found/,
    );
  });

  it('shows hostile names as text', () => {
    const html = markdown.render(
      ticketMarkdown(
        ticketReport({
          title: hostile,
          branch: hostile,
          filesChanged: [{ path: hostile, added: null, removed: null }],
          commits: [{ hash: hostile, subject: hostile, at: 0 }],
          topTools: [{ name: hostile, calls: 1, errors: 0 }],
          models: [{ model: hostile, totalTokens: 1, costUsd: 1 }],
          commitsProblem: null,
        }),
      ),
    );
    assert.doesNotMatch(html, /<(img|a|script|em|code)\b/);
    assert.equal(html.match(/<h1>/g)?.length, 1);
  });

  it('does not list a thousand files', () => {
    const filesChanged = Array.from({ length: 1000 }, (_, n) => ({ path: `f${n}`, added: 1, removed: 0 }));
    assert.match(ticketMarkdown(ticketReport({ filesChanged })), /… and 950 more/);
  });
});

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
      tool: { callId: 'c', name: 'Bash', category: 'shell', isError: true, endedAt: null, outputBytes: 3 },
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
    cwd: null,
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
    const text = await sessionMarkdown(detail, {
      outline: async (_, from, limit) => ({ total: rows.length, rows: rows.slice(from, from + limit) }),
      bodies: async (ids) => ids.map(body),
    });
    const order = [
      '# Fix the login',
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
    const text = await sessionMarkdown(detail, {
      outline: async (_, from, limit) => ({
        total: 1000,
        rows: Array.from({ length: Math.min(limit, 1000 - from) }, (__, n) => row(from + n, {})),
      }),
      bodies: async (ids) => ids.map((id) => ({ ...body(id), text: 'x'.repeat(100_000) })),
    });
    assert.match(text, /Cut here/);
    assert.ok(text.length < 4_200_000);
  });
});
