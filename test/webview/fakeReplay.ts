import type { Pin } from '../../src/common/marks.js';
import type { ReplayHost } from '../../src/common/panelProtocol.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { MessageBody, OutlineRow } from '../../src/common/steps.js';
import { patternExpression } from '../../src/common/textPattern.js';
import type { UsageSums } from '../../src/common/usageReport.js';
import { hostile, huge, moments, otherTry, sample, type Step } from './fakeSteps.js';

/** As the store of the user's machine would tell them. */
const agentLabels = { claude: 'Claude Code', codex: 'Codex' };

/** A picture of one point. */
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const start = Date.UTC(2026, 10, 20, 9, 12, 4);

/** A host for the replay that answers from made-up steps. */
export function fakeReplay(data: string): { host: ReplayHost; append(count: number): void } {
  const makers: Readonly<Record<string, () => Step[]>> = {
    ...{ hostile, moments, otherTry, empty: () => [], huge: () => huge(50_000) },
  };
  const steps = (makers[data] ?? sample)();
  let clock = start;
  let pins: Pin[] = [];
  const bodies: MessageBody[] = [];
  const rows: OutlineRow[] = [];
  const add = (step: Step) => {
    const seq = rows.length;
    clock += step.wait ?? 4000;
    rows.push(rowOf(step, seq, clock));
    bodies.push(bodyOf(step, seq));
  };
  steps.forEach(add);

  const host: ReplayHost = {
    start: () =>
      Promise.resolve({
        bundle: {},
        agents: agentLabels,
        sessionId: 'claude:6f1c',
        at: null,
      }),
    session: () => Promise.resolve(data === 'gone' ? null : detail(rows, data, clock)),
    outline: (from, limit) => Promise.resolve({ total: rows.length, rows: rows.slice(from, from + limit) }),
    bodies: async (ids) => {
      await new Promise((resolve) => setTimeout(resolve, data === 'huge' ? 15 : 0));
      return ids.flatMap((id) => bodies[id - 1] ?? []);
    },
    matching: (ids, pattern) => {
      const words = (id: number) =>
        [
          ...[rows[id - 1]?.tool?.name, bodies[id - 1]?.text, bodies[id - 1]?.tool?.input],
          ...[bodies[id - 1]?.tool?.output, ...(bodies[id - 1]?.fileChanges ?? []).map(({ patch }) => patch)],
        ].flatMap((text) => [...(text ?? '').matchAll(patternExpression(pattern))].map(([word]) => word));
      const tooSlow = pattern.regex === true && pattern.text.includes('+)+');
      const found = tooSlow ? [] : ids.filter((id) => words(id).length > 0);
      return Promise.resolve({ found, words: [...new Set(found.flatMap(words))], tooSlow });
    },
    image: (id) => Promise.resolve(id === 2 ? { mime: 'image/png', data: onePixel } : null),
    pins: () => Promise.resolve(pins),
    setPin: (message, note) => {
      const row = rows[message - 1];
      if (row) {
        const pin = { message, uid: row.uid, at: row.at, note, createdAt: 0 };
        pins = [...pins.filter(({ uid }) => uid !== row.uid), pin];
      }
      return Promise.resolve();
    },
    removePin: (gone) => {
      pins = pins.filter(({ uid }) => uid !== gone);
      return Promise.resolve();
    },
    copyLink: () => Promise.resolve(),
    copyMarkdown: () => Promise.resolve(),
    toggleWide: () => Promise.resolve(),
    showPage: () => Promise.resolve(),
    compare: () => Promise.resolve(),
    moveToTicket: () => Promise.resolve(),
    openFile: (path) => Promise.resolve(!path.includes('gone')),
    openChanged: (path) => Promise.resolve(!path.includes('gone')),
    showFiles: () => Promise.resolve(),
    resume: () => Promise.resolve(),
    showChanges: () => Promise.resolve(),
    openText: () => Promise.resolve(),
    openSession: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
  return {
    host,
    append(count) {
      for (let n = 0; n < count; n++) {
        add({ role: 'assistant', kind: 'text', text: `Message ${rows.length + 1} has just arrived.` });
      }
    },
  };
}

function rowOf(step: Step, seq: number, at: number): OutlineRow {
  const text = step.tool ? step.tool.input : (step.text ?? '');
  return {
    seq,
    id: seq + 1,
    uid: `u${seq}`,
    thread: step.thread ?? null,
    at,
    role: step.role,
    kind: step.kind,
    preview: text.replace(/\s+/g, ' ').slice(0, 160),
    bytes: text.length,
    model: step.role === 'assistant' ? (step.model ?? 'claude-opus-4-6') : null,
    ...(step.queued ? { queued: true } : {}),
    tool: step.tool
      ? {
          callId: `c${seq}`,
          name: step.tool.name,
          category: step.tool.category,
          isError: step.tool.isError ?? false,
          endedAt: step.tool.running ? null : at + (step.tool.took ?? 300),
          outputBytes: step.tool.output?.length ?? 0,
        }
      : null,
    branch: step.branch ?? 0,
    copied: false,
    ...(step.role === 'assistant' && step.kind === 'text'
      ? { spent: { tokens: 40_252, context: 39_612 + (seq % 100) * 100, costUsd: 0.043 } }
      : {}),
    ...(step.changes === undefined
      ? {}
      : {
          changes: step.changes.map(({ patch, ...change }) => ({ ...change, hasPatch: patch !== null })),
        }),
  };
}

function bodyOf(step: Step, seq: number): MessageBody {
  return {
    id: seq + 1,
    text: step.tool ? step.tool.input : (step.text ?? ''),
    truncated: false,
    withheld: step.withheld ?? false,
    attachments: step.attachments ?? [],
    branch: 'feature/ABC-123-token-refresh',
    tool: step.tool
      ? {
          input: step.tool.input,
          output: step.tool.output ?? null,
          outputTruncated: step.tool.cut ?? false,
          outputWithheld: false,
          exitCode: step.tool.exitCode ?? null,
        }
      : null,
    fileChanges: step.changes ?? [],
    usage:
      step.role === 'assistant' && step.kind === 'text'
        ? {
            tokens: {
              input: 12,
              cacheRead: 38_400,
              cacheWrite5m: 1200,
              cacheWrite1h: 0,
              output: 640,
              reasoning: null,
            },
            costUsd: 0.043,
            model: 'claude-opus-4-6',
          }
        : null,
  };
}

const usage: UsageSums = {
  responses: 42,
  unknownResponses: 0,
  approximateResponses: 0,
  tokens: {
    input: 18_203,
    cacheRead: 1_920_443,
    cacheWrite5m: 84_120,
    cacheWrite1h: 0,
    output: 51_230,
    reasoning: null,
  },
  totalTokens: 2_073_996,
  costUsd: 3.41,
  estimate: false,
  webSearchUsd: 0.02,
  unpriced: {},
};

function detail(rows: readonly OutlineRow[], data: string, endedAt: number): SessionDetail {
  const hostileTitle = '<img src=x onerror=alert(1)> [click](command:workbench.action.quit) \u202egnp.exe';
  return {
    id: 'claude:6f1c',
    agent: 'claude',
    agentSessionId: '6f1c',
    parentId: null,
    forkedFrom: null,
    title: data === 'hostile' ? hostileTitle : 'Refresh the access token before it expires',
    tags: [{ tag: 'auth', byRule: false }],
    category: 'bug-fix',
    favourite: false,
    archived: false,
    agentTitle: null,
    note: null,
    insights: null,
    cwd: '/home/ada/shop',
    repository: '/home/ada/shop',
    branches: ['feature/ABC-123-token-refresh'],
    tickets: ['ABC-123'],
    models: ['claude-opus-4-6'],
    startedAt: start,
    endedAt,
    state: data === 'live' ? 'active' : 'ended',
    running: null,
    headless: false,
    resume: ['claude', '--resume', '6f1c'],
    resumeFromPrompt: {
      command: ['claude', '--resume', '6f1c', '--fork-session'],
      backBy: '/rewind',
      copies: true,
    },
    client: null,
    agentType: null,
    messages: rows.length,
    toolCalls: rows.filter((row) => row.tool).length,
    errors: rows.filter((row) => row.tool?.isError).length,
    subAgents: 1,
    usage: data === 'hostile' ? { ...usage, costUsd: null, unpriced: { 'mystery-1': 2_073_996 } } : usage,
    file: '/home/ada/.agent/6f1c.jsonl',
    agentVersion: '2.1.0',
    agentCostUsd: 3.4,
    threads: [
      {
        thread: 'a1',
        agentType: 'Explore',
        description: 'Find every caller of getToken',
        callId: 'c8',
        startedAt: start,
        endedAt,
        messages: 4,
        internal: false,
        usage: { ...usage, totalTokens: 84_000, costUsd: 0.12 },
      },
    ],
    children: [],
    links: [{ url: 'https://example.com/pull/7', label: 'Pull request #7' }],
    todos: [
      { text: 'Find the two refreshes', status: 'completed' },
      { text: 'Share one refresh', status: 'in_progress' },
    ],
    problems: [],
  };
}
