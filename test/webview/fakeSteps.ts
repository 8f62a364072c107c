import type { MessageKind, Role, ToolCategory } from '../../src/common/model.js';
import type { FileChange } from '../../src/common/steps.js';

/** One step of a made-up session. */
export interface Step {
  role: Role;
  kind: MessageKind;
  text?: string;
  thread?: string;
  branch?: number;
  /** Milliseconds after the step before. */
  wait?: number;
  withheld?: boolean;
  queued?: true;
  model?: string;
  attachments?: { mime: string; bytes: number }[];
  tool?: {
    name: string;
    category: ToolCategory;
    input: string;
    output?: string;
    isError?: boolean;
    exitCode?: number;
    took?: number;
    running?: boolean;
    cut?: boolean;
  };
  changes?: FileChange[];
}

const patch = `@@ -14,9 +14,14 @@ export class Session {
   private token: Token | undefined;
 
   async getToken(): Promise<string> {
-    if (!this.token) {
+    if (!this.token || this.expiresSoon(this.token)) {
       this.token = await this.client.refresh();
     }
     return this.token.value;
   }
+
+  /** A minute is more than the slowest request takes. */
+  private expiresSoon(token: Token): boolean {
+    return token.expiresAt - this.clock.now() < 60_000;
+  }
 }
`;

const tests = `\u001b[1m RUN \u001b[22m v3.2.4 /home/ada/shop

 \u001b[32m✓\u001b[39m src/session.test.ts \u001b[2m(6 tests)\u001b[22m \u001b[33m412ms\u001b[39m
 \u001b[31m✗\u001b[39m src/client.test.ts \u001b[2m(4 tests | 1 failed)\u001b[22m
   \u001b[31m× refreshes once when two requests come at the same time\u001b[39m
     → expected 2 to be 1

 \u001b[2mTest Files\u001b[22m  \u001b[31m1 failed\u001b[39m | \u001b[32m1 passed\u001b[39m (2)
 \u001b[2m     Tests\u001b[22m  \u001b[31m1 failed\u001b[39m | \u001b[32m9 passed\u001b[39m (10)
`;

const answer = `The token is only refreshed once it is **missing**, never when it is about to expire. Requests that start in its last second fail with 401.

I see two places to change:

1. \`Session.getToken\` in [src/session.ts](src/session.ts:17) should treat a token that expires within a minute as gone.
2. \`Client.refresh\` should share one request between callers, otherwise two tabs refresh at once.

\`\`\`ts
private refreshing: Promise<Token> | undefined;

async refresh(): Promise<Token> {
  // One request for all who ask meanwhile.
  this.refreshing ??= this.post('/token', { grant: 'refresh' }).finally(() => {
    this.refreshing = undefined;
  });
  return this.refreshing;
}
\`\`\`

| case | before | after |
|---|---|---|
| token expires in 30 s | 401 | refreshed |
| two requests at once | two refreshes | one |

See the [OAuth note](https://example.com/oauth#refresh) for the grace period.`;

