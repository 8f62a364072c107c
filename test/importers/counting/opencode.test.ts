import assert from 'node:assert/strict';
import initSqlJs, { type Database, type SqlValue } from 'sql.js';
import type { ImportEvent, MessageEvent } from '../../../src/common/model.js';
import { opencode } from '../../../src/importers/opencode.js';
import { loadSqlJs } from '../../../src/store/sqljsFile.js';
import { wasmPath } from '../../ingest/support.js';
import { reduceUsage, total, type Response } from '../reduceUsage.js';

type Json = Record<string, unknown>;

const began = Date.UTC(2026, 0, 2, 3);
const parent = idOf('ses', 0);
const fork = idOf('ses', 60_000);

describe('counting of OpenCode', () => {
  let db: Database;
  before(async () => {
    // The library starts once a process, and our databases need it started their way.
    await loadSqlJs(wasmPath);
    const { Database: Sql } = await initSqlJs();
    db = new Sql();
    db.run(
      `create table session (id text primary key, parent_id text, directory text, title text, version text,
        time_created integer, time_updated integer);
      create table message (id text primary key, session_id text, time_created integer, time_updated integer, data text);
      create table part (id text primary key, message_id text, session_id text, time_created integer, time_updated integer,
        data text);`,
    );
  });
  beforeEach(() => {
    db.run('delete from session; delete from message; delete from part');
    session(parent, 0);
  });
  after(() => db.close());

  const put = (table: string, row: Record<string, SqlValue>) =>
    db.run(
      `insert or replace into ${table} (${Object.keys(row).join()}) values (${Object.keys(row)
        .map(() => '?')
        .join()})`,
      Object.values(row),
    );
  const session = (id: string, at: number, parent_id: string | null = null) =>
    put('session', {
      ...{ id, parent_id, directory: '/work/app', title: 'Title', version: '1.2.0' },
      ...{ time_created: began + at, time_updated: began + at },
    });
  /** A message that was stored `at`, in milliseconds after the beginning. */
  const message = (of: string, at: number, data: Json, id = idOf('msg', at)) => {
    put('message', {
      ...{ id, session_id: of, data: JSON.stringify(data) },
      ...{ time_created: (data.time as { created: number }).created, time_updated: began + at },
    });
    return id;
  };
  const part = (of: string, message_id: string, at: number, data: Json) => {
    const id = idOf('prt', at);
    const times = { time_created: began + at, time_updated: began + at };
    put('part', { ...{ id, message_id, session_id: of, data: JSON.stringify(data) }, ...times });
    return id;
  };
  /** What the importer makes of all rows, as if they were read for the first time. */
  const read = (): ImportEvent[] => {
    const parser = opencode.start({ root: '/data', path: 'opencode.db', modifiedAt: began });
    return (opencode.queries?.('opencode.db') ?? [])
      .filter(({ from }) => ['session', 'message', 'part'].includes(from))
      .flatMap(({ from, sql }) => {
        const statement = db.prepare(sql);
        statement.bind([0]);
        const events: ImportEvent[] = [];
        while (statement.step()) {
          const { mark: _mark, ...row } = statement.getAsObject();
          events.push(...parser.parse({ from, row }, { offset: 0, length: 0 }).events);
        }
        statement.free();
        return events;
      });
  };

  it('takes the tokens of a message, with the reasoning in the output, and not the ends of its steps', () => {
    const id = message(parent, 1000, answer(1000, 2000, tokens(600, 40, 19, 409, 7)));
    part(parent, id, 1010, { type: 'step-start' });
    part(parent, id, 1020, { type: 'step-finish', reason: 'stop', tokens: tokens(600, 40, 19, 409, 7) });
    const [response, ...others] = reduceUsage(read());
    assert.deepEqual(others, []);
    const expected = { input: 600, cacheRead: 409, cacheWrite5m: 7, cacheWrite1h: 0 };
    assert.deepEqual(response?.tokens, { ...expected, output: 59, reasoning: 19 });
  });

  it('counts a message of the tree of files, and by the database where both have it', () => {
    const inFile = answer(1000, undefined, tokens(100, 50, 0, 10, 0));
    assert.deepEqual(totals(file(inFile)), [160]);
    message(parent, 1000, answer(1000, undefined, tokens(120, 60, 0, 12, 0)));
    assert.deepEqual(totals([...file(inFile), ...read()]), [192]);
    message(parent, 1000, answer(1000, 2000, tokens(120, 60, 0, 12, 0)));
    assert.deepEqual(totals([...file(inFile), ...read()]), [192]);
    assert.deepEqual(totals([...file(answer(1000, 2000, tokens(100, 50, 0, 10, 0))), ...read()]), [192]);
  });

  it('gives what a fork copied to the session that wrote it', () => {
    message(parent, 1000, answer(1000, 2000, tokens(600, 59)));
    session(fork, 60_000);
    message(fork, 60_010, answer(1000, 2000, tokens(600, 59)));
    message(fork, 61_000, answer(61_000, 62_000, tokens(600, 65)));
    const events = read();
    assert.deepEqual(
      responses(events).map((response) => [response.session, total(response.tokens)]),
      [
        [parent, 659],
        [fork, 665],
      ],
    );
    const forked = events.find((event) => event.type === 'session' && event.session === fork);
    assert.equal(forked?.type === 'session' ? forked.forkedFrom : null, parent);
  });

  it('counts both of two answers that began in the same millisecond', () => {
    for (const [nth, of] of [idOf('ses', 500), idOf('ses', 501)].entries()) {
      session(of, 500 + nth, parent);
      message(of, 1000, answer(1000, 2000 + nth, tokens(600, 59)), `${idOf('msg', 1000)}${nth}`);
    }
    assert.deepEqual(totals(read()), [659, 659]);
  });

  it('counts an answer once that was read while it was written', () => {
    const id = message(parent, 1000, answer(1000, undefined, tokens(0, 0)));
    part(parent, id, 1010, { type: 'step-start' });
    const early = read();
    assert.deepEqual(responses(early), []);
    message(parent, 1000, answer(1000, undefined, tokens(600, 59)));
    const half = read();
    message(parent, 1000, { ...answer(1000, 2000, tokens(600, 59)), finish: 'stop' });
    assert.deepEqual(totals([...early, ...half, ...read()]), [659]);
  });

  it('knows no tokens where none are told, and no response where no model answered', () => {
    const stopped = { error: { name: 'MessageAbortedError', data: {} } };
    const refused = { error: { name: 'ProviderAuthError', data: { message: 'No key' } } };
    const withSteps = (at: number, more: Json) => {
      const id = message(parent, at, { ...answer(at, at + 500, tokens(0, 0)), ...more });
      part(parent, id, at + 10, { type: 'step-start' });
    };
    withSteps(1000, { finish: 'stop' });
    withSteps(2000, stopped);
    withSteps(3000, refused);
    // A command that the user ran has no step.
    message(parent, 4000, answer(4000, 4500, tokens(0, 0)));
    assert.deepEqual(
      responses(read()).map((response) => [(response.at ?? 0) - began, response.tokens]),
      [
        [1000, null],
        [2000, null],
      ],
    );
  });

  it('puts what was taken back beside what came in its place', () => {
    const said = (at: number, text: string) =>
      part(parent, message(parent, at, { role: 'user', time: { created: began + at } }), at + 1, {
        type: 'text',
        text,
      });
    const replied = (at: number) =>
      part(parent, message(parent, at, answer(at, at + 100, tokens(10, 1))), at + 1, {
        type: 'text',
        text: 'Done.',
      });
    said(1000, 'First');
    const kept = replied(2000);
    const left = said(3000, 'Wrong');
    replied(4000);
    const before = read();
    db.run('delete from message where time_created >= ?', [began + 3000]);
    db.run('delete from part where time_created >= ?', [began + 3000]);
    const right = said(5000, 'Right');
    const messages = [...before, ...read()].filter(
      (event): event is MessageEvent => event.type === 'message',
    );
    const parentOf = (uid: string) => messages.findLast((found) => found.uid === uid)?.parent;
    assert.deepEqual([parentOf(left), parentOf(right)], [kept, kept]);
    const places = messages.map(({ position }) => position ?? 0);
    assert.deepEqual(new Set(places), new Set(places.toSorted((a, b) => a - b)));
  });
});

