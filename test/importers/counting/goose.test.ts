import assert from 'node:assert/strict';
import type { ImportEvent } from '../../../src/common/model.js';
import { goose } from '../../../src/importers/goose.js';
import { bySession, responses, totals } from '../countResponses.js';
import { reduceUsage, total } from '../reduceUsage.js';

type Json = Record<string, unknown>;

const id = '20260102_1';
const began = Date.UTC(2026, 0, 2, 3) / 1000;

describe('counting of Goose', () => {
  it('counts what the total has beyond input and output as input, and says that it is approximate', () => {
    const [response] = responses(goose, lines({ input_tokens: 100, output_tokens: 50, total_tokens: 180 }));
    assert.deepEqual(
      [response?.tokens?.input, response?.tokens?.output, total(response?.tokens ?? null)],
      [130, 50, 180],
    );
    assert.equal(response?.approximate, true);
  });

  it('takes the sums of a session, and the last call only where there are none', () => {
    const last = { input_tokens: 100, output_tokens: 50, total_tokens: 150 };
    const all = {
      accumulated_input_tokens: 900,
      accumulated_output_tokens: 90,
      accumulated_total_tokens: 990,
    };
    assert.deepEqual(totals(goose, lines({ ...last, ...all })), [990]);
    assert.equal(responses(goose, lines({ ...last, ...all }))[0]?.approximate, false);
    assert.equal(responses(goose, lines(last))[0]?.approximate, true);
    assert.deepEqual(counted([session(last)]), [150]);
    assert.deepEqual(counted([session(last), session({ ...last, ...all })]), [990]);
  });

  it('takes the ledger alone where there is one, with the calls of compactions', () => {
    const sums = session({
      accumulated_input_tokens: 900,
      accumulated_output_tokens: 90,
      accumulated_total_tokens: 990,
    });
    assert.deepEqual(counted([sums, call(1, 500, 50), call(2, 300, 30, { is_compaction: 1 })]), [550, 330]);
    assert.deepEqual(counted([call(1, 500, 50), sums]), [550]);
  });

  it('takes the cache out of the input, unless the total says that it is not in it', () => {
    const cached = { cache_read_tokens: 400, cache_write_tokens: 50 };
    const tokensOf = (more: Json) =>
      reduceUsage(read([call(1, 1000, 100, { ...cached, ...more })]))[0]?.tokens;
    const told = { cacheRead: 400, cacheWrite5m: 50, cacheWrite1h: 0, output: 100, reasoning: null };
    assert.deepEqual(tokensOf({ total_tokens: 1100 }), { input: 550, ...told });
    assert.deepEqual(tokensOf({ total_tokens: 1550 }), { input: 1000, ...told });
    assert.deepEqual(tokensOf({ total_tokens: null }), { input: 550, ...told });
    assert.deepEqual(tokensOf({ input_tokens: 10, total_tokens: 560 }), { input: 10, ...told });
  });

  it('takes the database before the lines that it was made of, and tells their messages once', () => {
    const figures = {
      accumulated_input_tokens: 90,
      accumulated_output_tokens: 9,
      accumulated_total_tokens: 99,
    };
    const files = lines(figures);
    assert.deepEqual(bySession(goose, files), [[id, 99]]);
    const row = { ...session({ ...figures, accumulated_total_tokens: 199, accumulated_input_tokens: 190 }) };
    const stored = read([
      row,
      message(1, 'user', 0, [{ type: 'text', text: 'Go' }]),
      message(2, 'assistant', 1, [{ type: 'text', text: 'Done.' }]),
    ]);
    const told = Object.entries(files).flatMap(([path, records]) => {
      const parser = goose.start({ root: '/data', path, modifiedAt: 0 });
      return records.flatMap((record) => [...parser.parse(record, { offset: 0, length: 0 }).events]);
    });
    assert.deepEqual(
      reduceUsage([...told, ...stored]).map((response) => total(response.tokens)),
      [199],
    );
    assert.deepEqual(uids(stored), uids(told));
  });

  it('knows no tokens of a session in which a model answered and none are told', () => {
    assert.deepEqual(totals(goose, lines({})), [-1]);
    assert.deepEqual(counted([session({ answered: 1 })]), [-1]);
    assert.deepEqual(counted([session({})]), []);
  });
});

/** A session's file of lines. */
function lines(figures: Json): Record<string, readonly unknown[]> {
  return {
    [`${id}.jsonl`]: [
      { working_dir: '/work/app', description: 'Title', ...figures },
      { role: 'user', created: began, content: [{ type: 'text', text: 'Go' }] },
      { role: 'assistant', created: began + 1, content: [{ type: 'text', text: 'Done.' }] },
    ],
  };
}

function session(figures: Json): Json {
  const row = { id, working_dir: '/work/app', created_at: '2026-01-02 03:00:00', answered: 0, ...figures };
  return { from: 'session', row };
}

function call(nth: number, input: number, output: number, more: Json = {}): Json {
  const figures = { input_tokens: input, output_tokens: output, total_tokens: input + output };
  return {
    from: 'ledger',
    row: { id: nth, session_id: id, created_timestamp: began + nth, ...figures, ...more },
  };
}

function message(nth: number, role: string, after: number, content: readonly unknown[]): Json {
  const row = {
    session_id: id,
    role,
    created_timestamp: began + after,
    content_json: JSON.stringify(content),
  };
  return { from: 'message', row: { id: nth, ...row } };
}

/** What the importer makes of these rows of the database. */
function read(rows: readonly Json[]): ImportEvent[] {
  const parser = goose.start({ root: '/data', path: 'sessions.db', modifiedAt: 0 });
  return rows.flatMap((row) => [...parser.parse(row, { offset: 0, length: 0 }).events]);
}

/** The totals that count, by time. */
function counted(rows: readonly Json[]): number[] {
  return reduceUsage(read(rows))
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map((response) => total(response.tokens));
}

function uids(events: readonly ImportEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.uid] : []));
}
