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
  /**
   * The value that `make` gave for `key`, until anything is written to the database or the prices change, or much else was
   * asked for since. `sizeOf`: how much of the room it takes, in rows.
   */
  unchanged<T>(key: string, make: () => T, sizeOf?: (value: T) => number): T;
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
  const kept = new Map<string, { value: unknown; size: number }>();
  let size = 0;
  const drop = (key: string) => {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const dropAll = () => {
    kept.clear();
    size = 0;
  };
  const texts = createTexts(db);
  const currentPrices = () => {
    const overrides = settings().prices;
    if (!prices || overrides !== pricesFor) {
      prices = priceTable(overrides);
      pricesFor = overrides;
      dropAll();
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
    unchanged<T>(key: string, make: () => T, sizeOf: (value: T) => number = () => 0): T {
      currentPrices();
      const count = changeCount(db);
      if (count !== changes) {
        dropAll();
        changes = count;
      }
      let found = kept.get(key);
      if (found) {
        // To the end: what was asked for longest ago goes first.
        kept.delete(key);
      } else {
        const value = make();
        // It may have been made on the way.
        drop(key);
        found = { value, size: 1 + sizeOf(value) };
        size += found.size;
      }
      kept.set(key, found);
      for (const oldest of kept.keys()) {
        if (oldest === key || (size <= mostRows && kept.size <= mostKept)) {
          break;
        }
        drop(oldest);
      }
      return found.value as T;
    },
    clear() {
      dropAll();
      texts.clear();
    },
  };
}

const mostKept = 64;
/** Rows of reports: about 10 MB. */
const mostRows = 20_000;

/** For `in (select value from json_each(?))`, which takes a list of any length in one parameter. */
export function listOf(values: Iterable<string | number>): SqlValue {
  return JSON.stringify([...values]);
}
