import assert from 'node:assert/strict';
import { claude } from '../../src/importers/claude.js';
import { codex } from '../../src/importers/codex.js';
import { bySession, responses, totals } from './countResponses.js';

type Json = Record<string, unknown>;

const parent = '11111111-1111-4111-8111-111111111111';
const fork = '22222222-2222-4222-8222-222222222222';
const main = `projects/-work-app/${parent}.jsonl`;
const subAgent = `projects/-work-app/${parent}/subagents/agent-a1.jsonl`;

describe('counting of Claude Code', () => {
  it('takes the last of the lines of one response, whole', () => {
    const files = { [main]: [line('m1', 'r1', 100, 25), line('m1', 'r1', 100, 250)] };
    assert.deepEqual(totals(claude, files), [350]);
    assert.deepEqual(
      totals(claude, { [main]: [line('m1', undefined, 0, 25), line('m1', undefined, 0, 250)] }),
      [250],
    );
  });

  it('takes the line of the main thread where a sub-agent replays it, under any request id', () => {
    const replay = line('m1', 'r2', 50_000, 10, { isSidechain: true });
    const own = line('m2', 'r3', 690, 10, { isSidechain: true });
    const files = { [main]: [line('m1', 'r1', 20, 10)], [subAgent]: [replay, own] };
    assert.deepEqual(totals(claude, files), [30, 700]);
  });

  it('takes a transcript of a sub-agent before its progress lines, and those where there is no other', () => {
    const progress = (id: string): Json => ({
      type: 'progress',
      uuid: `p-${id}`,
      timestamp: at(9),
      data: { type: 'agent_progress', agentId: 'a1', message: line(id, 'r1', 5, 5) },
    });
    const files = {
      [main]: [progress('m1'), progress('m2')],
      [subAgent]: [line('m1', 'r1', 5, 6, { isSidechain: true })],
    };
    assert.deepEqual(totals(claude, files), [11, 10]);
  });

  it('gives a copied response to the session that wrote it', () => {
    const own = line('m1', 'r1', 10, 10);
    const copies: Json[] = [
      { ...own, sessionId: fork, requestSessionId: parent },
      { ...own, sessionId: fork, forkedFrom: { sessionId: parent, messageUuid: 'x' } },
      own,
    ];
    for (const copy of copies) {
      const files = { [main]: [own], [`projects/-work-app/${fork}.jsonl`]: [copy] };
      assert.deepEqual(bySession(claude, files), [[parent, 20]]);
    }
  });

  it('does not count what the program said itself', () => {
    const said = line('m1', 'r1', 10, 10);
    assert.deepEqual(
      totals(claude, { [main]: [{ ...said, message: { ...(said.message as Json), model: '<synthetic>' } }] }),
      [],
    );
  });
});

const thread = '019b0000-0000-7000-8000-000000000001';
const own = '019b0000-0001-7000-8000-000000000001';
const older = '019a0000-0001-7000-8000-000000000001';
const active = `sessions/2026/01/02/rollout-2026-01-02T03-04-05-${thread}.jsonl`;
const archived = `archived_sessions/rollout-2026-01-02T03-04-05-${thread}.jsonl`;

describe('counting of Codex', () => {
  it('counts a token_count when the totals have changed', () => {
    const files = {
      [active]: [meta(), count(1000, 1000), count(1000, 1000), count(1600, 600), count(700, 700)],
    };
    assert.deepEqual(totals(codex, files), [1000, 600, 700]);
  });

  it('takes the increase of the totals where the last usage is missing', () => {
    const files = { [active]: [meta(), count(1500, null), count(1620, null), count(50, null)] };
    assert.deepEqual(totals(codex, files), [1500, 120, 50]);
  });

  it('drops the history of the parent, and goes on from its totals', () => {
    const files = {
      [active]: [
        meta({ forked_from_id: older }),
        meta({ id: older }),
        turn(older),
        count(1000, 1000),
        count(1500, 500),
        turn(own),
        count(1500, 500),
        count(1620, null),
      ],
    };
    assert.deepEqual(totals(codex, files), [120]);
  });

  it('takes a sub-agent without history from its first line', () => {
    const source = { subagent: { thread_spawn: { parent_thread_id: older } } };
    const files = {
      [active]: [meta({ source }), turn(older), count(100, 100), count(100, 100), count(150, 50)],
    };
    assert.deepEqual(totals(codex, files), [100, 50]);
  });

  it('takes records before counts, once a response', () => {
    const record = (id: string, sum: number): Json =>
      event('token_usage_record', { response_id: id, usage: { input_tokens: sum, output_tokens: 0 } });
    const files = {
      [active]: [meta(), record('a', 10), count(10, 10), record('a', 10), record('b', 5), count(15, 5)],
    };
    assert.deepEqual(totals(codex, files), [10, 5]);
  });

  it('takes an active file before its archived copy, and the copy where it is alone', () => {
    const copy = [meta(), count(222, 222), count(999, 777)];
    assert.deepEqual(totals(codex, { [archived]: copy, [active]: [meta(), count(111, 111)] }), [111]);
    assert.deepEqual(totals(codex, { [active]: [meta(), count(111, 111)], [archived]: copy }), [111]);
    assert.deepEqual(totals(codex, { [archived]: copy }), [222, 777]);
  });

  it('counts no tokens twice: cached input is no fresh input', () => {
    const usage = {
      input_tokens: 1009,
      cached_input_tokens: 409,
      cache_write_input_tokens: 209,
      output_tokens: 59,
      reasoning_output_tokens: 19,
    };
    const [response] = responses(codex, {
      [active]: [meta(), event('token_usage_record', { response_id: 'a', usage })],
    });
    assert.deepEqual(response?.tokens, {
      input: 391,
      cacheRead: 409,
      cacheWrite5m: 209,
      cacheWrite1h: 0,
      output: 59,
      reasoning: 19,
    });
  });

  it('knows of responses without figures', () => {
    const bare = [
      { id: thread, timestamp: at(1), git: { branch: 'main' } },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hi' }] },
    ];
    const found = responses(codex, { [active]: bare });
    assert.deepEqual(
      found.map(({ tokens, branch, session }) => [tokens, branch, session]),
      [[null, 'main', thread]],
    );
  });
});

function at(second: number): string {
  return new Date(Date.UTC(2026, 0, 2, 3, 0, second)).toISOString();
}

function line(
  id: string,
  requestId: string | undefined,
  input: number,
  output: number,
  more: Json = {},
): Json {
  const message = {
    id,
    role: 'assistant',
    model: 'claude-opus-4-5',
    content: [],
    usage: { input_tokens: input, output_tokens: output },
  };
  return {
    type: 'assistant',
    uuid: `${id}-${output}`,
    sessionId: parent,
    timestamp: at(5),
    message,
    ...(requestId === undefined ? {} : { requestId }),
    ...more,
  };
}

function event(type: string, payload: Json): Json {
  return { timestamp: at(5), type, payload };
}

function meta(more: Json = {}): Json {
  return event('session_meta', { id: thread, timestamp: at(1), cwd: '/work/app', source: 'cli', ...more });
}

function turn(id: string): Json {
  return event('turn_context', { turn_id: id, model: 'gpt-5', cwd: '/work/app' });
}

function count(sum: number, last: number | null): Json {
  const usage = (value: number): Json => ({ input_tokens: value, output_tokens: 0 });
  const info = { total_token_usage: usage(sum), ...(last === null ? {} : { last_token_usage: usage(last) }) };
  return event('event_msg', { type: 'token_count', info });
}
