import assert from 'node:assert/strict';
import { cline } from '../../../src/importers/cline.js';
import type { Importer } from '../../../src/importers/importer.js';
import { kilo } from '../../../src/importers/kilo.js';
import { roo } from '../../../src/importers/roo.js';
import { responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const session = '1767322800000_abcde';
const messages = `sessions/${session}/${session}.messages.json`;
const task = 'tasks/1767322800000/ui_messages.json';
const start = Date.UTC(2026, 0, 2, 3);

describe('counting of the store of Cline', () => {
  it('counts an answer once, without the cache in its input', () => {
    const [response] = responses(cline, { [messages]: [list(answer('a1', 1001, 51, 401, 200))] });
    assert.deepEqual(response?.tokens, {
      input: 400,
      cacheRead: 401,
      cacheWrite5m: 200,
      cacheWrite1h: 0,
      output: 51,
      reasoning: null,
    });
  });

  it('takes the input as it is where a provider tells it without the cache', () => {
    const claude = (of: Json): Json => ({
      ...of,
      modelInfo: { id: 'claude-opus-4-5', provider: 'claude-code' },
    });
    const all = [
      answer('a1', 1000, 1, 400),
      claude(answer('a2', 3, 1, 900)),
      claude(answer('a3', 950, 1, 900)),
    ];
    assert.deepEqual(totals(cline, { [messages]: [list(...all)] }), [1001, 904, 1851]);
  });

  it('counts an answer of a fork where it was given first, and no sum of a description', () => {
    const description = {
      session_id: session,
      started_at: '2026-01-02T03:00:00.000Z',
      metadata: { usage: { inputTokens: 9 } },
    };
    const fork = 'sessions/1767329000000_forkd/1767329000000_forkd.messages.json';
    const own = answer('a1', 1000, 1, 400);
    const files = {
      [messages]: [list(own)],
      [`sessions/${session}/${session}.json`]: [description],
      [fork]: [list(own, { ...answer('a2', 10, 1, 0), ts: start + 9_000_000 })],
    };
    assert.deepEqual(totals(cline, files), [1001, 11]);
  });

  it('knows of answers without figures', () => {
    const silent = { ...answer('a1', 0, 0, 0), metrics: { inputTokens: 0, outputTokens: 0 } };
    const missing = { id: 'a2', role: 'assistant', content: 'hi', ts: start };
    assert.deepEqual(
      totals(cline, { [messages]: [list(silent, missing, answer('a3', 5, 1, 0))] }),
      [-1, -1, 6],
    );
    // The newest answer may still come to have them.
    assert.deepEqual(totals(cline, { [messages]: [list(missing)] }), []);
  });
});

describe('counting of task folders', () => {
  it('counts each request once, as it was written last, and what was deleted', () => {
    const shown = [
      say('text', 'Do it', 0),
      request(1, { tokensIn: 100, tokensOut: 50, cacheWrites: 20, cacheReads: 10 }),
      say(
        'deleted_api_reqs',
        JSON.stringify({ tokensIn: 7, tokensOut: 1, cacheWrites: 0, cacheReads: 0 }),
        2,
      ),
      say('subagent_usage', JSON.stringify({ tokensIn: 5, tokensOut: 1, cacheWrites: 0, cacheReads: 0 }), 3),
      request(4, {}),
    ];
    const history = [{ id: '1767322800000', ts: start, task: 'Do it', tokensIn: 112, tokensOut: 52 }];
    const files = { [task]: [shown], 'state/taskHistory.json': [history] };
    assert.deepEqual(totals(cline, files), [180, 8, 6]);
  });

  it('merges the two entries that the oldest versions wrote of a request', () => {
    const figures = JSON.stringify({ tokensIn: 10, tokensOut: 2, cacheWrites: 0, cacheReads: 0 });
    const shown = [
      say('text', 'Do it', 0),
      request(1, {}),
      say('api_req_finished', figures, 2),
      request(3, {}),
    ];
    assert.deepEqual(totals(cline, { [task]: [shown] }), [12]);
  });

  it('knows of requests without figures once they have ended', () => {
    const none = { tokensIn: 0, tokensOut: 0, cacheWrites: 0, cacheReads: 0 };
    const shown = [
      say('text', 'Do it', 0),
      request(1, none),
      request(2, {}),
      request(3, { cancelReason: 'user_cancelled' }),
    ];
    assert.deepEqual(totals(cline, { [task]: [shown] }), [-1, -1, -1]);
  });

  const whole = { tokensIn: 5000, tokensOut: 40, cacheWrites: 1000, cacheReads: 3000 };
  const rest = { tokensIn: 100, tokensOut: 40, cacheWrites: 1000, cacheReads: 3000 };
  const at = (day: string): number => Date.parse(`${day}T12:00:00.000Z`);
  const cases: [string, Importer, number, Json, Json, number][] = [
    ['Cline keeps cache and input apart', cline, start, whole, { providerId: 'anthropic' }, 9040],
    ['some providers of Cline do not', cline, start, whole, { providerId: 'litellm' }, 5040],
    ['fewer tokens than the cache has are never whole', cline, start, rest, { providerId: 'litellm' }, 4140],
    [
      'Roo Code 3.29.5 writes the whole prompt',
      roo,
      at('2025-11-02'),
      { ...whole, apiProtocol: 'anthropic' },
      {},
      5040,
    ],
    ['earlier versions did not', roo, at('2025-10-01'), { ...whole, apiProtocol: 'anthropic' }, {}, 9040],
    [
      'but for interfaces like that of OpenAI',
      roo,
      at('2025-10-01'),
      { ...whole, apiProtocol: 'openai' },
      {},
      5040,
    ],
    ['Kilo Code followed later', kilo, at('2025-11-02'), { ...whole, apiProtocol: 'anthropic' }, {}, 9040],
    ['and does since', kilo, at('2025-11-20'), { ...whole, apiProtocol: 'anthropic' }, {}, 5040],
  ];
  for (const [what, importer, when, info, modelInfo, expected] of cases) {
    it(`counts no tokens twice: ${what}`, () => {
      const shown = [
        { ...say('text', 'Do it', 0), ts: when },
        { ...request(1, info), ts: when + 1, modelInfo: { modelId: 'm', ...modelInfo } },
      ];
      assert.deepEqual(totals(importer, { [task]: [shown] }), [expected]);
    });
  }

  it('counts a summing-up, of which only the cost is told, as unknown', () => {
    const shown = [
      say('text', 'Do it', 0),
      { ...say('condense_context', '', 1), contextCondense: { cost: 0.01, summary: 'Done' } },
    ];
    assert.deepEqual(totals(roo, { [task]: [shown] }), [-1]);
  });
});

function list(...all: readonly Json[]): Json {
  return { version: 1, sessionId: session, messages: all };
}

function answer(id: string, input: number, output: number, read: number, written = 0): Json {
  return {
    id,
    role: 'assistant',
    content: 'hi',
    ts: start + 1000,
    modelInfo: { id: 'gpt-5', provider: 'openai-native' },
    metrics: { inputTokens: input, outputTokens: output, cacheReadTokens: read, cacheWriteTokens: written },
  };
}

function say(kind: string, text: string, ms: number): Json {
  return { ts: start + ms, type: 'say', say: kind, text };
}

function request(ms: number, info: Json): Json {
  return say('api_req_started', JSON.stringify(info), ms);
}
