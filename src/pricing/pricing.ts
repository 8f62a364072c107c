import type { Tokens } from '../common/model.js';
import type { PricedPart } from '../common/priced.js';
import type { PriceOverride } from '../common/settings.js';
import { bandCount, bandLimits, bandOf, noBands, ratesByBand, type Bands } from './bands.js';
import { findModel } from './findModel.js';
import { overrideFor } from './overrides.js';
import type { Rates } from './snapshot.js';

/** The tokens that are billed. `reasoning` is in `output`. */
export type BilledTokens = Omit<Tokens, 'reasoning'>;

/** What models cost. Every function takes a model's name as the agent wrote it; null and unknown names have no price. */
export interface PriceTable {
  /**
   * Which responses of a model share one price, so that their tokens can be added up before pricing: group by the number
   * that `bandOf` describes, and multiply the sums with `costOfBand`. null: no price, nothing to group by.
   */
  bandsOf(model: string | null): Bands | null;
  /** US dollars of tokens that all belong to one band of `bandsOf(model)`; null: no price. */
  costOfBand(model: string | null, band: number, tokens: BilledTokens): number | null;
  /** The price of a band: whose it is, what it comes to and when it holds. */
  describe(model: string | null, band: number): PriceOfBand;
  /** US dollars of one response at a time (ms; null: today's price); null: no price. */
  cost(model: string | null, tokens: BilledTokens, at: number | null): number | null;
  /** US dollars of web searches, which are billed apart from tokens; 0 where no fee is known. */
  webSearchUsd(model: string | null, searches: number): number;
}

/** A price as people are told it. */
export type PriceOfBand = Pick<
  PricedPart,
  'source' | 'rates' | 'from' | 'until' | 'above' | 'upTo' | 'daily'
>;

interface ModelPrice {
  source: 'list' | 'settings';
  bands: Bands;
  /** By number of band; null where that period has no price. */
  rates: readonly (Rates | null)[];
}

/** The built-in prices, with the user's in front. Names are looked up once and kept. */
export function priceTable(overrides: Readonly<Record<string, PriceOverride>>): PriceTable {
  const known = new Map<string, ModelPrice | null>();
  const searchFees = new Map<string, number>();
  const priceOf = (model: string | null) => {
    if (model === null) {
      return null;
    }
    let price = known.get(model);
    if (price === undefined) {
      price = lookUp(model, overrides);
      known.set(model, price);
    }
    return price;
  };
  return {
    bandsOf: (model) => priceOf(model)?.bands ?? null,
    costOfBand: (model, band, tokens) => multiply(priceOf(model)?.rates[band], tokens),
    cost(model, tokens, at) {
      const price = priceOf(model);
      return price ? multiply(price.rates[bandOf(price.bands, contextOf(tokens), at)], tokens) : null;
    },
    describe: (model, band) => describeBand(priceOf(model), band),
    webSearchUsd(model, searches) {
      if (searches === 0 || model === null) {
        return 0;
      }
      let fee = searchFees.get(model);
      if (fee === undefined) {
        fee = findModel(model)?.webSearch ?? 0;
        searchFees.set(model, fee);
      }
      return searches * fee;
    },
  };
}

/** All input of a request, cached or not: what a long-context threshold is compared with. */
export function contextOf(tokens: BilledTokens): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
}

function lookUp(model: string, overrides: Readonly<Record<string, PriceOverride>>): ModelPrice | null {
  const own = overrideFor(model, overrides);
  if (own) {
    return {
      source: 'settings',
      bands: noBands,
      rates: Array.from({ length: bandCount(noBands) }, () => own),
    };
  }
  const found = findModel(model);
  if (!found?.periods.some((period) => period.rates)) {
    return null;
  }
  return { source: 'list', ...ratesByBand(found.periods) };
}

function multiply(rates: Rates | null | undefined, tokens: BilledTokens): number | null {
  if (!rates) {
    return null;
  }
  const [input, output, cacheRead, cacheWrite5m, cacheWrite1h] = rates;
  return (
    (tokens.input * input +
      tokens.output * output +
      tokens.cacheRead * cacheRead +
      tokens.cacheWrite5m * cacheWrite5m +
      tokens.cacheWrite1h * cacheWrite1h) /
    1e6
  );
}

function describeBand(price: ModelPrice | null, band: number): PriceOfBand {
  const rates = price?.rates[band] ?? null;
  if (!price || !rates) {
    return { source: null, rates: null, from: null, until: null, above: null, upTo: null, daily: null };
  }
  const [input, output, cacheRead, cacheWrite5m, cacheWrite1h] = rates;
  return {
    source: price.source,
    rates: { input, output, cacheRead, cacheWrite5m, cacheWrite1h },
    ...bandLimits(price.bands, band),
  };
}