/** A short session with everything that a replay can show. */
export function sample(): Step[] {
  const explore = { thread: 'a1' } as const;
  return [
    { role: 'user', kind: 'injected', text: 'Today is 2026-11-20. The working folder is /home/ada/shop.' },
    {
      role: 'user',
      kind: 'prompt',
      text: 'Requests fail with **401** when the access token runs out while a request is on its way. Please find out why and fix it.\n\nThe screenshot shows the log.',
      attachments: [{ mime: 'image/png', bytes: 184_320 }],
    },
    {
      role: 'assistant',
      kind: 'thinking',
      text: 'The user reports 401s near the expiry. I should look at where the token is read and at who refreshes it.',
    },
    { role: 'assistant', kind: 'text', text: 'I will look at how the token is kept and refreshed.' },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Grep',
        category: 'search',
        input: '{"pattern":"getToken|refresh","path":"src"}',
        output: 'src/session.ts:17\nsrc/client.ts:41\nsrc/api.ts:9',
      },
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Read',
        category: 'read',
        input: '{"file_path":"/home/ada/shop/src/session.ts"}',
        output: 'export class Session {\n  …\n}',
      },
    },
    {
      role: 'assistant',
      kind: 'tool',
      wait: 2000,
      tool: {
        name: 'Task',
        category: 'delegate',
        input: '{"description":"Find every caller of getToken","prompt":"List the callers"}',
        output: 'Three callers: api.ts, upload.ts, poll.ts',
        took: 21_000,
      },
    },
    { role: 'user', kind: 'prompt', text: 'List the callers of getToken.', ...explore },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Grep',
        category: 'search',
        input: '{"pattern":"getToken\\\\("}',
        output: 'src/api.ts:9\nsrc/upload.ts:30\nsrc/poll.ts:12',
      },
      ...explore,
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Read',
        category: 'read',
        input: '{"file_path":"src/poll.ts"}',
        output: 'File not found',
        isError: true,
      },
      ...explore,
    },
    { role: 'assistant', kind: 'text', text: 'Three callers: `api.ts`, `upload.ts`, `poll.ts`.', ...explore },
    { role: 'assistant', kind: 'text', text: answer, wait: 9000 },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Edit',
        category: 'edit',
        input: '{"file_path":"/home/ada/shop/src/session.ts"}',
        output: 'The file was updated.',
      },
      changes: [{ path: '/home/ada/shop/src/session.ts', operation: 'update', added: 6, removed: 1, patch }],
    },
    {
      role: 'assistant',
      kind: 'tool',
      wait: 3000,
      tool: {
        name: 'Bash',
        category: 'run',
        input:
          '{"command":"npx vitest run src/session.test.ts src/client.test.ts","description":"Run the tests"}',
        output: tests,
        isError: true,
        exitCode: 1,
        took: 6400,
      },
    },
    {
      role: 'assistant',
      kind: 'text',
      text: 'One test still fails: two requests at the same time refresh twice. That is the second place.',
    },
    { role: 'user', kind: 'prompt', text: 'Yes, fix that too.', branch: 1, wait: 60_000 },
    { role: 'assistant', kind: 'text', text: 'I will add a lock file.', branch: 1 },
    {
      role: 'user',
      kind: 'prompt',
      text: 'Fix that too, but without a lock: share the promise.',
      wait: 20_000,
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'mcp__jira__get_issue',
        category: 'mcp',
        input: '{"key":"ABC-123","fields":["summary","status"]}',
        output:
          '{"key":"ABC-123","fields":{"summary":"401 when the token expires","status":{"name":"In progress"}}}',
      },
    },
    {
      role: 'system',
      kind: 'compaction',
      text: 'Summary: the token is refreshed a minute early; what is left is to share one refresh between callers.',
      wait: 3_600_000,
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: { name: 'Write', category: 'edit', input: '{"file_path":"src/refresh.ts"}', output: 'Created.' },
      changes: [
        {
          path: 'src/refresh.ts',
          operation: 'create',
          added: 3,
          removed: 0,
          patch:
            '@@ -0,0 +1,3 @@\n+export function shareOne<T>(run: () => Promise<T>): () => Promise<T> {\n+  return run;\n+}\n',
        },
      ],
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'TodoWrite',
        category: 'plan',
        input: '{"todos":[{"content":"Share the refresh","status":"completed"}]}',
        output: 'ok',
      },
    },
    { role: 'user', kind: 'shell', text: 'git status --short' },
    { role: 'user', kind: 'command', text: '/cost' },
    { role: 'system', kind: 'error', text: 'API Error 529: overloaded. Retrying in 4 s.' },
    { role: 'user', kind: 'interrupt', text: 'Request interrupted by user' },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: 'Bash',
        category: 'run',
        input: '{"command":"npm test","run_in_background":true}',
        running: true,
      },
    },
    { role: 'assistant', kind: 'text', text: 'Both places are fixed, and all ten tests pass.' },
  ];
}

/** Many steps of very different length. The same for each call. */
export function huge(count: number): Step[] {
  const source = sample();
  return Array.from({ length: count }, (_, n) => {
    const step = source[(n * 11) % source.length] ?? source[0];
    return { ...(step as Step), ...(step?.text === undefined ? {} : { text: `${n + 1}. ${step.text}` }) };
  });
}

