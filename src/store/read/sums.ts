import type { UsageSums } from '../../common/usageReport.js';
import type { PriceTable } from '../../pricing/pricing.js';

/** Responses of one model and one price band, added up. */
export interface PricedGroup {
  model: string | null;
  band: number;
  /** Billed as another tier than the standard one. */
  otherTier: boolean;
  responses: number;
  unknownResponses: number;
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  /** Responses that tell their reasoning, and its tokens. */
  withReasoning: number;
  reasoning: number;
  webSearches: number;
}

/** Adds groups up to the sums that every surface shows. */
export interface SumBuilder {
  add(group: PricedGroup): void;
  result(): UsageSums;
}

/** The name under which tokens of responses without a model are listed as unpriced. */
const noModel = 'unknown';

export function sumBuilder(prices: PriceTable): SumBuilder {
  const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
  const unpriced = new Map<string, number>();
  let [responses, unknownResponses, withReasoning, priced, cost, webSearchUsd] = [0, 0, 0, 0, 0, 0];
  let estimate = false;
  return {
    add(group) {
      unknownResponses += group.unknownResponses;
      webSearchUsd += prices.webSearchUsd(group.model, group.webSearches);
      if (group.responses === 0) {
        return;
      }
      responses += group.responses;
      withReasoning += group.withReasoning;
      for (const kind of tokenKinds) {
        tokens[kind] += group[kind];
      }
      const usd = prices.costOfBand(group.model, group.band, group);
      if (usd === null) {
        const model = group.model ?? noModel;
        unpriced.set(model, (unpriced.get(model) ?? 0) + totalOf(group));
      } else {
        priced += group.responses;
        cost += usd;
        estimate ||= group.otherTier;
      }
    },
    result: () => ({
      responses,
      unknownResponses,
      tokens: { ...tokens, reasoning: responses > 0 && withReasoning === 0 ? null : tokens.reasoning },
      totalTokens: totalOf(tokens),
      // A sum over no response is 0; over responses of which none has a price, or tells its usage, it is not known.
      costUsd: priced > 0 || responses + unknownResponses === 0 ? cost : null,
      estimate,
      webSearchUsd,
      // Model names are the agents' words: a name like `__proto__` must stay a plain key.
      unpriced: Object.fromEntries([...unpriced].sort(([a], [b]) => (a < b ? -1 : 1))),
    }),
  };
}

const tokenKinds = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'] as const;

function totalOf(tokens: {
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
}
