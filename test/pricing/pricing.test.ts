import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { calcPrice, findProvider, type ModelInfo } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { bandCount, bandOf } from '../../src/pricing/bands.js';
import { findModel } from '../../src/pricing/findModel.js';
import { contextOf, priceTable, type BilledTokens } from '../../src/pricing/pricing.js';
import { snapshot } from '../../src/pricing/snapshot.js';

const table = priceTable({});
const none: BilledTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const close = (ours: number | null, theirs: number, what: string) =>
  assert.ok(
    ours !== null && Math.abs(ours - theirs) <= 1e-9 * Math.max(1, theirs),
    `${what}: ${ours} ≠ ${theirs}`,
  );

/** What the package says for the same tokens, without its fee per request, which our cost leaves out. */
function packagePrice(tokens: BilledTokens, model: string, at: number, providerId?: string): number | null {
  const result = calcPrice(
    {
      input_tokens: contextOf(tokens),
      cache_read_tokens: tokens.cacheRead,
      cache_write_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      cache_write_1h_tokens: tokens.cacheWrite1h,
      output_tokens: tokens.output,
    },
    model,
    { timestamp: new Date(at), ...(providerId && { providerId }) },
  );
  if (!result) {
    return null;
  }
  const fee = result.model_price['requests_kcount'];
  return result.total_price - (typeof fee === 'number' ? fee / 1000 : 0);
}

/** A name that a model is known by. */
function namesOf({ id, match }: ModelInfo): string[] {
  const names = [id];
  const walk = (rule: typeof match) => {
    if ('or' in rule) {
      rule.or.forEach(walk);
    } else if ('equals' in rule) {
      names.push(rule.equals);
    } else if ('starts_with' in rule) {
      names.push(`${rule.starts_with}-20250101`);
    }
  };
  walk(match);
  return names;
}

describe('The price snapshot', () => {
  it('is what the installed package gives', async () => {
    // An ES module, which the CommonJS test can only import dynamically.
    const path = '../../src/pricing/makeSnapshot.mjs';
    const { makeSnapshot } = (await import(path)) as { makeSnapshot(): string };
    const stored = readFileSync(`${__dirname}/../../src/pricing/prices.json`, 'utf8');
    assert.ok(stored === makeSnapshot(), 'run `node src/pricing/makeSnapshot.mjs`');
  });

  it('says where it is from', () => {
    assert.equal(snapshot.source, '@pydantic/genai-prices');
    assert.match(snapshot.date, /^\d{4}-\d{2}-\d{2}$/);
  });
});

