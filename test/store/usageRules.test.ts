import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SessionEvent, UsageEvent } from '../../src/common/model.js';
import { textHash } from '../../src/store/textHash.js';
import { assertRolledUp } from './rollupCheck.js';
import { batch, cleanUp, openStore, source, temporaryFolder } from './storeFixture.js';

/*
 * The rules of UsageEvent against a reference that keeps all lines and thinks at the end. Few values, so that lines agree in
 * everything but one thing.
 */

/** By whose hash two responses, and two groups, are one. */
const sameHash = ['agent:r65793', 'agent:r124520'] as const;

type Line = { event: UsageEvent | SessionEvent; source: number };

const time = fc.constantFrom(null, 1000, 2000, 3_000_000);
const session = fc.constantFrom('s1', 's2', 's3');
const tokens = fc.option(
  fc.record({
    input: fc.nat(2),
    cacheRead: fc.nat(1),
    cacheWrite5m: fc.nat(1),
    cacheWrite1h: fc.nat(1),
    output: fc.nat(2),
    reasoning: fc.constantFrom(null, 0, 1),
  }),
  { freq: 5 },
);
const usage = fc.record(
  {
    type: fc.constant('usage' as const),
    session,
    thread: fc.constantFrom('t1', 't2'),
    key: fc.constantFrom(...sameHash, 'k3', 'k4'),
    group: fc.constantFrom(...sameHash),
    rank: fc.nat(2),
    preference: fc.nat(1),
    at: time,
    isCopy: fc.boolean(),
    model: fc.constantFrom(null, 'm1', 'm2'),
    tokens,
    tier: fc.constantFrom('fast' as const, 'batch' as const),
    webSearches: fc.nat(1),
    branch: fc.constantFrom('main', 'other'),
    cwd: fc.constantFrom('/x', '/y'),
    requestId: fc.constantFrom('r1', 'r2'),
  },
  {
    requiredKeys: [
      'type',
      'session',
      'key',
      'group',
      'rank',
      'preference',
      'at',
      'isCopy',
      'model',
      'tokens',
    ],
  },
);
const start = fc.record({
  type: fc.constant('session' as const),
  session,
  at: fc.constantFrom(500, 600, 1000),
});
const line: fc.Arbitrary<Line> = fc.record({
  event: fc.oneof({ weight: 4, arbitrary: usage }, { weight: 1, arbitrary: start }),
  source: fc.nat(1),
});

/** Nulls are last where `last`, first otherwise. */
function order(a: unknown[], b: unknown[], last: boolean): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (x !== y) {
      if (x === null || y === null) {
        return (x === null) === last ? 1 : -1;
      }
      return (x as number) < (y as number) ? -1 : 1;
    }
  }
  return 0;
}

