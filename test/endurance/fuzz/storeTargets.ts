import assert from 'node:assert/strict';
import { commands } from '../../../src/cli/commands/index.js';
import { run } from '../../../src/cli/run.js';
import { type SessionSummary } from '../../../src/common/protocol.js';
import { storeMethods, type StoreApi } from '../../../src/common/storeApi.js';
import { defaultSettings } from '../../../src/common/settings.js';
import { usageDimensions } from '../../../src/common/usageReport.js';
import type { JoinedStore } from '../../../src/service/join.js';
import type { Service } from '../../../src/service/service.js';
import { serviceOver, type AgentFile } from './home.js';
import { invisible } from './invisible.js';
import { mutateJson, mutateText, oddTexts } from './mutate.js';
import type { Input, Opened, Target } from './target.js';

const session = 'claude:11111111-1111-4111-8111-111111111111';
const page = { limit: 50, offset: 0 };
const folder = '/work/app';

/** What is asked of the owner in ordinary use; what deletes or reads files is only tried with wrong arguments. */
const ordinary: readonly [keyof StoreApi, ...unknown[]][] = [
  ['agents'],
  ['groups', 'day', {}, 'Europe/Berlin'],
  ['groups', 'ticket', { folders: [folder], agents: ['claude'], since: 0, until: 2e12, text: 'fix app' }],
  ['sessions', { children: true, text: 'app' }, page, { by: 'branch', key: 'main' }],
  ['sessions', { parent: session, ids: [session] }, page],
  ['session', session],
  ['session', '11111111'],
  ['outline', session, 0, 100],
  ['bodies', [1, 2, 3], 1000],
  ['matching', [1, 2, 3], { text: 't(h|e)+', regex: true }],
  ...usageDimensions.map((by): [keyof StoreApi, unknown] => ['usage', { by, thenBy: 'model', utc: true }]),
  [
    'usage',
    {
      by: 'day',
      timeZone: 'Pacific/Apia',
      since: 0,
      until: 2e12,
      filter: { agents: ['codex'] },
      ticket: 'X-1',
    },
  ],
  ['tickets', { folders: [folder] }],
  ['ticket', 'X-1', folder],
  ['folderStatus', folder],
  ['plans', {}, page],
  ['plan', 1],
  ['sessionsTouching', 'src/a.ts', page],
  ['progress'],
  ['doctor', false],
  ['startTicket', { key: 'X-1', title: 'One', folder, at: 1_767_323_045_000 }],
  ['switchTicket', { key: 'X-2', folder }],
  ['finishTicket', folder, 1_767_323_046_000],
  ['assignTicket', session, 'X-3', { from: 0, to: 2e12 }],
  ['configure', { ...defaultSettings, ticketPattern: '([a-z]+-\\d+)' }],
  ['settings'],
  [
    'search',
    {
      text: 'fix the "login lock" -not',
      order: 'best',
      parts: ['prompt'],
      limit: 20,
      filter: { agents: ['claude'] },
    },
  ],
  ['cancelImport'],
  ['rescan', 1],
  ['deleteAll', 1],
];

/** Calls of the protocol with any arguments: an answer of plain JSON or a sentence, and the recorded tokens stay. */
export const callsTarget: Target = {
  name: 'calls',
  seeds: () => ordinary.map((call) => structuredClone(call) as unknown),
  mutate(input, random) {
    const [method, ...args] = Array.isArray(input) ? (input as unknown[]) : [];
    const words = [...wordsOfStore, ...oddTexts];
    const changed = mutateJson(args, random, words);
    return random.below(40) === 0
      ? [random.pick(storeMethods), ...args]
      : [method, ...(Array.isArray(changed) ? (changed as unknown[]) : [changed])];
  },
  open: () => openStore(tryCall),
};

