import assert from 'node:assert/strict';
import { bandOf, noBands } from '../../src/pricing/bands.js';
import { contextOf, priceTable } from '../../src/pricing/pricing.js';
import type { Database } from '../../src/store/database.js';

const prices = priceTable({});
const sums = [
  ...[
    'has_usage',
    '1 - has_usage',
    'approximate',
    'input',
    'cache_read',
    'cache_write_5m',
    'cache_write_1h',
    'output',
  ],
  ...['reasoning is not null', 'ifnull(reasoning, 0)', 'web_searches'],
];

/** Fails unless the roll-up is what the responses that count add up to. */
export function assertRolledUp(db: Database): void {
  const expected = new Map<string, number[]>();
  db.prepare(
    `select session_id, thread_id, at, (select text from name where id = model), model, tier is not null, branch, cwd, ticket,
      ${sums.join(', ')} from usage where counted = 1`,
  ).each([], ([session, thread, at, name, model, otherTier, branch, cwd, ticket, ...counts]) => {
    const time = at as number | null;
    const [, , , input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0] = counts as number[];
    const context = contextOf({ input, cacheRead, cacheWrite5m, cacheWrite1h, output: 0 });
    const band = bandOf(prices.bandsOf(name as string | null) ?? noBands, context, time);
    const quarter = time === null ? null : Math.floor(time / 900_000) * 900_000;
    const key = JSON.stringify([
      ...[session, thread, quarter],
      model,
      model === null ? 0 : band,
      otherTier,
      branch,
      cwd,
      ticket,
    ]);
    const row = expected.get(key) ?? [Infinity, -Infinity, ...sums.map(() => 0)];
    expected.set(key, [
      Math.min(row[0]!, time ?? Infinity),
      Math.max(row[1]!, time ?? -Infinity),
      ...row.slice(2).map((sum, i) => sum + (counts[i] as number)),
    ]);
  });
  const actual = db
    .prepare(
      `select session_id, thread_id, at, model, band, other_tier, branch, cwd, ticket, first_at, last_at, responses,
        unknown_responses, approximate_responses, input, cache_read, cache_write_5m, cache_write_1h, output, with_reasoning, reasoning,
        web_searches from usage_rollup`,
    )
    .all();
  assert.deepEqual(
    actual
      .map((row) => [
        JSON.stringify(row.slice(0, 9)),
        row[9] ?? Infinity,
        row[10] ?? -Infinity,
        ...row.slice(11),
      ])
      .toSorted(byKey),
    [...expected].map(([key, row]) => [key, ...row]).toSorted(byKey),
  );
}

function byKey([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
