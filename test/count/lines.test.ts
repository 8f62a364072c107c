import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanUp } from '../store/storeFixture.js';
import { compareBothWays } from './bothWays.js';

type Json = Record<string, unknown>;

const session = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
const other = 'bbbbbbbb-1111-4111-8111-aaaaaaaaaaaa';
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const common = {
  sessionId: session,
  cwd: '/work/app',
  version: '2.1.0',
  gitBranch: 'ABC-1-x',
  isSidechain: false,
};
const user = { parentUuid: null, ...common, type: 'user', message: { role: 'user', content: 'hi' } };
const prompt = { ...user, uuid: 'u0', timestamp: at(0) };
const answer = (id: string | undefined, minute: number, content: unknown[], more: Json = {}) => ({
  parentUuid: 'u0',
  ...common,
  message: {
    ...{ model: 'claude-sonnet-4-5', id, type: 'message', role: 'assistant', content },
    ...{ stop_reason: null, usage: { input_tokens: 3 + minute, output_tokens: 5 } },
  },
  requestId: id === undefined ? undefined : `r-${id}`,
  type: 'assistant',
  uuid: `a${minute}`,
  timestamp: at(minute),
  ...more,
});
const text = (words: string) => [{ type: 'text', text: words }];
const project = '.claude/projects/-work-app';

const rollout =
  '.codex/sessions/2026/03/01/rollout-2026-03-01T10-00-00-01a11c3d-25d2-78d4-bcea-83e2326ed3d6.jsonl';
const thread = '01a11c3d-25d2-78d4-bcea-83e2326ed3d6';
const line = (minute: number, type: string, payload: Json, more: Json = {}) => ({
  ...{ timestamp: at(minute), ...more, type, payload },
});
const total = (tokens: number) => ({
  type: 'token_count',
  info: { total_token_usage: { input_tokens: tokens }, last_token_usage: { input_tokens: tokens } },
});

/** Lines that mean something by what stands around them; each was passed over, or cut wrongly, by a reader that knew too little. */
const cases: Record<string, Record<string, readonly Json[]>> = {
  'a response without any id is named by its content': {
    [`${project}/${session}.jsonl`]: [
      prompt,
      answer(undefined, 1, text('one'), { uuid: undefined }),
      answer(undefined, 1, text('two'), { uuid: undefined }),
    ],
  },
  'a fork says late in its file that older lines are copies': {
    [`${project}/${session}.jsonl`]: [prompt, answer('m1', 1, text('x'))],
    [`${project}/${other}.jsonl`]: [
      { type: 'queue-operation', operation: 'enqueue', timestamp: at(30), sessionId: other },
      { ...prompt, sessionId: other },
      answer('m1', 1, text('x'), { sessionId: other }),
      answer('m2', 31, text('y'), { sessionId: other }),
    ],
  },
  'a sub-agent among the lines of its parent is told by the lines between': {
    [`${project}/${session}.jsonl`]: [
      prompt,
      { ...user, isSidechain: true, uuid: 's1', timestamp: at(1) },
      answer('m1', 2, text('x'), { isSidechain: true, parentUuid: 's1', gitBranch: 'ABC-3' }),
      { ...user, isSidechain: true, uuid: 's2', timestamp: at(2) },
      answer('m1', 2, text('x'), { isSidechain: true, parentUuid: 's2', gitBranch: 'ABC-2', uuid: 'b2' }),
    ],
  },
  'content that looks like the end of a message': {
    [`${project}/${session}.jsonl`]: [
      prompt,
      answer('m1', 1, [
        {
          type: 'tool_use',
          id: 't',
          name: 'X',
          input: { a: [1], stop_reason: 1, usage: { output_tokens: 9 } },
        },
      ]),
      answer('m2', 2, text('],"stop_reason":null,"usage":{"output_tokens":7}}')),
      {
        ...answer('m3', 3, text('z')),
        extra: { content: [], stop_reason: 'x', usage: { output_tokens: 99 } },
      },
      { extra: { content: [1], usage: { output_tokens: 99 } }, ...answer('m4', 4, text('z')) },
    ],
  },
  "a sub-agent's file beside the sessions names its session in its first line": {
    [`${project}/agent-1234.jsonl`]: [
      { ...prompt, isSidechain: true, agentId: '1234' },
      answer('m1', 1, text('x'), { isSidechain: true }),
    ],
  },
  'a session without responses counts in its time only': {
    [`${project}/${session}.jsonl`]: [prompt, { ...prompt, uuid: 'u1', timestamp: at(45) }],
    [`${project}/${other}.jsonl`]: [{ ...prompt, sessionId: other, timestamp: '2026-03-03T10:00:00Z' }],
  },
  'a copied history that any line may end': {
    [rollout]: [
      line(0, 'session_meta', { id: thread, timestamp: at(0), cwd: '/w', subagent_history_start_ordinal: 3 }),
      line(0, 'event_msg', total(10), { ordinal: 1 }),
      line(1, 'response_item', { type: 'message', role: 'user', content: 'own' }, { ordinal: 3 }),
      line(2, 'event_msg', total(25)),
    ],
  },
  'a model that is set between turns': {
    [rollout]: [
      line(0, 'session_meta', { id: thread, timestamp: at(0), cwd: '/w', git: { branch: 'ABC-9' } }),
      line(0, 'event_msg', { type: 'thread_settings_applied', thread_settings: { model: 'gpt-5' } }),
      line(1, 'event_msg', total(10)),
      line(2, 'turn_context', { model: 'gpt-5-mini', cwd: '/v' }),
      line(3, 'event_msg', total(30)),
      line(4, 'event_msg', { type: 'collab_agent_spawn_end', new_thread_id: other, call_id: 'c' }),
    ],
    [rollout.replaceAll(thread, other)]: [
      line(5, 'session_meta', { id: other, timestamp: at(5), cwd: '/w' }),
      line(6, 'event_msg', total(7)),
    ],
  },
};

describe('usage without a store, line by line', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lines-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
    cleanUp();
  });

  for (const [name, files] of Object.entries(cases)) {
    it(`is the store's for ${name}`, async () => {
      for (const [path, records] of Object.entries(files)) {
        mkdirSync(dirname(join(home, path)), { recursive: true });
        writeFileSync(join(home, path), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      }
      await compareBothWays(home);
    });
  }
});