/** Command lines of any words, over the same store: an exit code of the three, one sentence on stderr, clean output. */
export const commandLineTarget: Target = {
  name: 'command-line',
  seeds: () => structuredClone(commandLines) as unknown[],
  mutate(input, random, other) {
    const args = (Array.isArray(input) ? input : []).map(String);
    const at = random.below(args.length + 1);
    const word =
      random.below(3) === 0 ? mutateText(args[at] ?? '', random, oddTexts) : random.pick(argumentWords);
    switch (random.below(5)) {
      case 0:
        return args.toSpliced(at, 1);
      case 1:
        return args.toSpliced(at, 0, word);
      case 2:
        return args.map((arg) => (arg === args[at] ? word : arg)).slice(0, 12);
      case 3:
        return [...args, ...(Array.isArray(other) ? other.map(String) : [])].slice(0, 12);
      default:
        return args.toSpliced(at, 1, word).slice(0, 12);
    }
  },
  open: () => openStore(tryCommandLine),
};

const wordsOfStore = [
  session,
  folder,
  'X-1',
  'main',
  'day',
  'ticket',
  'by',
  'key',
  'limit',
  'offset',
  'filter',
  'ids',
  'UTC',
];

const commandLines: readonly string[][] = [
  ...commands.flatMap(({ name }) => [[name], [name, '--json'], [name, '--help']]),
  ...usageDimensions.map((by) => ['usage', '--no-import', '--by', by]),
  ['usage', '--no-import', '--since', '2026-01-01', '--until', '2026-12-31', '--utc', '--json'],
  ['show', session, '--no-import'],
  ['show', 'codex:evil', '--no-import'],
  ['sessions', '--no-import', '--json'],
  ['start', 'X-9', '--title', 'Nine'],
  ['finish', '--json'],
  ['switch', 'X-10'],
  ['status', '--no-import'],
  ['--home', '/nowhere', '--storage', '/nowhere/x', 'doctor', '--check'],
  ['--version'],
  ['help', 'usage'],
];
const argumentWords = [
  ...new Set([
    ...commandLines.flat(),
    ...oddTexts,
    ...commands.flatMap(({ options }) => Object.keys(options).map((name) => `--${name}`)),
  ]),
  ...[
    '--limit',
    '1e9',
    '-1',
    '9007199254740993',
    '2026-02-29',
    '0000-01-01',
    '9999-12-31',
    '2026-01-01T00:00:00+99:99',
    '-x',
    '--json=1',
  ],
];

/** Sessions whose every text is hostile to a terminal. */
const hostileId: AgentFile = {
  agent: 'codex',
  path: 'sessions/2026/01/02/rollout-2026-01-02T03-04-05-019b9999-0000-7000-8000-000000000001.jsonl',
  bytes: Buffer.from(
    [
      {
        type: 'session_meta',
        payload: { id: 'evil\u001b[2J\u202e', cwd: '/work/\u009b2Jbad', cli_version: '\u001bc' },
      },
      {
        type: 'response_item',
        payload: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: '\u001b[31mred\u0007' }],
        },
      },
    ]
      .map((line) => `${JSON.stringify({ timestamp: '2026-01-02T03:04:05.000Z', ...line })}\n`)
      .join(''),
  ),
};
const hostileSession: AgentFile = {
  agent: 'claude',
  path: 'projects/-work-bad/99999999-9999-4999-8999-999999999999.jsonl',
  bytes: Buffer.from(
    ['user', 'assistant']
      .map((type, index) =>
        JSON.stringify({
          ...{ type, uuid: `bad-${index}`, sessionId: '99999999-9999-4999-8999-999999999999' },
          timestamp: `2026-01-02T03:04:0${index}.000Z`,
          ...{
            cwd: '/work/\u001b]0;x\u0007bad',
            gitBranch: 'feat\u001b[31m/\u202eABC-7',
            version: '\u001b[2J1',
          },
          message:
            type === 'user'
              ? {
                  role: 'user',
                  content: 'Fix \u001b]8;;command:quit\u0007it\u001b]8;;\u0007 \u202e\r\n\u0000now',
                }
              : {
                  ...{ id: 'msg_bad', role: 'assistant', model: 'mo\u001b[5mdel\u009b1m' },
                  content: [
                    {
                      type: 'tool_use',
                      id: 't1',
                      name: 'Ba\u001b[0msh',
                      input: { command: '\u0007\u001bc' },
                    },
                  ],
                  usage: { input_tokens: 5, output_tokens: 7 },
                },
        }),
      )
      .join('\n') + '\n',
  ),
};

