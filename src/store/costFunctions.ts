import { bandCount } from '../pricing/bands.js';
import { priceTable, type PriceTable } from '../pricing/pricing.js';
import type { PriceOverride } from '../common/settings.js';
import type { Database, SqlValue } from './database.js';
import { readSettings, settingsWrites } from './settings.js';

/**
 * The SQL functions of the views that tell US dollars, by the built-in prices and the user's own as the settings say now:
 *
 *  - `cost_usd(model, input, cache_read, cache_write_5m, cache_write_1h, output, at)`: one response at its time (ms);
 *  - `band_cost_usd(model, band, input, cache_read, cache_write_5m, cache_write_1h, output)`: responses of one price band;
 *  - `web_search_usd(model, searches)`: the fee apart from tokens.
 *
 * null: the model has no price. A response that is long enough is priced whole at the higher rate.
 */
export function installCosts(db: Database): void {
  const prices = pricesOf(db);
  db.createFunction('cost_usd', (model, input, read, write5m, write1h, output, at) =>
    prices().cost(nameOf(model), tokensOf(input, read, write5m, write1h, output), timeOf(at)),
  );
  db.createFunction('band_cost_usd', (model, band, input, read, write5m, write1h, output) => {
    const name = nameOf(model);
    const bands = prices().bandsOf(name);
    // Rows are told apart by the bands of the built-in prices; the user's own price holds in all of them.
    const own = bands === null || bandCount(bands) === 1 ? 0 : Number(band);
    return prices().costOfBand(name, own, tokensOf(input, read, write5m, write1h, output));
  });
  db.createFunction('web_search_usd', (model, searches) =>
    prices().webSearchUsd(nameOf(model), numberOf(searches)),
  );
}

function pricesOf(db: Database): () => PriceTable {
  let table: PriceTable | null = null;
  let written = -1;
  return () => {
    const now = settingsWrites(db);
    if (table === null || written !== now) {
      table = priceTable(ownPrices(readSettings(db)));
      written = now;
    }
    return table;
  };
}

/** Settings of another version, or spoilt ones, have no prices; the single values are checked where they are used. */
function ownPrices(settings: unknown): Readonly<Record<string, PriceOverride>> {
  const prices: unknown =
    typeof settings === 'object' && settings !== null && 'prices' in settings ? settings.prices : null;
  return typeof prices === 'object' && prices !== null ? (prices as Record<string, PriceOverride>) : {};
}

function tokensOf(...counts: SqlValue[]) {
  const [input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, output = 0] = counts.map(numberOf);
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}

function nameOf(value: SqlValue): string | null {
  return typeof value === 'string' ? value : null;
}

function timeOf(value: SqlValue): number | null {
  return typeof value === 'number' ? value : null;
}

function numberOf(value: SqlValue): number {
  return typeof value === 'number' ? value : 0;
}