describe('The cost of a response', () => {
  const limits = [...new Set(snapshot.providers.flatMap((provider) => provider.models.flatMap(limitsOf)))];
  const small = fc.integer({ min: 0, max: 400_000 });
  const tokensOf = fc
    .record({ input: small, cacheRead: small, cacheWrite5m: small, cacheWrite1h: small, output: small })
    .chain((tokens) =>
      // Half of the cases lie at a threshold, one below or one above.
      fc.option(fc.tuple(fc.constantFrom(...limits), fc.constantFrom(-1, 0, 1))).map((edge) => {
        const rest = tokens.cacheWrite5m % 1000;
        return edge
          ? { ...none, cacheWrite1h: rest, cacheRead: edge[0] + edge[1] - rest, output: tokens.output }
          : tokens;
      }),
    );
  const time = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });

  it('is that of the package for every model it has', () => {
    const dates = snapshot.providers.flatMap(({ models }) =>
      models.flatMap(({ periods }) => periods.flatMap(({ from }) => (from ? [Date.parse(from)] : []))),
    );
    const moments = fc.oneof(
      time,
      fc.tuple(fc.constantFrom(...dates), fc.constantFrom(-1, 0, 1)).map(([date, offset]) => date + offset),
    );
    let compared = 0;
    for (const { id } of snapshot.providers) {
      for (const model of findProvider({ providerId: id })?.models ?? []) {
        for (const name of namesOf(model)) {
          if (packagePrice(none, name, 0) === null || !table.bandsOf(name)) {
            continue;
          }
          compared++;
          fc.assert(
            fc.property(tokensOf, moments, (tokens, at) =>
              close(table.cost(name, tokens, at), packagePrice(tokens, name, at) ?? -1, name),
            ),
            { numRuns: 12, seed: 7 },
          );
        }
      }
    }
    assert.ok(compared > 300, `only ${compared} names were compared`);
  }).timeout(120_000);

  it('is that of the package for `provider/model`', () => {
    const tokens = { input: 1000, cacheRead: 2000, cacheWrite5m: 300, cacheWrite1h: 40, output: 500 };
    const at = Date.UTC(2026, 8, 1);
    let compared = 0;
    for (const { id } of snapshot.providers) {
      for (const model of findProvider({ providerId: id })?.models ?? []) {
        const name = `${id}/${model.id}`;
        const theirs = packagePrice(tokens, model.id, at, id);
        if (theirs !== null && packagePrice(none, name, at) === null && table.bandsOf(name)) {
          compared++;
          close(table.cost(name, tokens, at), theirs, name);
        }
      }
    }
    assert.ok(compared > 800, `only ${compared} names were compared`);
  });

  it('is none for what has no price per token in the package either', () => {
    for (const { id } of snapshot.providers) {
      for (const model of findProvider({ providerId: id })?.models ?? []) {
        const found = findModel(model.id);
        if (packagePrice(none, model.id, 0) !== null && found && !table.bandsOf(model.id)) {
          const periods = Array.isArray(model.prices)
            ? model.prices.map(({ prices }) => prices)
            : [model.prices];
          assert.ok(
            periods.some(
              (prices) => prices['input_mtok'] === undefined || prices['output_mtok'] === undefined,
            ),
            `${id}: ${model.id}`,
          );
        }
      }
    }
  });

  const sonnet = 'claude-sonnet-4-5-20250929';
  for (const [context, usd] of [
    [199_999, 0.599997],
    [200_000, 0.6],
    [200_001, 1.200006],
  ] as const) {
    it(`counts a request of ${context} tokens whole at one rate`, () => {
      close(table.cost(sonnet, { ...none, input: context }, null), usd, 'input');
      const mixed = { ...none, input: 1, cacheRead: context - 3, cacheWrite5m: 1, cacheWrite1h: 1 };
      const factor = context > 200_000 ? 2 : 1;
      close(
        table.cost(sonnet, { ...mixed, output: 1e6 }, null),
        factor === 2
          ? 22.5 + (6 + 7.5 + 12 + (context - 3) * 0.6) / 1e6
          : 15 + (3 + 3.75 + 6 + (context - 3) * 0.3) / 1e6,
        'mixed',
      );
    });
  }

  it('takes the price of the day', () => {
    const tokens = { ...none, input: 300_000 };
    const change = Date.UTC(2026, 2, 13);
    close(table.cost('claude-opus-4-6', tokens, change - 1), 3, 'before');
    close(table.cost('claude-opus-4-6', tokens, change), 1.5, 'after');
    close(table.cost('claude-opus-4-6', tokens, null), 1.5, 'without a time');
  });

  it('takes the price of the hour', () => {
    const tokens = { ...none, input: 1e6 };
    close(table.cost('deepseek-reasoner', tokens, Date.UTC(2025, 5, 1, 0, 29, 59, 999)), 0.135, 'night');
    close(table.cost('deepseek-reasoner', tokens, Date.UTC(2025, 5, 1, 0, 30)), 0.55, 'day');
    close(table.cost('deepseek-reasoner', tokens, Date.UTC(2025, 5, 1, 16, 30)), 0.135, 'evening');
  });

  for (const model of ['claude-mythos-5', '<synthetic>', 'mock-model', '', '../../etc', 'claude', null]) {
    it(`has no price for ${JSON.stringify(model)}`, () => {
      assert.equal(table.bandsOf(model), null);
      assert.equal(table.cost(model, { ...none, input: 1 }, null), null);
      assert.equal(table.costOfBand(model, 0, none), null);
      assert.equal(table.webSearchUsd(model, 3), 0);
    });
  }

  for (const [name, id] of [
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['Claude-Sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'regional.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['gpt-5.1-codex-max', 'gpt-5.1'],
    ['openai/gpt-5', 'gpt-5'],
    ['gemini-3-pro-preview', 'gemini-3-pro-preview'],
  ] as const) {
    it(`knows ${name}`, () => {
      assert.equal(findModel(name)?.id, id);
    });
  }

  it('adds web searches apart', () => {
    close(table.webSearchUsd('claude-opus-4-5-20251101', 3), 0.03, 'three searches');
    assert.equal(table.webSearchUsd('claude-opus-4-5-20251101', 0), 0);
  });
});