/** A store with every fixture; its tokens are looked at again and again, and its integrity in the end. */
export async function openStore(attempt: (service: Service, input: Input) => Promise<void>): Promise<Opened> {
  const { service, folder: files } = await serviceOver([hostileSession, hostileId]);
  const before = await tokens(service);
  let turn = 0;
  return {
    async try(input) {
      await attempt(service, input);
      if (++turn % 20 === 0) {
        assert.equal(await tokens(service), before, 'a call changed what was used');
      }
    },
    async close() {
      const { database } = await service.api.doctor(true);
      await service.close();
      files.remove();
      assert.equal(database.integrity, 'ok');
    },
  };
}

async function tokens(service: Service): Promise<string> {
  const { totals } = await service.api.usage({ by: 'none' });
  return JSON.stringify([totals.responses, totals.tokens, totals.sessions]);
}

async function tryCall(service: Service, input: Input): Promise<void> {
  const [method, ...args] = Array.isArray(input) ? (input as unknown[]) : [];
  if (!(storeMethods as readonly unknown[]).includes(method)) {
    return;
  }
  const isNone = args.every((arg) => arg === null || arg === undefined);
  if ((method === 'deleteAll' || method === 'rescan') && isNone) {
    return;
  }
  const call = service.api[method as keyof StoreApi] as (...args: unknown[]) => Promise<unknown>;
  let answer: unknown;
  try {
    answer = await call(...args);
  } catch (error) {
    isSentence(error instanceof Error ? error.message : String(error));
    return;
  }
  assert.deepEqual(JSON.parse(JSON.stringify(answer ?? null)), answer ?? null, 'the answer is no plain JSON');
  if (method === 'sessions') {
    for (const { usage } of answer as SessionSummary[]) {
      assert.ok(usage.totalTokens >= 0);
    }
  }
}

/** Made for a person: no words of the database or the machine below, of bounded length. */
function isSentence(message: string): void {
  assert.doesNotMatch(
    message,
    /sqlite|no such (?:column|table)|near "|syntax error|is not a function|of undefined|Cannot read|is not iterable|\n\s+at /i,
  );
  assert.ok(message.length > 3 && message.length < 2000, `a message of ${message.length} characters`);
}

async function tryCommandLine(service: Service, input: Input): Promise<void> {
  if (!Array.isArray(input) || !input.every((arg) => typeof arg === 'string')) {
    return;
  }
  const out: string[] = [];
  const errors: string[] = [];
  const terminal = {
    args: input,
    ...{ env: {}, folder, home: '/nowhere', platform: 'linux', version: '1' },
    now: () => 1_767_400_000_000,
    out: (text: string) => out.push(text),
    error: (text: string) => errors.push(text),
    outputColumns: () => (input.length % 2 === 0 ? null : 80),
    errorColumns: () => null,
    join: () =>
      ({
        // Reading is another target's part.
        api: { ...service.api, rescan: () => Promise.resolve(nothingRead) },
        onChanged: () => ({ dispose: () => undefined }),
        onTrouble: () => ({ dispose: () => undefined }),
        ready: () => Promise.resolve('owner'),
        close: () => Promise.resolve(),
      }) as unknown as JoinedStore,
    input: () => Promise.resolve(''),
    questions: () => {
      throw new Error('Nothing is asked');
    },
    count: () => Promise.reject(new Error('There is nothing to count here.')),
    exporter: () => Promise.reject(new Error('There is nothing to export here.')),
  };
  const code = await run(terminal).exitCode;
  const [text, error] = [out.join(''), errors.join('')];
  assert.ok([0, 1, 2].includes(code), `exit code ${code}`);
  assert.equal(code !== 0 && text !== '', false, 'output of a command that failed');
  if (code !== 0) {
    assert.match(error, /^logbook: /);
    isSentence(error);
  }
  // A program that reads JSON has to get everything.
  const shown = text.startsWith('{') || text.startsWith('[') ? '' : text;
  assert.doesNotMatch(shown, invisible);
  if (code === 0 && text.startsWith('{')) {
    JSON.parse(text);
  }
}

const nothingRead = {
  ...{ files: 0, bytes: 0, lines: 0, sessions: 0, messages: 0, responses: 0 },
  ...{ problems: [], elapsedMs: 0 },
};
