import assert from 'node:assert/strict';
import { amp } from '../../../src/importers/amp.js';
import { responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const id = 'T-019c0000-0000-7000-8000-00000000000a';
const path = `threads/${id}.json`;

describe('counting of Amp', () => {
  it('takes the messages where there is no ledger', () => {
    const messages = [answer(1, 10, 178, 986, 11_372), answer(3, 5, 42, 0, 12_000)];
    const found = responses(amp, { [path]: [thread(messages)] });
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [figures(10, 178, 986, 11_372), figures(5, 42, 0, 12_000)],
    );
  });

  it('takes the ledger alone where there is one, with the cache of the message that the call made', () => {
    const events = [
      {
        id: 'e1',
        timestamp: at,
        model: 'claude-opus-4-6',
        credits: 1.25,
        tokens: { input: 100, output: 50 },
        toMessageId: 1,
      },
    ];
    const messages = [answer(1, 90, 45, 20, 10), answer(3, 5, 42, 0, 0)];
    const found = responses(amp, { [path]: [thread(messages, { usageLedger: { events } })] });
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [figures(100, 50, 20, 10)],
    );
  });

  it('takes a ledger that comes later in the place of the messages', () => {
    const messages = [answer(1, 90, 45, 20, 10)];
    const events = [{ id: 'e1', timestamp: at, tokens: { input: 100, output: 50 }, toMessageId: 1 }];
    const files = {
      [path]: [thread(messages)],
      [path.replace(id, 'T-later')]: [thread(messages, { usageLedger: { events } })],
    };
    assert.deepEqual(totals(amp, files), [180]);
  });

  it('takes messages where the ledger is empty', () => {
    const files = { [path]: [thread([answer(1, 10, 5, 0, 0)], { usageLedger: { events: [] } })] };
    assert.deepEqual(totals(amp, files), [15]);
  });

  it('counts an answer when it has ended, and knows of one without figures', () => {
    const { usage: _usage, ...open } = answer(1, 0, 0, 0, 0);
    const files = (state: Json): Record<string, Json[]> => ({ [path]: [thread([{ ...open, state }])] });
    assert.deepEqual(responses(amp, files({ type: 'streaming' })), []);
    assert.deepEqual(responses(amp, files({ type: 'error' })), []);
    assert.equal(responses(amp, files({ type: 'complete' }))[0]?.tokens, null);
  });

  it('tells an answer from one that was in its place before the prompt was edited', () => {
    const other = answer(1, 20, 5, 0, 0);
    const usage = { ...(other['usage'] as Json), timestamp: '2026-01-02T04:04:05.000Z' };
    const files = {
      [path]: [thread([answer(1, 10, 5, 0, 0)])],
      [path.replace(id, 'T-edited')]: [thread([{ ...other, usage }])],
    };
    assert.deepEqual(
      totals(amp, files).toSorted((a, b) => a - b),
      [15, 25],
    );
  });
});

const at = '2026-01-02T03:04:05.000Z';

function thread(messages: readonly Json[], more: Json = {}): Json {
  return { v: 1, id, created: Date.parse(at), messages, ...more };
}

function answer(messageId: number, input: number, output: number, written: number, read: number): Json {
  return {
    role: 'assistant',
    messageId,
    content: [{ type: 'text', text: 'Yes' }],
    state: { type: 'complete' },
    usage: {
      model: 'claude-opus-4-6',
      inputTokens: input,
      outputTokens: output,
      cacheCreationInputTokens: written,
      cacheReadInputTokens: read,
      timestamp: at,
    },
  };
}

function figures(input: number, output: number, cacheWrite5m: number, cacheRead: number): Json {
  return { input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0, reasoning: null };
}
