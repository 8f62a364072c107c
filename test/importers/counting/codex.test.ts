import assert from 'node:assert/strict';
import { codex } from '../../../src/importers/codex.js';
import { bySession, responses, totals, type Files } from '../countResponses.js';

type Json = Record<string, unknown>;
/** Input with its cached part, the cached part, output, reasoning. */
type Used = readonly [input: number, cached: number, output: number, reasoning: number];

const parent = '019b0000-0000-7000-8000-000000000001';
const child = '019b0000-0001-7000-8000-000000000002';
const parentFile = `sessions/2026/05/12/rollout-2026-05-12T08-00-00-${parent}.jsonl`;
const childFile = `sessions/2026/05/12/rollout-2026-05-12T08-02-00-${child}.jsonl`;

// Cases of ccusage (rust/crates/ccusage/src/adapter/codex), whose totals have input and output in them.
describe("counting of Codex, by peers' cases", () => {
  it('reads one count: 100 with 10 cached, 50 out, 150 in all', () => {
    const [response] = responses(codex, { [parentFile]: [meta(parent), count([100, 10, 50, 0])] });
    assert.deepEqual(response?.tokens, figures([100, 10, 50, 0]));
  });

  it('counts what a branch copied once, and for the thread that used it: 1,200 and 850', () => {
    const first = count([1000, 100, 200, 20]);
    const files: Files = {
      [parentFile]: [meta(parent), turn(parent), first],
      [childFile]: [
        ...[meta(child, { forked_from_id: parent }), meta(parent), turn(parent), first, turn(child)],
        count([600, 200, 250, 20], [1600, 300, 450, 40]),
      ],
    };
    assert.deepEqual(bySession(codex, files), [
      [parent, 1200],
      [child, 850],
    ]);
    assert.deepEqual(
      responses(codex, files).map(({ tokens }) => tokens),
      [figures([1000, 100, 200, 20]), figures([600, 200, 250, 20])],
    );
  });

  it("leaves a parent's counts out of its sub-agent: 120 and 60, not 1,500 more", () => {
    const spawned = { source: { subagent: { thread_spawn: { parent_thread_id: parent } } } };
    const files = {
      [childFile]: [
        ...[meta(child, spawned), meta(parent), turn(parent), count([1000, 0, 0, 0])],
        ...[count([500, 0, 0, 0], [1500, 0, 0, 0]), turn(child), count([100, 0, 20, 0], [1600, 0, 20, 0])],
        count([50, 0, 10, 0], [1650, 0, 30, 0]),
      ],
    };
    assert.deepEqual(totals(codex, files), [120, 60]);
  });

  it("goes on from a parent's totals where a child tells totals alone: 120", () => {
    const files = {
      [childFile]: [
        ...[meta(child, { forked_from_id: parent }), meta(parent), turn(parent)],
        ...[count(null, [1500, 100, 200, 0]), turn(child), count(null, [1600, 110, 220, 0])],
      ],
    };
    assert.deepEqual(
      responses(codex, files).map(({ tokens }) => tokens),
      [figures([100, 10, 20, 0])],
    );
  });

  it('takes the active of two copies: 111, not 999', () => {
    const archived = `archived_sessions/rollout-2026-05-12T08-00-00-${parent}.jsonl`;
    const copy = [meta(parent), count([999, 0, 0, 0])];
    const files = { [archived]: copy, [parentFile]: [meta(parent), count([111, 0, 0, 0])] };
    assert.deepEqual(totals(codex, files), [111]);
    assert.deepEqual(totals(codex, { [archived]: [meta(parent), count([222, 0, 0, 0])] }), [222]);
  });

  it('never takes the last counter for the sum: it falls back inside a file', () => {
    const files = {
      [parentFile]: [meta(parent), count([900, 0, 0, 0]), count([100, 0, 0, 0], [100, 0, 0, 0])],
    };
    assert.deepEqual(totals(codex, files), [900, 100]);
  });
});

