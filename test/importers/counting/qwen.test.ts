import assert from 'node:assert/strict';
import { qwen } from '../../../src/importers/qwen.js';
import { bySession, responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const session = '77777777-7777-4777-8777-777777777777';
const fork = '88888888-8888-4888-8888-888888888888';
const chat = `projects/-work-app/chats/${session}.jsonl`;
const forked = `projects/-work-app/chats/${fork}.jsonl`;
const subAgent = `projects/-work-app/subagents/${session}/agent-general-purpose-call_7.jsonl`;

describe('counting of Qwen Code', () => {
  it('counts neither the cache nor the thoughts twice', () => {
    const answers = [1, 2, 3, 4, 5, 6].map((n) =>
      answer(`a${n}`, {
        promptTokenCount: 1000 + n,
        cachedContentTokenCount: 400 + n,
        candidatesTokenCount: 50 + n,
        thoughtsTokenCount: 10 + n,
        totalTokenCount: 1050 + 2 * n,
      }),
    );
    assert.equal(
      totals(qwen, { [chat]: answers }).reduce((sum, value) => sum + value, 0),
      6342,
    );
    assert.deepEqual(responses(qwen, { [chat]: answers.slice(0, 1) })[0]?.tokens, {
      input: 600,
      cacheRead: 401,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 51,
      reasoning: 11,
    });
  });

  it('takes the total less the prompt where the thoughts are apart', () => {
    const apart = {
      promptTokenCount: 100,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 20,
      totalTokenCount: 125,
    };
    const [response] = responses(qwen, { [chat]: [answer('a1', apart)] });
    assert.equal(response?.tokens?.output, 25);
    assert.equal(response?.tokens?.reasoning, 20);
  });

  it('leaves telemetry alone, that of sub-agents too', () => {
    const told = (of: Json): Json => ({
      ...line(`t-${JSON.stringify(of)}`, 'system'),
      subtype: 'ui_telemetry',
      systemPayload: {
        uiEvent: {
          'event.name': 'qwen-code.api_response',
          input_token_count: 100,
          output_token_count: 5,
          ...of,
        },
      },
    });
    const files = {
      [chat]: [told({}), answer('a1', used), told({ subagent_id: 'general-purpose-call_7' })],
      [subAgent]: [answer('s1', used)],
    };
    assert.deepEqual(totals(qwen, files), [105, 105]);
  });

  it('takes an answer and its calls in a line of their own as one response', () => {
    const { model: _model, ...calls } = answer('s2', undefined);
    assert.deepEqual(totals(qwen, { [subAgent]: [answer('s1', used), calls] }), [105]);
  });

  it('gives what a sub-agent used to the session that started it', () => {
    const files = { [chat]: [answer('a1', used)], [subAgent]: [answer('s1', used)] };
    assert.deepEqual(bySession(qwen, files), [
      [session, 105],
      [session, 105],
    ]);
  });

  it('gives a copied response to the session that wrote it', () => {
    const own = answer('a1', used);
    const copy = { ...own, sessionId: fork, forkedFrom: { sessionId: session, messageUuid: 'a1' } };
    const files = { [chat]: [own], [forked]: [copy, { ...answer('a2', used), sessionId: fork }] };
    assert.deepEqual(bySession(qwen, files), [
      [session, 105],
      [fork, 105],
    ]);
  });

  it('counts answers that were left by going back', () => {
    const rewind = { ...line('w1', 'system'), subtype: 'rewind', parentUuid: null };
    assert.deepEqual(totals(qwen, { [chat]: [answer('a1', used), rewind, answer('a2', used)] }), [105, 105]);
  });

  it('knows of answers without figures', () => {
    const [response] = responses(qwen, { [chat]: [answer('a1', undefined)] });
    assert.equal(response?.tokens, null);
  });

  it('counts folders of old versions as Gemini CLI writes them', () => {
    const tokens = { input: 100, output: 5, cached: 40, thoughts: 3, tool: 0, total: 108 };
    const files = {
      'tmp/ab12/chats/session-2025-09-02T03-04-99999999.json': [
        {
          sessionId: session,
          startTime: at,
          messages: [
            { id: 'g1', timestamp: at, type: 'gemini', content: 'Yes', tokens, model: 'qwen3-coder' },
          ],
        },
      ],
    };
    assert.deepEqual(totals(qwen, files), [108]);
  });
});

const at = '2026-01-02T03:04:05.000Z';
const used = { promptTokenCount: 100, candidatesTokenCount: 5, thoughtsTokenCount: 0, totalTokenCount: 105 };

function line(uuid: string, type: string): Json {
  return {
    uuid,
    parentUuid: null,
    sessionId: session,
    timestamp: at,
    type,
    cwd: '/work/app',
    version: '0.24.4',
  };
}

function answer(uuid: string, usageMetadata: Json | undefined): Json {
  const message = { role: 'model', parts: [{ text: 'Yes' }] };
  return {
    ...line(uuid, 'assistant'),
    model: 'qwen3-coder-plus',
    message,
    ...(usageMetadata === undefined ? {} : { usageMetadata }),
  };
}
