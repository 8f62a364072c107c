import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { TicketReport } from '../../src/common/protocol.js';
import { ticketMarkdown } from '../../src/tickets/markdown.js';

const report: TicketReport = {
  key: 'PROJ-1',
  note: null,
  title: 'Login',
  state: 'finished',
  startedAt: Date.UTC(2026, 5, 1, 8),
  finishedAt: Date.UTC(2026, 5, 1, 10, 30),
  repository: '/r',
  worktree: '/r',
  branch: 'feature/PROJ-1',
  sessions: 2,
  usage: {
    responses: 3,
    unknownResponses: 0,
    approximateResponses: 0,
    tokens: {
      input: 1000,
      cacheRead: 20_000,
      cacheWrite5m: 300,
      cacheWrite1h: 4,
      output: 500,
      reasoning: null,
    },
    totalTokens: 21_804,
    costUsd: 1.234,
    estimate: false,
    webSearchUsd: 0,
    unpriced: { 'new-model': 7 },
  },
  durationMs: 9_000_000,
  filesChanged: [{ path: 'src/a.ts', added: 10, removed: null }],
  commits: [{ hash: '0123456789abcdef', subject: 'Add login', at: 0 }],
  commitsProblem: null,
  topTools: [{ name: 'Edit', calls: 4, errors: 1 }],
  subAgents: [{ type: 'explorer', runs: 2, totalTokens: 1234 }],
  models: [{ model: 'gpt-5', totalTokens: 21_804, costUsd: null }],
  sessionIds: ['a:1'],
};

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](command:workbench.action.quit)',
  '![x](https://example.com/x.png)',
  'https://example.com/track',
  '| a | b |\n\n# Heading\n- item',
  '`code` *bold* __bold__ ~~gone~~',
  '\u202eevil\u0007\u001b[31m',
  '@everyone fixes #1',
  '&lt;b&gt; \\[x]\\(y)',
  'a\\|b',
];

describe('A ticket report as Markdown', () => {
  it('tells everything', () => {
    assert.equal(
      ticketMarkdown(report),
      `## PROJ-1: Login

- State: finished
- Branch: feature/PROJ-1
- Started: 2026-06-01 08:00 UTC
- Finished: 2026-06-01 10:30 UTC
- Duration: 2 h 30 min
- Sessions: 2
- Responses: 3
- Cost: $1.23
- Without a price: new-model

| Tokens | Count |
| --- | ---: |
| Input | 1,000 |
| Cache read | 20,000 |
| Cache write, 5 min | 300 |
| Cache write, 1 h | 4 |
| Output | 500 |
| Total | 21,804 |

### Models

| Model | Tokens | Cost |
| --- | ---: | ---: |
| gpt-5 | 21,804 | no price |

### Commits

| Commit | Subject |
| --- | --- |
| 0123456789 | Add login |

### Files changed

| File | Added | Removed |
| --- | ---: | ---: |
| src/a.ts | 10 |  |

### Tools

| Tool | Calls | Errors |
| --- | ---: | ---: |
| Edit | 4 | 1 |

### Sub-agents

| Type | Runs | Tokens |
| --- | ---: | ---: |
| explorer | 2 | 1,234 |
`,
    );
  });

  it('says what is missing', () => {
    const bare = ticketMarkdown({
      ...report,
      state: 'seen',
      title: null,
      startedAt: null,
      finishedAt: null,
      branch: null,
      durationMs: null,
      filesChanged: [],
      commits: [],
      commitsProblem: 'Git was not found.',
      topTools: [],
      subAgents: [],
      models: [],
      usage: { ...report.usage, unpriced: {}, costUsd: 0.001, estimate: true, webSearchUsd: 0.02 },
    });
    assert.match(bare, /^## PROJ-1\n/);
    assert.match(bare, /- Cost: <\$0\.01 \(estimate\)\n- Web searches: \$0\.02\n/);
    assert.match(bare, /Commits could not be read: Git was not found\./);
    assert.doesNotMatch(bare, /Started|Branch|Duration|###/);
  });

  for (const text of hostile) {
    it(`shows ${JSON.stringify(text)} as text`, () => {
      const markdown = ticketMarkdown({
        ...report,
        title: text,
        branch: text,
        filesChanged: [{ path: text, added: 1, removed: 2 }],
        commits: [{ hash: 'abc', subject: text, at: 0 }],
        commitsProblem: text,
        topTools: [{ name: text, calls: 1, errors: 0 }],
        subAgents: [{ type: text, runs: 1, totalTokens: 1 }],
        models: [{ model: text, totalTokens: 1, costUsd: 1 }],
      });
      const html = new MarkdownIt({ html: true, linkify: true }).render(markdown);
      const tags = new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
      for (const tag of tags) {
        assert.ok(/^(h2|h3|ul|li|p|table|thead|tbody|tr|th|td)$/.test(tag!), `<${tag}> in ${html}`);
      }
      assert.equal(html.match(/<h[123]/g)?.length, 6);
      assert.doesNotMatch(html, /\p{Cc}(?<!\n)|\p{Bidi_Control}/u);
      assert.doesNotMatch(html, /@\w/);
    });
  }

  it('counts what is too much to list', () => {
    const filesChanged = Array.from({ length: 60 }, (_, i) => ({ path: `f${i}`, added: 1, removed: 0 }));
    const markdown = ticketMarkdown({ ...report, filesChanged, title: 'x'.repeat(1e6) });
    assert.match(markdown, /… and 10 more/);
    assert.ok(markdown.length < 5000);
  });
});
