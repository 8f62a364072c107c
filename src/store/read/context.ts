import type { AgentLabels } from '../../common/agentLabels.js';
import type { Settings } from '../../common/settings.js';
import { priceTable, type PriceTable } from '../../pricing/pricing.js';
import type { Database, SqlValue } from '../database.js';
import { createTexts, type Texts } from './texts.js';
import { changeCount } from './changeCount.js';

/** What every read needs. */
export interface ReadContext {
  db: Database;
  settings(): Settings;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  labels: AgentLabels;
  prices(): PriceTable;
  texts: Texts;
  /** The value that `make` gave for `key`, until anything is written to the database or the prices change. */
  unchanged<T>(key: string, make: () => T): T;
  /** Forgets all that is remembered. */
  clear(): void;
}

export interface ReadOptions {
  settings(): Settings;
  now(): number;
  /** How agents are called, which a person may search for. Absent: by their ids. */
  labels?: AgentLabels;
}

/** Prices and remembered values are kept as long as what they were made of stays the same. */
export function createContext(db: Database, { settings, now, labels = {} }: ReadOptions): ReadContext {
  let pricesFor: Settings['prices'] | null = null;
  let prices: PriceTable | null = null;
  let changes = -1;
  const kept = new Map<string, unknown>();
  const texts = createTexts(db);
  const currentPrices = () => {
    const overrides = settings().prices;
    if (!prices || overrides !== pricesFor) {
      prices = priceTable(overrides);
      pricesFor = overrides;
      kept.clear();
    }
    return prices;
  };
  return {
    db,
    settings,
    now,
    labels,
    prices: currentPrices,
    texts,
    unchanged<T>(key: string, make: () => T): T {
      currentPrices();
      const count = changeCount(db);
      if (count !== changes || kept.size >= maxKept) {
        kept.clear();
        changes = count;
      }
      if (!kept.has(key)) {
        kept.set(key, make());
      }
      return kept.get(key) as T;
    },
    clear() {
      kept.clear();
      texts.clear();
    },
  };
}

const maxKept = 64;

/** For `in (select value from json_each(?))`, which takes a list of any length in one parameter. */
export function listOf(values: Iterable<string | number>): SqlValue {
  return JSON.stringify([...values]);
}