/** The same whatever the order of reading. */
function responses(events: readonly ImportEvent[]): Response[] {
  const byTime = (all: readonly ImportEvent[]) =>
    reduceUsage(all).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.key < b.key ? -1 : 1));
  assert.deepEqual(byTime(events.toReversed()), byTime(events));
  return byTime(events);
}

function totals(events: readonly ImportEvent[]): number[] {
  return responses(events).map((response) => total(response.tokens));
}

/** What the importer makes of a message's file in the tree. */
function file(data: Json): ImportEvent[] {
  const id = idOf('msg', 1000);
  const path = `storage/message/${parent}/${id}.json`;
  const parser = opencode.start({ root: '/data', path, modifiedAt: began });
  return [...parser.parse({ ...data, id, sessionID: parent }, { offset: 0, length: 0 }).events];
}

function answer(created: number, completed: number | undefined, used: Json): Json {
  return {
    role: 'assistant',
    time: { created: began + created, ...(completed === undefined ? {} : { completed: began + completed }) },
    modelID: 'claude-sonnet-4-5',
    providerID: 'anthropic',
    path: { cwd: '/work/app', root: '/work/app' },
    tokens: used,
  };
}

function tokens(input: number, output: number, reasoning = 0, read = 0, write = 0): Json {
  return { input, output, reasoning, cache: { read, write } };
}

/** An id of that time after the beginning, as OpenCode makes them: those of sessions count down. */
function idOf(kind: 'ses' | 'msg' | 'prt', at: number): string {
  const value = ((began + at) * 4096 + 1) % 2 ** 48;
  const digits = kind === 'ses' ? 2 ** 48 - 1 - value : value;
  return `${kind}_${digits.toString(16).padStart(12, '0')}Abcdef012345`;
}
