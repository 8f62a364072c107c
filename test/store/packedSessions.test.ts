import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultSettings } from '../../src/common/settings.js';
import { createAttributor } from '../../src/store/attributor.js';
import { forgetSessions } from '../../src/store/forget.js';
import { eachPackedRow, type NumberRow, packRows } from '../../src/store/packedRows.js';
import { packMore } from '../../src/store/packedSessions.js';
import { createReader } from '../../src/store/read/reader.js';
import { createTicketStore } from '../../src/store/tickets.js';
import { createWriter } from '../../src/store/write/writeBatch.js';
import { assertPacked } from './packedCheck.js';
import type { Rows } from './rows.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from './storeFixture.js';

const start = Date.UTC(2026, 2, 12);
const session = fc.constantFrom('s1', 's2', 's3');
const at = fc.option(fc.nat(20).map((n) => start + n * 1000));
const model = fc.option(fc.constantFrom('m1', 'm2'), { nil: undefined });
const branch = fc.option(fc.constantFrom('AA-1', 'AA-2', 'main'), { nil: undefined });
const key = fc.constantFrom('r1', 'r2', 'r3', 'r4');
const callId = fc.constantFrom('c1', 'c2', 'c3');
const cwd = fc.option(fc.constantFrom('/a', '/b'), { nil: undefined });
const nothing = { cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null };

/** What files tell in any order: few calls and responses, so that they meet. Responses are claimed by several sessions. */
const row: fc.Arbitrary<Rows[number]> = fc.oneof(
  fc
    .record({ type: fc.constant('session' as const), session, at, cwd })
    .map(({ cwd: folder, at: time, ...rest }) => ({
      ...rest,
      ...(folder === undefined ? {} : { cwd: folder }),
      ...(time === null ? {} : { at: time }),
    })),
  fc
    .tuple(session, callId, at, model, branch, fc.option(key), fc.boolean(), fc.constantFrom('Bash', 'Edit'))
    .map(([of, id, time, made, on, response, copied, name]) => ({
      ...{ type: 'message' as const, session: of, uid: `u-${id}`, at: time, role: 'assistant' as const },
      ...{ kind: 'tool' as const, body: '{}', tool: { callId: id, name, category: 'run' as const } },
      ...(made === undefined ? {} : { model: made }),
      ...(on === undefined ? {} : { branch: on }),
      ...(response === null ? {} : { response }),
      ...(copied ? { copied } : {}),
    })),
  fc.tuple(session, callId, at, fc.boolean()).map(([of, id, time, isError]) => ({
    ...{ type: 'tool_result' as const, session: of, callId: id, at: time, body: 'out', isError },
  })),
  fc
    .tuple(session, callId, at, fc.constantFrom('/a/x', '/a/y'), fc.option(fc.nat(9)))
    .map(([of, id, time, path, added]) => ({
      ...{
        type: 'file_change' as const,
        session: of,
        callId: id,
        at: time,
        path,
        operation: 'update' as const,
      },
      ...{ added, removed: null, body: null },
    })),
  fc
    .tuple(session, key, at, model, branch, cwd, fc.nat(2), fc.boolean())
    .map(([of, id, time, made, on, folder, rank, isCopy]) => ({
      ...{
        type: 'usage' as const,
        session: of,
        key: id,
        group: id < 'r3' ? 'g' : id,
        rank,
        preference: rank,
      },
      ...{ at: time, isCopy, model: made ?? null, tokens: { input: rank + 1, ...nothing } },
      ...(on === undefined ? {} : { branch: on }),
      ...(folder === undefined ? {} : { cwd: folder }),
    })),
);

