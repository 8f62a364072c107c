import { bandOf, noBands, type Bands } from '../pricing/bands.js';
import { priceTable, type PriceTable } from '../pricing/pricing.js';
import type { Database } from './database.js';

/**
 * The price bands that rows of `usage_rollup` are told apart by: those of the built-in prices. A price of the user's own
 * holds at all times and for all sizes, so whoever sets one needs nothing to be added up anew.
 */
export interface ModelBands {
  /** Another transaction begins, in which numbers of names may mean something else. */
  begin(): void;
  /** `model` is a number of `name`; `at` in milliseconds. */
  bandOf(model: number | null, contextTokens: number, at: number | null): number;
}

let builtIn: PriceTable | null = null;

/** Notes the bands of each model that it is asked for. */
export function createModelBands(db: Database): ModelBands {
  const known = new Map<number, Bands>();
  const text = db.prepare('select text from name where id = ?');
  const note = db.prepare('insert or ignore into usage_rollup_model (model, bands) values (?, ?)');
  return {
    begin: () => known.clear(),
    bandOf(model, contextTokens, at) {
      if (model === null) {
        return 0;
      }
      let bands = known.get(model);
      if (bands === undefined) {
        bands = bandsNow(String(text.get(model)?.[0] ?? ''));
        known.set(model, bands);
        note.run(model, JSON.stringify(bands));
      }
      return bandOf(bands, contextTokens, at);
    },
  };
}

function bandsNow(model: string): Bands {
  builtIn ??= priceTable({});
  return builtIn.bandsOf(model) ?? noBands;
}

/** Whether a model's prices change elsewhere than when its rows were added up, as they may with a newer version. */
export function haveBandsChanged(db: Database): boolean {
  return db
    .prepare('select n.text, m.bands from usage_rollup_model m join name n on n.id = m.model')
    .all()
    .some(([model, bands]) => JSON.stringify(bandsNow(String(model))) !== bands);
}