/** What a session may hold to break out of the page. All of it must be shown as text. */
export const payloads: readonly string[] = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked=1">',
  '<svg/onload=window.hacked=1>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<style>body{display:none}</style>',
  '<a href="javascript:window.hacked=1">click</a>',
  '[click](javascript:window.hacked=1)',
  '[click](JaVaScRiPt:window.hacked=1)',
  '[click](java\tscript:window.hacked=1)',
  '[click](&#106;avascript:window.hacked=1)',
  '[click](command:workbench.action.terminal.new)',
  '[click](command%3Aworkbench.action.quit)',
  '[click](vscode://extension/run)',
  '[click](data:text/html,<script>hacked=1</script>)',
  '[click](vbscript:msgbox)',
  '[click](file:///etc/passwd)',
  '[click](//evil.example/x)',
  '[click](\\\\evil\\share)',
  '![x](https://evil.example/track.png)',
  '![x](data:image/svg+xml,<svg onload=hacked=1>)',
  '<https://ok.example/"onmouseover="hacked=1">',
  '[a](<https://ok.example/ "x">)',
  '[ref]: javascript:hacked=1\n[ref]',
  '`<img src=x onerror=hacked=1>`',
  '```html\n<img src=x onerror=hacked=1>\n```',
  '```"><script>hacked=1</script>\nx\n```',
  '# <img src=x onerror=hacked=1>',
  '| <script>hacked=1</script> |\n|---|\n| <img src=x onerror=hacked=1> |',
  '&lt;script&gt;hacked=1&lt;/script&gt;',
  '<math><mtext></p><img src=x onerror=hacked=1></mtext></math>',
  '<details open ontoggle=hacked=1>',
  '{{constructor.constructor("hacked=1")()}}',
  '\u202Etxt.exe \u0000\u0007 \u001b]8;;command:quit\u0007link\u001b]8;;\u0007',
];

export function hostile(): Step[] {
  return [
    ...payloads.map((text): Step => ({ role: 'assistant', kind: 'text', text })),
    { role: 'user', kind: 'prompt', text: `1 MB word: ${'x'.repeat(1_000_000)}` },
    { role: 'assistant', kind: 'text', text: '*'.repeat(50_000) },
    { role: 'assistant', kind: 'text', text: '['.repeat(20_000) },
    {
      role: 'assistant',
      kind: 'tool',
      tool: {
        name: '<b>Bash</b>',
        category: 'run',
        input: '{"command":"<img src=x onerror=hacked=1>"}',
        output: `\u001b[31m<script>hacked=1</script>\u001b[0m \u001b[38;2;9;9;9mhidden\u001b[0m \u001b[38;5;208mpalette\u001b[0m \u001b]0;title\u0007 \u001b[2J\u001b[H progress 1%\rprogress 100%`,
      },
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: { name: 'Edit', category: 'edit', input: 'not json <script>hacked=1</script>', output: 'x' },
      changes: [
        {
          path: 'javascript:hacked=1',
          operation: 'update',
          added: null,
          removed: null,
          patch: '<script>hacked=1</script>\n@@ bad @@\n+<img src=x onerror=hacked=1>',
        },
      ],
    },
    {
      role: 'assistant',
      kind: 'tool',
      tool: { name: 'x', category: 'other', input: '{"__proto__":{"a":1}}', output: '{"a":' },
    },
  ];
}

/** The same task once more: the first prompt in nearly the same words, fewer steps, and one prompt that the other has not. */
export function otherTry(): Step[] {
  const steps = sample().filter(({ thread, branch }) => thread === undefined && branch === undefined);
  return [
    ...steps
      .slice(0, 9)
      .map((step) =>
        step.kind === 'prompt' ? { ...step, text: `${step.text ?? ''} Please write a test, too.` } : step,
      ),
    { role: 'user', kind: 'prompt', text: 'Now say in one line what was wrong.', wait: 120_000 },
    { role: 'assistant', kind: 'text', text: 'It waited for the token to be missing.' },
    ...steps.slice(12),
  ];
}

/** A short session with what happens beside what was said: a prompt that waited, a hook, a retry, another model, an interrupt. */
export function moments(): Step[] {
  const answer = { role: 'assistant', kind: 'text' } as const;
  const program = { role: 'system' } as const;
  return [
    { role: 'user', kind: 'prompt', text: 'Fix the login' },
    { ...program, kind: 'hook', text: 'SessionStart: Use tabs.' },
    { ...answer, text: 'Looking at the session first.' },
    { ...program, kind: 'retry', text: 'API error: Overloaded (attempt 2 of 10, again after 4.2 s)' },
    { role: 'user', kind: 'prompt', text: 'and the footer', queued: true },
    { ...answer, text: 'Both, then.', model: 'claude-sonnet-4-6' },
    { ...program, kind: 'hook', text: `PostToolUse: ${'The linter says nothing new. '.repeat(20)}` },
    { role: 'user', kind: 'interrupt', text: '[Request interrupted by user]' },
    { ...program, kind: 'error', text: 'API error: Overloaded' },
    { ...program, kind: 'notice', text: 'While you were away: all tests pass.' },
  ];
}