describe('counting of saved streams of codex exec', () => {
  const stream = `sessions/exec/rollout-run-${parent}.jsonl`;
  const started = { type: 'thread.started', thread_id: parent };
  const completed = (usage: Json, more: Json = {}): Json => ({ type: 'turn.completed', usage, ...more });

  it('counts each turn: 150, 62 and 14', () => {
    const usage = { prompt_tokens: 50, cached_tokens: 5, completion_tokens: 12 };
    const found = responses(codex, {
      'sessions/exec/rollout-run.jsonl': [
        completed(
          { input_tokens: 120, cached_input_tokens: 20, output_tokens: 30, total_tokens: 150 },
          { timestamp: '2026-01-02T03:04:05.000Z', model: 'gpt-5.2-codex' },
        ),
        {
          type: 'result',
          data: { timestamp: '2026-01-02T03:05:05.000Z', model_name: 'gpt-5.2-codex', usage },
        },
        completed({ input_tokens: 9, output_tokens: 4, reasoning_output_tokens: 1, total_tokens: 0 }),
      ],
    });
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [figures([120, 20, 30, 0]), figures([50, 5, 12, 0]), figures([9, 0, 4, 1])],
    );
    assert.deepEqual(
      found.map(({ model, at }) => [model, at]),
      [5, 65, 5].map((second) => ['gpt-5.2-codex', Date.UTC(2026, 0, 2, 3, 4, second)]),
    );
  });

  it('counts nothing beside the rollout of the same thread', () => {
    const turns = [started, completed({ input_tokens: 120, cached_input_tokens: 20, output_tokens: 30 })];
    const rollout = [meta(parent), count([70, 20, 10, 0]), count([50, 0, 20, 0], [120, 20, 30, 0])];
    assert.deepEqual(totals(codex, { [stream]: turns, [parentFile]: rollout }), [80, 70]);
    assert.deepEqual(totals(codex, { [stream]: turns }), [150]);
  });

  it('counts a stream that goes on with a thread, and a copy of a stream once', () => {
    const first = [started, completed({ input_tokens: 10, output_tokens: 5 })];
    const second = [started, completed({ input_tokens: 30, output_tokens: 5 })];
    const files = { [stream]: first, [stream.replace('run', 'more')]: second };
    assert.deepEqual(totals(codex, { ...files, [stream.replace('run', 'copy')]: first }), [15, 35]);
  });

  it('knows of a turn without figures', () => {
    const found = responses(codex, { [stream]: [started, { type: 'turn.completed' }] });
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [null],
    );
  });
});

function line(type: string, payload: Json): Json {
  return { timestamp: '2026-05-12T08:00:01.000Z', type, payload };
}

function meta(id: string, more: Json = {}): Json {
  return line('session_meta', { id, timestamp: '2026-05-12T08:00:00.000Z', source: 'cli', ...more });
}

/** Ids of turns are made like those of threads, and later. */
function turn(thread: string): Json {
  return line('turn_context', { turn_id: `${thread.slice(0, -1)}f`, model: 'gpt-5' });
}

/** A `token_count`: what the response used, and what the thread has used by then. */
function count(last: Used | null, total: Used = last ?? [0, 0, 0, 0]): Json {
  const usage = ([input, cached, output, reasoning]: Used): Json => ({
    ...{ input_tokens: input, cached_input_tokens: cached, output_tokens: output },
    ...{ reasoning_output_tokens: reasoning, total_tokens: input + output },
  });
  const info = { total_token_usage: usage(total), ...(last && { last_token_usage: usage(last) }) };
  return line('event_msg', { type: 'token_count', info });
}

/** What the model says: the cached part is no fresh input. */
function figures([input, cached, output, reasoning]: Used): Json {
  const rest = { cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning };
  return { input: input - cached, cacheRead: cached, ...rest };
}
