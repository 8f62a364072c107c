import assert from 'node:assert/strict';
import { gemini } from '../../../src/importers/gemini.js';
import { bySession, responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const session = '33333333-3333-4333-8333-333333333333';
const child = '44444444-4444-4444-8444-444444444444';
const chat = 'tmp/app/chats/session-2026-01-02T03-04-33333333.jsonl';

describe('counting of Gemini CLI', () => {
  it('counts a message once, however often it is written', () => {
    const first = answer('g1', { input: 1000, output: 50, cached: 400, thoughts: 10, tool: 0, total: 1060 });
    const files = { [chat]: [meta(), first, { ...first, toolCalls: [] }, { ...first, toolCalls: [{}] }] };
    assert.deepEqual(totals(gemini, files), [1060]);
  });

  it('takes the tokens wherever they come', () => {
    const used = { input: 100, output: 5, cached: 0, thoughts: 0, tool: 0, total: 105 };
    for (const lines of [
      [answer('g1', null), answer('g1', used)],
      [answer('g1', used), answer('g1', null)],
      [answer('g1', used), { ...answer('g1', used), tokens: undefined }, prompt('u2')],
    ]) {
      assert.deepEqual(totals(gemini, { [chat]: [meta(), ...lines] }), [105]);
    }
  });

  it('has no cache in the input, and the thoughts in the output', () => {
    const used = { input: 15_334, output: 23, cached: 11_526, thoughts: 919, tool: 0, total: 16_276 };
    const [response] = responses(gemini, { [chat]: [meta(), answer('g1', used)] });
    assert.deepEqual(response?.tokens, {
      input: 3808,
      cacheRead: 11_526,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 942,
      reasoning: 919,
    });
  });

  it('counts what tools of the API added as input', () => {
    const used = { input: 15_334, output: 23, cached: 11_526, thoughts: 900, tool: 19, total: 16_276 };
    assert.deepEqual(totals(gemini, { [chat]: [meta(), answer('g1', used)] }), [16_276]);
  });

  it('takes each figure as the usage of a response, not as a context that grows', () => {
    const grows = [1000, 3000, 2000].map((input, index) =>
      answer(`g${index}`, { input, output: 1, cached: 0, thoughts: 0, tool: 0, total: input + 1 }),
    );
    assert.deepEqual(totals(gemini, { [chat]: [meta(), ...grows] }), [1001, 3001, 2001]);
  });

  it('loses and adds nothing when a session is resumed', () => {
    const used = { input: 100, output: 5, cached: 0, thoughts: 0, tool: 0, total: 105 };
    const checkpoint = {
      $set: { messages: [prompt('u1'), answer('g1', undefined), answer('g1', { ...used, input: 900 })] },
    };
    const files = {
      [chat]: [meta(), prompt('u1'), answer('g1', used), meta(), checkpoint, answer('g2', used)],
    };
    assert.deepEqual(totals(gemini, files), [105, 105]);
  });

  it('counts a document and the lines that it was turned into once', () => {
    const used = { input: 10, output: 5, cached: 0, thoughts: 0, tool: 0, total: 15 };
    const messages = [prompt('u1'), answer('g1', used)];
    const files = {
      [chat.replace('.jsonl', '.json')]: [{ ...meta(), messages }],
      [chat]: [meta(), ...messages, answer('g2', used)],
    };
    assert.deepEqual(totals(gemini, files), [15, 15]);
  });

  it('counts messages that were left by going back', () => {
    const used = { input: 10, output: 5, cached: 0, thoughts: 0, tool: 0, total: 15 };
    const files = {
      [chat]: [
        meta(),
        prompt('u1'),
        answer('g1', used),
        { $rewindTo: 'u1' },
        prompt('u2'),
        answer('g2', used),
      ],
    };
    assert.deepEqual(totals(gemini, files), [15, 15]);
  });

  it('gives a sub-agent its own', () => {
    const used = { input: 10, output: 5, cached: 0, thoughts: 0, tool: 0, total: 15 };
    const files = {
      [chat]: [meta(), answer('g1', used)],
      [`tmp/app/chats/${session}/${child}.jsonl`]: [
        { ...meta(), sessionId: child, kind: 'subagent' },
        answer('g1', used),
      ],
    };
    assert.deepEqual(bySession(gemini, files), [
      [session, 15],
      [child, 15],
    ]);
  });

  it('knows of a response without figures when the next message comes', () => {
    const lines = [meta(), prompt('u1'), answer('g1', null)];
    assert.deepEqual(responses(gemini, { [chat]: lines }), []);
    const [response] = responses(gemini, { [chat]: [...lines, prompt('u2')] });
    assert.equal(response?.tokens, null);
    assert.equal(response?.model, 'gemini-3-pro-preview');
  });
});

function meta(): Json {
  return { sessionId: session, projectHash: 'ab12', startTime: at, kind: 'main' };
}

function prompt(id: string): Json {
  return { id, timestamp: at, type: 'user', content: 'Go on' };
}

function answer(id: string, tokens: Json | null | undefined): Json {
  return { id, timestamp: at, type: 'gemini', content: 'Yes', tokens, model: 'gemini-3-pro-preview' };
}

const at = '2026-01-02T03:04:05.000Z';
