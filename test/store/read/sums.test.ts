import assert from 'node:assert/strict';
import fc from 'fast-check';
import { priceTable } from '../../../src/pricing/pricing.js';
import { sumBuilder, type PricedGroup } from '../../../src/store/read/sums.js';

const tokens = fc.nat(3_000_000);
const group: fc.Arbitrary<PricedGroup> = fc.record({
  model: fc.constantFrom('claude-sonnet-4-5', 'claude-opus-4-5', 'gpt-5', 'no-such-model', null),
  band: fc.constant(0),
  otherTier: fc.boolean(),
  responses: fc.nat(3),
  approximateResponses: fc.nat(3),
  unknownResponses: fc.nat(1),
  input: tokens,
  cacheRead: tokens,
  cacheWrite5m: tokens,
  cacheWrite1h: tokens,
  output: tokens,
  withReasoning: fc.nat(1),
  reasoning: fc.nat(100),
  webSearches: fc.nat(2),
});

describe('sums of priced groups', () => {
  it('are the same to the last digit in any order', () => {
    const prices = priceTable({});
    const sum = (groups: readonly PricedGroup[]) => {
      const builder = sumBuilder(prices);
      groups.forEach((each) => builder.add(each));
      return builder.result();
    };
    fc.assert(
      fc.property(
        fc
          .array(group, { maxLength: 40 })
          .chain((groups) =>
            fc.tuple(
              fc.constant(groups),
              fc.shuffledSubarray(groups, { minLength: groups.length, maxLength: groups.length }),
            ),
          ),
        ([groups, shuffled]) => assert.deepEqual(sum(shuffled), sum(groups)),
      ),
      { seed: 3 },
    );
  });
});
