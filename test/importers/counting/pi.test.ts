import assert from 'node:assert/strict';
import { pi } from '../../../src/importers/pi.js';
import { bySession, responses, totals } from '../countResponses.js';

type Json = Record<string, unknown>;

const session = '019c0000-0000-7000-8000-00000000000a';
const fork = '019c0000-0001-7000-8000-00000000000b';
const file = `sessions/--work-app--/2026-01-02T03-04-00-000Z_${session}.jsonl`;
const forked = `sessions/--work-app--/2026-01-02T03-05-00-000Z_${fork}.jsonl`;

describe('counting of pi', () => {
  it('has no cache in the input', () => {
    const [response] = responses(pi, {
      [file]: [header(session, 0), answer('a1', 1, used(100, 50, 400, 30))],
    });
    assert.deepEqual(response?.tokens, {
      input: 100,
      cacheRead: 400,
      cacheWrite5m: 30,
      cacheWrite1h: 0,
      output: 50,
      reasoning: null,
    });
  });

  it('counts a line once', () => {
    const line = answer('a1', 1, used(10, 5));
    assert.deepEqual(totals(pi, { [file]: [header(session, 0), line, line] }), [15]);
  });

  it('gives a copied response to the session that wrote it', () => {
    const own = answer('a1', 1, used(10, 5));
    const parentSession = `/home/dev/.pi/agent/${file}`;
    const files = {
      [file]: [header(session, 0), own],
      [forked]: [{ ...header(fork, 60), parentSession }, own, answer('f1', 61, used(20, 5))],
    };
    assert.deepEqual(bySession(pi, files), [
      [session, 15],
      [fork, 25],
    ]);
  });

  it('tells answers apart whose lines have the same id in two sessions', () => {
    const files = {
      [file]: [header(session, 0), answer('a1', 1, used(10, 5))],
      [forked]: [header(fork, 60), answer('a1', 61, used(10, 5))],
    };
    assert.deepEqual(totals(pi, files), [15, 15]);
  });

  it('finds an answer of an old file again when the program has given its lines ids', () => {
    const { id: _id, parentId: _parent, ...line } = answer('a1', 1, used(10, 5));
    const files = { [file]: [header(session, 0), line, answer('a1', 1, used(10, 5))] };
    assert.deepEqual(totals(pi, files), [15]);
  });

  it('counts ways that were left', () => {
    const lines = [header(session, 0), answer('a1', 1, used(10, 5)), answer('a2', 2, used(20, 5))];
    assert.deepEqual(totals(pi, { [file]: lines }), [15, 25]);
  });

  it('knows of answers without figures, and that a failed request is none', () => {
    const lines = [
      header(session, 0),
      answer('a1', 1, undefined),
      answer('a2', 2, used(0, 0), { stopReason: 'aborted' }),
      answer('a3', 3, used(0, 0), { stopReason: 'error' }),
    ];
    const found = responses(pi, { [file]: lines });
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [null, null],
    );
  });
});

function header(id: string, second: number): Json {
  return { type: 'session', version: 3, id, timestamp: time(second), cwd: '/work/app' };
}

function answer(id: string, second: number, usage: Json | undefined, more: Json = {}): Json {
  const message = { role: 'assistant', content: [], model: 'claude-sonnet-4-5', timestamp: second, ...more };
  return {
    type: 'message',
    id,
    parentId: null,
    timestamp: time(second),
    message: { ...message, ...(usage === undefined ? {} : { usage }) },
  };
}

function used(input: number, output: number, cacheRead = 0, cacheWrite = 0): Json {
  return { input, output, cacheRead, cacheWrite, totalTokens: input + output + cacheRead + cacheWrite };
}

function time(second: number): string {
  return new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
}
