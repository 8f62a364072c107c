import assert from 'node:assert/strict';
import { vscodeCopilot } from '../../../src/importers/vscodeCopilot.js';
import { readText } from '../readHome.js';
import { reduceUsage, total, type Response } from '../reduceUsage.js';

type Json = Record<string, unknown>;

const session = '12121212-1212-4212-8212-121212121212';
const log = `workspaceStorage/0a1b/chatSessions/${session}.jsonl`;
const copy = `workspaceStorage/0c2d/chatSessions/${session}.json`;
const transcript = `workspaceStorage/0a1b/GitHub.copilot-chat/transcripts/${session}.jsonl`;
const traces = 'globalStorage/github.copilot-chat/traces.db';

describe('counting of the chat in VS Code', () => {
  it('takes what a request says of its last call, marked as a part', () => {
    const [response] = responses({
      [log]: [whole([]), push([request('r1', { metadata: { promptTokens: 100, outputTokens: 7 } })])],
    });
    assert.equal(total(response?.tokens ?? null), 107);
    assert.equal(response?.tokens?.reasoning, null);
  });

  it('reads both forms of the figures, and has none where there are none', () => {
    const requests = [
      request('r1', { usage: { promptTokens: 100, completionTokens: 7 } }),
      request('r2', { metadata: {} }),
    ];
    assert.deepEqual(totals({ [log]: [whole(requests)] }), [107, -1]);
  });

  it('tells nothing of an answer that is still being written', () => {
    const going = { ...request('r1', {}), result: undefined, modelState: { value: 0 } };
    assert.deepEqual(totals({ [log]: [whole([going])] }), []);
  });

  it('counts each span of a call, and neither the request nor its agent beside them', () => {
    const files = {
      [log]: [whole([request('r1', { usage: { promptTokens: 100, completionTokens: 7 } })])],
      [transcript]: [event('assistant.message', { messageId: 'm1', content: 'Hi' })],
      [traces]: [
        span('s1', 17_414, 655, 2816),
        span('s2', 18_101, 74, 17_920),
        { from: 'spans', row: { ...span('s0', 35_515, 729, 20_736).row, operation_name: 'invoke_agent' } },
      ],
    };
    assert.deepEqual(totals(files), [18_069, 18_175]);
  });

  it('has no cache in the input: 19,329 of 19,452', () => {
    const told = span('s1', 19_452, 281, 123);
    const row = { ...told.row, written_tokens: '25', reasoning_tokens: 128 };
    assert.deepEqual(responses({ [traces]: [{ ...told, row }] })[0]?.tokens, {
      input: 19_329,
      cacheRead: 123,
      cacheWrite5m: 25,
      cacheWrite1h: 0,
      output: 281,
      reasoning: 128,
    });
  });

  it('counts the log and a document of the same session once', () => {
    const requests = [request('r1', { usage: { promptTokens: 100, completionTokens: 7 } })];
    assert.deepEqual(totals({ [log]: [whole(requests)], [copy]: [whole(requests).v as Json] }), [107]);
  });

  it('counts a request that was taken back and asked again as two', () => {
    const asked = (id: string): Json => request(id, { usage: { promptTokens: 100, completionTokens: 7 } });
    const before = [whole([asked('r1')])];
    const after = [...before, { kind: 2, k: ['requests'], i: 0, v: [asked('r2')] }];
    const events = [before, after].flatMap((lines) => read(log, lines));
    assert.deepEqual(
      reduceUsage(events).map(({ tokens }) => total(tokens)),
      [107, 107],
    );
  });

  it('has unknown tokens where a transcript is all there is', () => {
    const files = {
      [transcript]: ['m1', 'm2'].map((messageId) => event('assistant.message', { messageId, content: 'Hi' })),
    };
    assert.deepEqual(totals(files), [-1, -1]);
  });
});

function whole(requests: readonly Json[]): Json {
  return { kind: 0, v: { version: 3, sessionId: session, creationDate: 1_767_322_800_000, requests } };
}

function push(requests: readonly Json[]): Json {
  return { kind: 2, k: ['requests'], v: requests };
}

function request(id: string, result: Json): Json {
  return {
    ...{
      requestId: id,
      responseId: `${id}-answer`,
      timestamp: 1_767_322_800_000,
      modelId: 'copilot/gpt-4.1',
    },
    ...{ message: { text: 'Hello' }, response: [{ value: 'Hi' }], result },
  };
}

function event(type: string, data: Json): Json {
  return { type, id: String(data.messageId), timestamp: '2026-01-02T03:00:01.000Z', data };
}

function span(span_id: string, input: number, output: number, cached: number): { from: string; row: Json } {
  const tokens = { input_tokens: input, output_tokens: output, cached_tokens: cached };
  const names = {
    span_id,
    trace_id: 't1',
    operation_name: 'chat',
    chat_session_id: session,
    model: 'gpt-4.1',
  };
  return { from: 'spans', row: { ...names, ...tokens, started: 1_767_322_800_001 } };
}

function read(path: string, lines: readonly Json[]): ReturnType<typeof readText>['events'] {
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return readText(vscodeCopilot, { root: '/home/dev/root', path, modifiedAt: 0 }, bytes).events;
}

function responses(files: Record<string, readonly Json[]>): Response[] {
  const events = Object.entries(files).flatMap(([path, lines]) => read(path, lines));
  const found = reduceUsage(events);
  assert.equal(reduceUsage(events.toReversed()).length, found.length);
  return found;
}

function totals(files: Record<string, readonly Json[]>): number[] {
  return responses(files).map(({ tokens }) => total(tokens));
}
