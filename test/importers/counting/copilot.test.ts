import assert from 'node:assert/strict';
import { copilot } from '../../../src/importers/copilot.js';
import { bySession, responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const session = '33333333-3333-4333-8333-333333333333';
const fork = '55555555-5555-4555-8555-555555555555';
const events = `session-state/${session}/events.jsonl`;
const database = 'session-store.db';
const telemetry = 'otel/copilot.jsonl';

describe('counting of GitHub Copilot CLI', () => {
  it('counts each record of a call, and no shutdown, message or row beside them', () => {
    const files = {
      [events]: [
        record('c1', 1001, 51),
        message('c1', 51),
        record('c2', 1002, 52),
        message('c2', 52),
        shutdown(2, 2003, 103),
        record('c3', 1003, 53),
        shutdown(3, 3006, 156),
      ],
      [database]: [row(1, 1001, 51), row(2, 1002, 52), row(3, 1003, 53)],
      [telemetry]: [span('s1', { input_tokens: 1001, output_tokens: 51 })],
    };
    assert.deepEqual(totals(copilot, files), [1052, 1054, 1056]);
  });

  it('has no cache in the input', () => {
    const [response] = responses(copilot, {
      [events]: [
        record('c1', 1001, 51, { cacheReadTokens: 401, cacheWriteTokens: 100, reasoningTokens: 11 }),
      ],
    });
    assert.deepEqual(response?.tokens, {
      input: 500,
      cacheRead: 401,
      cacheWrite5m: 100,
      cacheWrite1h: 0,
      output: 51,
      reasoning: 11,
    });
  });

  it('takes of a shutdown what was used since the one before: 6,021 in all, not 9,027', () => {
    const files = { [events]: [shutdown(3, 3006, 0), shutdown(6, 6021, 0)] };
    const found = totals(copilot, files);
    assert.equal(found.length, 6);
    assert.equal(sum(found), 6021);
  });

  it('adds a shutdown that began anew', () => {
    const found = totals(copilot, { [events]: [shutdown(3, 3006, 0), shutdown(1, 1000, 0)] });
    assert.equal(found.length, 4);
    assert.equal(sum(found), 4006);
  });

  it('keeps what a shutdown told before an update began to record calls', () => {
    const files = {
      [events]: [message('m1', 9), shutdown(2, 3000, 10), record('c3', 100, 5), shutdown(3, 3100, 15)],
    };
    const found = totals(copilot, files);
    assert.equal(found.length, 3);
    assert.equal(sum(found), 3010 + 105);
  });

  it('counts what came after the last shutdown by its messages, as a part', () => {
    const found = responses(copilot, { [events]: [shutdown(1, 1000, 0), message('m2', 7)] });
    assert.deepEqual(
      found.map(({ tokens }) => tokens?.output),
      [0, 7],
    );
  });

  it('takes the rows of the database before messages, and where there are no events at all', () => {
    const rows = [row(1, 1001, 51), row(2, 1002, 52)];
    for (const lines of [[message('m1', 51), message('m2', 52)], []]) {
      assert.deepEqual(totals(copilot, { [events]: lines, [database]: rows }), [1052, 1054]);
    }
  });

  it('gives the records that a fork repeats to the session that made them', () => {
    const copied = record('c1', 1001, 51);
    const files = {
      [events]: [copied],
      [`session-state/${fork}/events.jsonl`]: [copied, record('c2', 10, 1, {}, fork)],
    };
    assert.deepEqual(Object.fromEntries(bySession(copilot, files)), { [session]: 1052, [fork]: 11 });
  });

  it('counts the files of an old and a new layout once', () => {
    const lines = [record('c1', 1001, 51), message('c1', 51)];
    const files = { [events]: lines, [`session-state/${session}.jsonl`]: lines };
    assert.deepEqual(totals(copilot, files), [1052]);
  });

  it('has unknown tokens where a version tells none', () => {
    const files = { [events]: [message('m1', undefined), shutdown(2, undefined, 0)] };
    assert.deepEqual(totals(copilot, files), [-1, -1]);
  });

  it('reads a span of telemetry: 19,329 of input beside what was read from the cache', () => {
    const used = {
      input_tokens: 19_452,
      output_tokens: 281,
      'cache_read.input_tokens': 123,
      'cache_creation.input_tokens': 25,
      'reasoning.output_tokens': 128,
    };
    const [response] = responses(copilot, { [telemetry]: [{ type: 'metric', name: 'x' }, span('s1', used)] });
    assert.deepEqual(response?.tokens, {
      input: 19_329,
      cacheRead: 123,
      cacheWrite5m: 25,
      cacheWrite1h: 0,
      output: 281,
      reasoning: 128,
    });
    assert.equal(response.at, Date.parse('2026-04-11T19:04:24.967Z'));
  });

  it('takes the span of a call before its log and the sum of its agent', () => {
    const of = (input: number, output: number): Json => ({ input_tokens: input, output_tokens: output });
    const files = {
      [telemetry]: [
        span('agent-1', of(100, 30), 'invoke_agent'),
        {
          attributes: {
            'event.name': 'gen_ai.client.inference.operation.details',
            'gen_ai.response.id': 'resp',
            'gen_ai.usage.input_tokens': 80,
          },
        },
        span('chat-1', of(60, 10)),
      ],
    };
    assert.deepEqual(totals(copilot, files), [70]);
  });

  it('takes a sum of tokens where the parts are missing', () => {
    assert.deepEqual(totals(copilot, { [telemetry]: [span('s1', { total_tokens: 567 })] }), [567]);
  });
});

let made = 0;

function event(type: string, data: Json): Json {
  made++;
  return { type, id: `e${made}`, timestamp: new Date(Date.UTC(2026, 5, 2, 3, 4, made)).toISOString(), data };
}

function record(call: string, input: number, output: number, more: Json = {}, of = session): Json {
  const accounting = { sourceSessionId: of, usageId: call };
  return event('session.usage_record', {
    usage: { model: 'gpt-5', inputTokens: input, outputTokens: output, apiCallId: call, accounting, ...more },
  });
}

function message(id: string, outputTokens: number | undefined): Json {
  return event('assistant.message', { messageId: id, apiCallId: id, content: 'Hi', outputTokens });
}

function shutdown(count: number, inputTokens: number | undefined, outputTokens: number): Json {
  const usage = inputTokens === undefined ? {} : { usage: { inputTokens, outputTokens } };
  return event('session.shutdown', { modelMetrics: { 'gpt-5': { requests: { count }, ...usage } } });
}

function row(id: number, input: number, output: number): Json {
  const created_at = `2026-06-02T03:04:0${id}.002Z`;
  const tokens = { input_tokens: input, output_tokens: output };
  return {
    from: 'assistant_usage_events',
    row: { id, session_id: session, model: 'gpt-5', ...tokens, created_at },
  };
}

function span(spanId: string, used: Json, operation = 'chat'): Json {
  const usage = Object.fromEntries(
    Object.entries(used).map(([name, value]) => [`gen_ai.usage.${name}`, value]),
  );
  return {
    type: 'span',
    traceId: 'trace-1',
    spanId,
    name: `${operation} gpt-5`,
    endTime: [1_775_934_264, 967_317_833],
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.response.id': 'resp',
      'gen_ai.conversation.id': session,
      ...usage,
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
