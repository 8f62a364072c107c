import prices from './prices.json';
import type { Match } from './match.js';

/**
 * US dollars per million tokens: input, output, cache read, cache write for five minutes, and for one hour. What the
 * provider does not price apart costs what the next more general kind costs, so no place is empty.
 */
export type Rates = readonly [
  input: number,
  output: number,
  cacheRead: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
];

/** Prices with a condition; of a model's periods the last whose condition holds counts, else the first. */
export interface Period {
  /** From this day on, UTC. */
  from?: string;
  /** Between these milliseconds of the UTC day; over midnight when the second is the smaller. */
  daily?: readonly [start: number, end: number];
  /** null: no price per token. */
  rates: Rates | null;
  /** Rates of a whole request whose input, cached or not, is above so many tokens; ascending. */
  over?: readonly (readonly [tokens: number, rates: Rates])[];
}

export interface SnapshotModel {
  id: string;
  match: Match;
  periods: readonly Period[];
  /** US dollars per web search. */
  webSearch?: number;
  /** Tokens that fit into its context. */
  window?: number;
}

export interface SnapshotProvider {
  id: string;
  /** Which bare model names are this provider's. */
  match?: Match;
  /** Providers whose models this one sells under their own names. */
  fallback?: readonly string[];
  models: readonly SnapshotModel[];
}

export interface Snapshot {
  source: string;
  version: string;
  /** The day on which this version of the source was released. */
  date: string;
  providers: readonly SnapshotProvider[];
}

/** The prices that come with the extension; `makeSnapshot.mjs` writes them from the package that the file names. */
export const snapshot = prices as unknown as Snapshot;