function reference(lines: readonly Line[]): unknown[] {
  const starts = new Map<string, number>();
  const byKey = new Map<string, UsageEvent[]>();
  for (const { event } of lines) {
    if (event.type === 'session') {
      starts.set(event.session, Math.min(event.at ?? Infinity, starts.get(event.session) ?? Infinity));
    } else {
      byKey.set(event.key, [...(byKey.get(event.key) ?? []), event]);
    }
  }
  const rows = [...byKey].map(([key, events]) => {
    const kept = events.toSorted((a, b) => {
      const { tokens: x } = a;
      const { tokens: y } = b;
      return (
        a.preference - b.preference ||
        sum(y) - sum(x) ||
        order(
          [y?.output, y?.input, y?.cacheWrite1h, y?.cacheWrite5m, y?.reasoning ?? -1].map((n) => n ?? -1),
          [x?.output, x?.input, x?.cacheWrite1h, x?.cacheWrite5m, x?.reasoning ?? -1].map((n) => n ?? -1),
          false,
        ) ||
        order([b.model, b.tier ?? null], [a.model, a.tier ?? null], false) ||
        (b.webSearches ?? 0) - (a.webSearches ?? 0) ||
        order([b.requestId ?? null], [a.requestId ?? null], false)
      );
    })[0];
    const first = events.toSorted((a, b) =>
      order(
        [
          a.at,
          Number(a.isCopy),
          starts.get(a.session) ?? null,
          a.session,
          a.thread ?? '',
          a.branch ?? null,
          a.cwd ?? null,
        ],
        [
          b.at,
          Number(b.isCopy),
          starts.get(b.session) ?? null,
          b.session,
          b.thread ?? '',
          b.branch ?? null,
          b.cwd ?? null,
        ],
        true,
      ),
    )[0];
    const group = events.toSorted((a, b) => order([a.rank, a.group], [b.rank, b.group], false))[0];
    assert(kept && first && group);
    return {
      key,
      group: group.group,
      rank: group.rank,
      session: first.session,
      thread: first.thread ?? null,
      at: first.at,
      isCopy: Number(first.isCopy),
      branch: first.branch ?? null,
      cwd: first.cwd ?? null,
      contested: Number(new Set(events.map((event) => event.session)).size > 1),
      preference: kept.preference,
      model: kept.model,
      tokens: kept.tokens === null ? null : { ...kept.tokens },
      tier: kept.tier ?? null,
      webSearches: kept.webSearches ?? 0,
      requestId: kept.requestId ?? null,
    };
  });
  return rows
    .map((row) => ({
      ...row,
      counted: Number(row.rank === Math.min(...rows.filter((x) => x.group === row.group).map((x) => x.rank))),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function sum(t: UsageEvent['tokens']): number {
  return t === null ? -1 : t.input + t.cacheRead + t.cacheWrite5m + t.cacheWrite1h + t.output;
}

const stored = `select u.key, u.grp, u.rank, s.agent_session_id, t.agent_thread_id, u.at, u.is_copy, b.text, c.text,
  u.contested, u.preference, m.text, u.has_usage, u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output,
  u.reasoning, u.tier, u.web_searches, u.request_id, u.counted
  from usage u join session s on s.id = u.session_id left join thread t on t.id = u.thread_id
  left join name b on b.id = u.branch left join name c on c.id = u.cwd left join name m on m.id = u.model order by u.key`;

describe('usage rules', () => {
  afterEach(cleanUp);

  it('are asked of texts that have one hash', () => {
    assert.equal(...(sameHash.map(textHash) as [number, number]));
  });

  it('give what all lines together say, in whatever order and batches they come', async () => {
    const { db, writer } = await openStore(temporaryFolder());
    const tables = [
      ...[
        'usage',
        'usage_claim',
        'usage_rollup',
        'usage_rollup_model',
        'session',
        'thread',
        'source',
        'name',
      ],
    ];
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 25 }),
        fc.array(fc.nat(1000), { minLength: 25, maxLength: 25 }),
        fc.integer({ min: 1, max: 25 }),
        (lines, keys, size) => {
          db.exec(tables.map((table) => `delete from ${table}`).join(';'));
          writer.reset();
          const actual = () =>
            db
              .prepare(stored)
              .all()
              .map((row) => ({
                ...{ key: row[0], group: row[1], rank: row[2], session: row[3], thread: row[4], at: row[5] },
                ...{ isCopy: row[6], branch: row[7], cwd: row[8], contested: row[9], preference: row[10] },
                model: row[11],
                tokens:
                  row[12] === 0
                    ? null
                    : {
                        ...{
                          input: row[13],
                          cacheRead: row[14],
                          cacheWrite5m: row[15],
                          cacheWrite1h: row[16],
                        },
                        ...{ output: row[17], reasoning: row[18] },
                      },
                ...{ tier: row[19], webSearches: row[20], requestId: row[21], counted: row[22] },
              }));
          const write = (part: readonly Line[]) =>
            writer.writeBatch(
              batch(
                part.map(({ event, source }) => ({ ...event, source })),
                { sources: [source('a.jsonl'), source('b.jsonl')] },
              ),
            ).responses;
          const shuffled = lines
            .map((value, i) => ({ value, key: keys[i] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
          let counted = 0;
          for (let i = 0; i < shuffled.length; i += size) {
            counted += write(shuffled.slice(i, i + size));
          }
          const expected = reference(lines);
          assert.deepEqual(actual(), expected);
          assert.equal(counted, actual().filter((row) => row.counted === 1 && row.tokens !== null).length);
          assertRolledUp(db);
          // Once more, in the other order: nothing changes.
          assert.equal(write(shuffled.toReversed()), 0);
          assert.deepEqual(actual(), expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