describe('The bands of a model', () => {
  const time = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
  const tokens = fc.integer({ min: 0, max: 600_000 });

  it('number the same prices that a single response has, and sums of a band cost the sum', () => {
    for (const model of [
      'claude-opus-4-6',
      'claude-sonnet-4-5',
      'deepseek-reasoner',
      'gpt-5.5',
      'claude-opus-4-5',
    ]) {
      const bands = table.bandsOf(model);
      assert.ok(bands);
      fc.assert(
        fc.property(fc.array(fc.tuple(tokens, time), { maxLength: 20 }), (responses) => {
          const sums = new Map<number, number>();
          let single = 0;
          for (const [input, at] of responses) {
            const band = bandOf(bands, input, at);
            assert.ok(band >= 0 && band < bandCount(bands));
            sums.set(band, (sums.get(band) ?? 0) + input);
            single += table.cost(model, { ...none, input }, at) ?? Number.NaN;
          }
          let summed = 0;
          for (const [band, input] of sums) {
            summed += table.costOfBand(model, band, { ...none, input }) ?? Number.NaN;
          }
          close(summed, single, model);
        }),
        { numRuns: 50, seed: 7 },
      );
    }
  });
});

describe("The user's own prices", () => {
  const tokens = { input: 1e6, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, output: 1e6 };
  const cost = (overrides: Parameters<typeof priceTable>[0], model = 'my-model-2') =>
    priceTable(overrides).cost(model, tokens, null);

  it('win over the built-in table', () => {
    close(cost({ 'gpt-5': { input: 1, output: 2 } }, 'gpt-5'), 6, 'gpt-5');
  });
  it('give unknown models a price, with what is left out at the input price', () => {
    close(cost({ 'my-model-2': { input: 1, output: 10 } }), 14, 'input price');
    close(
      cost({ 'my-model-2': { input: 1, output: 10, cacheRead: 0.1, cacheWrite5m: 2, cacheWrite1h: 3 } }),
      16.1,
      'all',
    );
    close(cost({ 'my-model-2': { input: 1, output: 10, cacheWrite5m: 2 } }), 16, 'an hour at five minutes');
  });
  it('may be named by globs: exact first, then the longest', () => {
    const price = (input: number) => ({ input, output: 0, cacheRead: 0, cacheWrite5m: 0 });
    close(cost({ '*': price(1), 'my-*': price(2), 'my-model-?': price(3) }), 3, 'longest glob');
    close(cost({ 'MY-MODEL-2': price(4), 'my-model-**': price(3) }), 4, 'exact');
    assert.equal(cost({ 'my.model*': price(2), model: price(1) }), null);
  });
  it('are left aside when they are no prices', () => {
    for (const input of [Number.NaN, -1, '3', null, undefined]) {
      assert.equal(cost({ 'my-model-2': { input: input as number, output: 1 } }), null);
    }
  });
});

function limitsOf({ periods }: (typeof snapshot.providers)[number]['models'][number]): number[] {
  return periods.flatMap(({ over }) => over?.map(([tokens]) => tokens) ?? []);
}