describe('sessions that are packed for charts', () => {
  afterEach(cleanUp);

  it('have rows of any numbers', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.nat(3),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
      fc.constantFrom(start, start + 1, -start, 0.5, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    );
    const rows = fc.array(fc.array(value, { minLength: 11, maxLength: 11 }), { maxLength: 20 });
    fc.assert(
      fc.property(rows, (given) => {
        const found: NumberRow[] = [];
        eachPackedRow(packRows(given), 11, (values) => found.push([...values]));
        assert.deepEqual(found, given);
      }),
      { numRuns: 500 },
    );
  });

  it('are packed anew after whatever changes what they are made of', async () => {
    const store = await openStore(temporaryFolder());
    const { db } = store;
    // On a busy disk a minute would go by in syncs, and nothing has to outlive a power failure here.
    db.exec('pragma synchronous = off');
    const attributor = createAttributor(db, () => defaultSettings);
    const writer = createWriter(db, { attribute: attributor });
    const everything = db
      .prepare(
        `select name from sqlite_schema where type = 'table' and name not like 'text_index%' and name not like 'sqlite%' and name <> 'meta'`,
      )
      .all()
      .map(([name]) => String(name));
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 6 }),
        (batches) => {
          everything.forEach((table) => db.exec(`delete from ${table}`));
          writer.reset();
          for (const [i, told] of batches.entries()) {
            const file = source(`${i % 2}.jsonl`, { generation: i });
            writer.writeBatch(batch(told, { sources: [file] }));
            assertPacked(db);
          }
          forgetSessions(db, ['agent:s1'], { attribute: attributor, importedFolder: '/kept', now: start });
          writer.reset();
          assertPacked(db);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('follow their tickets', async () => {
    const { db } = await openStore(temporaryFolder());
    const attributor = createAttributor(db, () => defaultSettings);
    const writer = createWriter(db, { attribute: attributor });
    writer.writeBatch(batch(callsOf('s1', start)));
    assertPacked(db);
    createTicketStore(db);
    db.exec(`insert into assignment (session_id, key) values (1, 'ZZ-9')`);
    attributor.reload();
    assert.equal(await attributor.reattribute(), 1);
    assertPacked(db);
    assert.deepEqual(countOf(createReader(db, options), { ticket: 'ZZ-9' }), 1);
  });

  it('wait until they are quiet, and are read all the same', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    const reader = createReader(db, options);
    const day = 86_400_000;
    writer.writeBatch(batch([...callsOf('old', start), ...callsOf('new', start + day)]));
    assert.equal(countOf(reader, {}), 2);
    assert.equal(packMore(db), false);
    const waiting = () => db.prepare('select session_id from unpacked_session').all().flat().length;
    assert.equal(waiting(), 1, 'the one that goes on');
    assert.equal(countOf(reader, {}), 2);
    assert.equal(countOf(reader, { until: start + 1000 }), 1);
    // What comes to either is told at once.
    writer.writeBatch(
      batch([...callsOf('old', start, 'c2'), ...callsOf('new', start + day, 'c2')], {
        sources: [source('b.jsonl')],
      }),
    );
    reader.changed(['agent:old', 'agent:new']);
    assert.equal(waiting(), 2);
    assert.equal(countOf(reader, {}), 4);
  });
});

const options = { settings: () => defaultSettings, now: () => start };

function callsOf(of: string, time: number, id = 'c1'): Rows[number][] {
  return [
    {
      ...{
        type: 'message',
        session: of,
        uid: `u-${id}`,
        at: time,
        role: 'assistant',
        kind: 'tool',
        body: '{}',
      },
      ...{ response: `r-${of}-${id}`, tool: { callId: id, name: 'Bash', category: 'run' } },
    },
    {
      ...{ type: 'usage', session: of, key: `r-${of}-${id}`, group: `r-${of}-${id}`, rank: 0, preference: 0 },
      ...{ at: time, isCopy: false, model: 'm', tokens: { input: 1, ...nothing } },
    },
  ];
}

function countOf(reader: ReturnType<typeof createReader>, scope: object): number {
  const { rows } = reader.chart('toolCalls', { timeZone: 'UTC', ...scope });
  return rows.reduce((sum, [, calls]) => sum + Number(calls), 0);
}
