import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { UsageQuery } from '../../../src/common/protocol.js';
import type { UsageDimension } from '../../../src/common/usageReport.js';
import { priceTable } from '../../../src/pricing/pricing.js';
import { openTestStore, type ResponseSpec, type TestStore } from './testStore.js';

const dimensions: UsageDimension[] = [
  'none',
  'day',
  'model',
  'agent',
  'project',
  'branch',
  'ticket',
  'session',
];

describe('usage', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
    store.settings = {
      ...store.settings,
      prices: { cheap: { input: 1, output: 2 }, dear: { input: 10, output: 20, cacheRead: 1 } },
    };
  });
  afterEach(() => store.close());

  const rows = (query: UsageQuery) =>
    store.reader.usage(query).rows.map((row) => [row.key, row.totalTokens] as const);

  it('of an empty store is one row of zeros, which costs 0', () => {
    const { rows: all, totals } = store.reader.usage({ by: 'none' });
    assert.equal(all.length, 1);
    for (const row of [...all, totals]) {
      assert.deepEqual(
        [row.responses, row.totalTokens, row.costUsd, row.sessions, row.tokens.reasoning],
        [0, 0, 0, 0, 0],
      );
    }
  });

  it('adds up each kind of token and multiplies by the price of the model', () => {
    const session = store.session({ id: 's' });
    const tokens = {
      input: 1,
      cacheRead: 20,
      cacheWrite5m: 300,
      cacheWrite1h: 4000,
      output: 50_000,
      reasoning: 7,
    };
    store.response({ session, model: 'dear', ...tokens });
    store.response({ session, model: 'dear', output: 1, reasoning: null });
    const { totals } = store.reader.usage({ by: 'none' });
    assert.deepEqual(totals.tokens, { ...tokens, output: 50_001 });
    assert.equal(totals.totalTokens, 54_322);
    assert.ok(Math.abs(totals.costUsd! - (4301 * 10 + 20 + 50_001 * 20) / 1e6) < 1e-12);
    assert.equal(totals.estimate, false);
  });

  it('counts no response twice and responses without usage apart', () => {
    const session = store.session({ id: 's' });
    store.response({ session, model: 'cheap', input: 5 });
    store.response({ session, model: 'cheap', input: 500, counted: false });
    store.response({ session, model: 'cheap', hasUsage: false });
    const { totals } = store.reader.usage({ by: 'none' });
    assert.deepEqual([totals.responses, totals.unknownResponses, totals.totalTokens], [1, 1, 5]);
    assert.equal(totals.tokens.reasoning, null, 'no response tells its reasoning');
  });

  it('of responses that tell no usage has no cost, rather than 0', () => {
    const session = store.session({ id: 's' });
    store.response({ session, hasUsage: false });
    const { costUsd, responses, unknownResponses, unpriced } = store.reader.usage({ by: 'none' }).totals;
    assert.deepEqual(
      { costUsd, responses, unknownResponses, unpriced },
      { costUsd: null, responses: 0, unknownResponses: 1, unpriced: {} },
    );
  });

  it('names models without a price; a mixed row costs its priced part', () => {
    const session = store.session({ id: 's' });
    store.response({ session, model: 'no such model', input: 30, output: 4 });
    store.response({ session, model: '__proto__', input: 1 });
    store.response({ session, model: null, input: 2 });
    assert.equal(store.reader.usage({ by: 'none' }).totals.costUsd, null);
    store.response({ session, model: 'cheap', input: 1_000_000, tier: 'batch' });
    const { totals, rows: models } = store.reader.usage({ by: 'model' });
    assert.equal(totals.costUsd, 1);
    assert.equal(totals.estimate, true);
    assert.deepEqual(Object.entries(totals.unpriced), [
      ['__proto__', 1],
      ['no such model', 34],
      ['unknown', 2],
    ]);
    assert.deepEqual(
      models.map((row) => [row.key, row.costUsd]),
      [
        ['__proto__', null],
        ['cheap', 1],
        ['no such model', null],
        [null, null],
      ],
    );
  });

  it('prices one request above the long-context threshold whole at the higher rate', () => {
    const model = 'claude-sonnet-4-5';
    const prices = priceTable({});
    const threshold = prices.bandsOf(model)?.thresholds[0] ?? 0;
    assert.ok(threshold > 1000, 'the price list has a threshold for this model');
    const session = store.session({ id: 's' });
    const at = Date.UTC(2025, 10, 1);
    for (const extra of [-1, 0, 1]) {
      const tokens = {
        input: 100,
        cacheRead: threshold - 600 + extra,
        cacheWrite5m: 300,
        cacheWrite1h: 200,
        output: 50,
      };
      store.response({ session, model, at: at + extra, ...tokens });
      const { totals } = store.reader.usage({ by: 'none', since: at + extra, until: at + extra + 1 });
      assert.ok(Math.abs(totals.costUsd! - prices.cost(model, tokens, at)!) < 1e-12, `threshold ${extra}`);
    }
    const [below, , above] = [-1, 0, 1].map(
      (extra) => store.reader.usage({ by: 'none', since: at + extra, until: at + extra + 1 }).totals.costUsd!,
    );
    assert.ok(above! > below! * 1.4, 'the whole request has the higher rate');
  });

  describe('days', () => {
    const cases: [zone: string, at: string, day: string][] = [
      ['UTC', '2025-03-01T23:59:59.999Z', '2025-03-01'],
      ['UTC', '2025-03-02T00:00:00Z', '2025-03-02'],
      ['Asia/Kolkata', '2025-03-01T18:29:59.999Z', '2025-03-01'],
      ['Asia/Kolkata', '2025-03-01T18:30:00Z', '2025-03-02'],
      ['Asia/Kathmandu', '2025-03-01T18:14:59.999Z', '2025-03-01'],
      ['Asia/Kathmandu', '2025-03-01T18:15:00Z', '2025-03-02'],
      ['Australia/Lord_Howe', '2025-01-01T12:59:59Z', '2025-01-01'],
      ['Australia/Lord_Howe', '2025-01-01T13:00:00Z', '2025-01-02'],
      ['Australia/Lord_Howe', '2025-06-01T13:29:59Z', '2025-06-01'],
      ['Europe/Berlin', '2025-03-29T22:59:59Z', '2025-03-29'],
      ['Europe/Berlin', '2025-03-29T23:00:00Z', '2025-03-30'],
      ['Europe/Berlin', '2025-03-30T21:59:59Z', '2025-03-30'],
      ['Europe/Berlin', '2025-03-30T22:00:00Z', '2025-03-31'],
      ['America/New_York', '2025-11-02T03:59:59Z', '2025-11-01'],
      ['America/New_York', '2025-11-02T04:00:00Z', '2025-11-02'],
      ['America/New_York', '2025-11-03T04:59:59Z', '2025-11-02'],
      ['America/New_York', '2025-11-03T05:00:00Z', '2025-11-03'],
      ['Pacific/Kiritimati', '2025-01-01T10:00:00Z', '2025-01-02'],
      ['Pacific/Pago_Pago', '2025-01-01T10:59:59Z', '2024-12-31'],
    ];
    for (const [timeZone, at, day] of cases) {
      it(`${at} is ${day} in ${timeZone}`, () => {
        const session = store.session({ id: 's', endedAt: Date.parse(at) });
        store.response({ session, at: Date.parse(at), input: 1 });
        assert.deepEqual(rows({ by: 'day', timeZone }), [[day, 1]]);
        const group = { by: 'day' as const, key: day, timeZone };
        assert.equal(store.reader.sessions({}, { limit: 5 }, group).length, 1);
        for (const other of [-1, 1]) {
          const key = new Date(Date.parse(day) + other * 86_400_000).toISOString().slice(0, 10);
          assert.equal(store.reader.sessions({}, { limit: 5 }, { ...group, key }).length, 0);
        }
      });
    }

    it('are those of UTC without a zone, and with utc whatever the zone', () => {
      const session = store.session({ id: 's' });
      store.response({ session, at: Date.parse('2025-03-01T23:30:00Z'), input: 1 });
      store.response({ session, at: null, input: 2 });
      for (const query of [{}, { utc: true, timeZone: 'Asia/Tokyo' }]) {
        assert.deepEqual(rows({ by: 'day', ...query }), [
          ['2025-03-01', 1],
          [null, 2],
        ]);
      }
    });

    it('of a zone that does not exist are refused', () => {
      assert.throws(() => store.reader.usage({ by: 'day', timeZone: 'Mars/Olympus' }), RangeError);
    });
  });

  it('counts top-level sessions: sub-agents count as the session that started them', () => {
    const parent = store.session({ id: 'p', cwd: '/r' });
    const child = store.session({ id: 'c', parent: 'p' });
    const grandchild = store.session({ id: 'g', parent: 'c' });
    const orphan = store.session({ id: 'o', parent: 'not stored' });
    store.session({ id: 'silent' });
    for (const session of [parent, child, grandchild, orphan]) {
      store.response({ session, model: 'cheap', input: 1 });
    }
    const { rows: sessions, totals } = store.reader.usage({ by: 'session' });
    assert.equal(totals.sessions, 3, 'p, o and the silent one');
    assert.deepEqual(
      sessions.map((row) => [row.key, row.agent, row.parent, row.sessions]),
      [
        ['c', 'acme', 'p', 1],
        ['g', 'acme', 'c', 1],
        ['o', 'acme', 'not stored', 1],
        ['p', 'acme', null, 1],
      ],
    );
    assert.equal(store.reader.usage({ by: 'model' }).rows[0]?.sessions, 2);
    assert.equal(store.reader.usage({ by: 'none', filter: { folders: ['/r'] } }).totals.responses, 3);
  });

  it('by project is by repository, else by folder; by branch over all repositories', () => {
    store.place('/src/one/lib', '/src/one');
    store.place('/src/two', '/src/two');
    store.place('/tmp/x', null);
    const session = store.session({ id: 's', cwd: '/src/two' });
    store.response({ session, cwd: '/src/one/lib', branch: 'main', input: 1 });
    store.response({ session, branch: 'main', input: 2 });
    store.response({ session, cwd: '/tmp/x', input: 4 });
    assert.deepEqual(rows({ by: 'project' }), [
      ['/src/one', 1],
      ['/src/two', 2],
      ['/tmp/x', 4],
    ]);
    const branches = store.reader.usage({ by: 'branch' }).rows;
    assert.deepEqual(
      branches.map((row) => [row.key, row.totalTokens, row.repositories]),
      [
        ['main', 3, ['/src/one', '/src/two']],
        [null, 4, ['/tmp/x']],
      ],
    );
  });

  it('can be of a ticket, of a time and of some sessions', () => {
    const a = store.session({ id: 'a', agent: 'acme', startedAt: 0, endedAt: 5000 });
    const b = store.session({ id: 'b', agent: 'other', startedAt: 0, endedAt: 5000 });
    store.response({ session: a, at: 1000, ticket: 'AB-1', input: 1 });
    store.response({ session: a, at: 2000, ticket: 'AB-2', input: 2 });
    store.response({ session: b, at: 3000, input: 4 });
    const total = (query: Partial<UsageQuery>) =>
      store.reader.usage({ by: 'none', ...query }).totals.totalTokens;
    assert.equal(total({ ticket: 'AB-1' }), 1);
    assert.equal(total({ ticket: 'ZZ-9' }), 0);
    assert.equal(total({ since: 2000 }), 6);
    assert.equal(total({ since: 1000, until: 3000 }), 3);
    assert.equal(total({ filter: { agents: ['other'] } }), 4);
    assert.equal(total({ filter: { ids: ['acme:a'] } }), 3);
    assert.deepEqual(
      store.reader
        .usage({ by: 'ticket', thenBy: 'session' })
        .rows.map((r) => [r.key, r.second, r.totalTokens]),
      [
        ['AB-1', 'a', 1],
        ['AB-2', 'a', 2],
        [null, 'b', 4],
      ],
    );
    assert.deepEqual(store.reader.usageOf({ ticket: 'AB-2' }).sessionIds, ['acme:a']);
    assert.equal(store.reader.usageOf({ sessionIds: ['acme:a'], until: 2000 }).usage.totalTokens, 1);
  });

  it('is read anew after a write and after a change of prices', () => {
    const session = store.session({ id: 's' });
    store.response({ session, model: 'cheap', input: 1_000_000 });
    assert.equal(store.reader.usage({ by: 'none' }).totals.costUsd, 1);
    store.response({ session, model: 'cheap', input: 1_000_000 });
    assert.equal(store.reader.usage({ by: 'none' }).totals.costUsd, 2);
    store.settings = { ...store.settings, prices: { cheap: { input: 3, output: 2 } } };
    assert.equal(store.reader.usage({ by: 'none' }).totals.costUsd, 6);
  });

  it('adds up to the totals in every dimension, and to the prices of single responses', () => {
    const models = [
      'claude-sonnet-4-5',
      'claude-opus-4-5-20251101',
      'gpt-5',
      'deepseek-chat',
      'o3',
      'nobody',
      null,
    ];
    const response = fc.record({
      session: fc.nat(5),
      at: fc.option(fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 0, 1) })),
      model: fc.constantFrom(...models),
      branch: fc.constantFrom('main', 'AB-1-fix', undefined),
      cwd: fc.constantFrom('/src/one/lib', '/tmp/x', undefined),
      ticket: fc.constantFrom('AB-1', undefined),
      hasUsage: fc.constantFrom(true, true, false),
      input: fc.nat(300_000),
      cacheRead: fc.nat(300_000),
      cacheWrite5m: fc.nat(1000),
      cacheWrite1h: fc.nat(1000),
      output: fc.nat(5000),
      reasoning: fc.option(fc.nat(100)),
    });
    const prices = priceTable({});
    store.settings = { ...store.settings, prices: {} };
    store.place('/src/one/lib', '/src/one');
    const sessions = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) =>
      store.session({
        id,
        agent: i % 2 ? 'acme' : 'other',
        ...(i === 2 ? { parent: 'a' } : {}),
        cwd: '/src/two',
      }),
    );
    fc.assert(
      fc.property(fc.array(response, { maxLength: 40 }), (specs) => {
        store.db.exec('delete from usage; delete from usage_rollup');
        const known: ResponseSpec[] = specs.map((spec) => ({
          ...(spec as ResponseSpec),
          session: sessions[spec.session]!,
          ...(spec.hasUsage
            ? {}
            : { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: null }),
        }));
        known.forEach((spec) => store.response(spec));
        const single = known
          .filter((spec) => spec.hasUsage)
          .reduce((sum, s) => {
            const { input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, output = 0 } = s;
            const tokens = { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
            return sum + (prices.cost(s.model ?? null, tokens, s.at ?? null) ?? 0);
          }, 0);
        for (const by of dimensions) {
          for (const thenBy of dimensions) {
            const { rows: all, totals } = store.reader.usage({ by, thenBy, timeZone: 'Asia/Kolkata' });
            const sum = (of: (row: (typeof all)[number]) => number | null) =>
              all.reduce((total, row) => total + (of(row) ?? 0), 0);
            assert.equal(
              sum((row) => row.responses),
              totals.responses,
            );
            assert.equal(
              sum((row) => row.unknownResponses),
              totals.unknownResponses,
            );
            assert.equal(
              sum((row) => row.totalTokens),
              totals.totalTokens,
            );
            assert.equal(
              sum((row) => row.tokens.cacheRead),
              totals.tokens.cacheRead,
            );
            assert.ok(Math.abs(sum((row) => row.costUsd) - single) < 1e-6, `${by} ${thenBy}`);
            assert.ok(Math.abs((totals.costUsd ?? 0) - single) < 1e-6);
          }
        }
        for (const by of [
          'ticket',
          'branch',
          'project',
          'agent',
          'day',
          'status',
          'quality',
          'none',
        ] as const) {
          const timeZone = 'America/New_York';
          const { totals } = store.reader.usage({ by: 'none' });
          let inAll = 0;
          for (const group of store.reader.groups(by, {}, timeZone)) {
            const below = { by, key: group.key, timeZone };
            const top = store.reader.sessions({}, { limit: 100 }, below);
            const all = store.reader.sessions({ children: true }, { limit: 100 }, below);
            assert.equal(top.length, group.sessions, `${by} ${group.key}`);
            const share = all.reduce((sum, session) => sum + session.usage.totalTokens, 0);
            assert.equal(share, group.usage.totalTokens, `${by} ${group.key}`);
            inAll += share;
          }
          assert.equal(inAll, totals.totalTokens);
        }
      }),
      { numRuns: 15 },
    );
  });
});
