import type { UsageSums } from '../../common/usageReport.js';
import type { BilledTokens, PriceTable } from '../../pricing/pricing.js';

/** Responses of one model and one price band, added up. */
export interface PricedGroup extends BilledTokens {
  model: string | null;
  band: number;
  /** Billed as another tier than the standard one. */
  otherTier: boolean;
  responses: number;
  unknownResponses: number;
  /** Of `responses`: those whose figures are rounded, or a part. */
  approximateResponses: number;
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

/** What one model used in one price band. */
interface BandSums extends BilledTokens {
  model: string | null;
  band: number;
  responses: number;
  /** Its standard price is no more than an estimate. */
  isEstimate: boolean;
}

/**
 * Tokens are added first and priced last, band by band in one order: the sum of dollars is the same, to its last digit,
 * however the responses were grouped and wherever they were read.
 */
export function sumBuilder(prices: PriceTable): SumBuilder {
  // Lists, and made when something comes: a chart may have as many builders as there are quarters of an hour in a year, and
  // each of them a model or two.
  const bands: BandSums[] = [];
  let searches: Map<string | null, number> | null = null;
  let [responses, unknownResponses, approximateResponses, withReasoning, reasoning] = [0, 0, 0, 0, 0];
  return {
    add(group) {
      unknownResponses += group.unknownResponses;
      if (group.webSearches > 0) {
        searches ??= new Map();
        searches.set(group.model, (searches.get(group.model) ?? 0) + group.webSearches);
      }
      if (group.responses === 0) {
        return;
      }
      responses += group.responses;
      approximateResponses += group.approximateResponses;
      withReasoning += group.withReasoning;
      reasoning += group.reasoning;
      const sums = bandSums(bands, group);
      sums.responses += group.responses;
      sums.isEstimate ||= group.otherTier || group.approximateResponses > 0;
      for (const kind of tokenKinds) {
        sums[kind] += group[kind];
      }
    },
    result() {
      const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
      let unpriced: Map<string, number> | null = null;
      let [priced, cost, webSearchUsd, estimate] = [0, 0, 0, false];
      for (const sums of bands.length > 1 ? bands.toSorted(inOrder) : bands) {
        for (const kind of tokenKinds) {
          tokens[kind] += sums[kind];
        }
        const usd = prices.costOfBand(sums.model, sums.band, sums);
        if (usd === null) {
          const model = sums.model ?? noModel;
          unpriced ??= new Map<string, number>();
          unpriced.set(model, (unpriced.get(model) ?? 0) + totalOf(sums));
        } else {
          priced += sums.responses;
          cost += usd;
          estimate ||= sums.isEstimate;
        }
      }
      for (const [model, count] of [...(searches ?? [])].sort(([a], [b]) => compareTexts(a, b))) {
        webSearchUsd += prices.webSearchUsd(model, count);
      }
      return {
        responses,
        unknownResponses,
        approximateResponses,
        tokens: { ...tokens, reasoning: responses > 0 && withReasoning === 0 ? null : reasoning },
        totalTokens: totalOf(tokens),
        // A sum over no response is 0; over responses of which none has a price, or tells its usage, it is not known.
        costUsd: priced > 0 || responses + unknownResponses === 0 ? cost : null,
        estimate,
        webSearchUsd,
        // Model names are the agents' words: a name like `__proto__` must stay a plain key.
        unpriced:
          unpriced === null ? {} : Object.fromEntries([...unpriced].sort(([a], [b]) => (a < b ? -1 : 1))),
      };
    },
  };
}

const tokenKinds = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

function bandSums(bands: BandSums[], { model, band }: PricedGroup): BandSums {
  let sums = bands.find((one) => one.model === model && one.band === band);
  if (!sums) {
    const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    sums = { model, band, responses: 0, isEstimate: false, ...tokens };
    bands.push(sums);
  }
  return sums;
}

function inOrder(a: BandSums, b: BandSums): number {
  return compareTexts(a.model, b.model) || a.band - b.band;
}

function compareTexts(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1;
}

function totalOf(tokens: BilledTokens): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
}
