import type { Tokens } from './model.js';

/** US dollars per million tokens. */
export interface TokenRates {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
}

/** Responses of one model that share a price, with that price and when it holds. */
export interface PricedPart {
  /** As the agent wrote it. */
  model: string | null;
  /** Whose price it is: of the built-in list, of the user's settings, or of nobody. */
  source: 'list' | 'settings' | null;
  /** null: no price is known. */
  rates: TokenRates | null;
  /** The first day (UTC) of the price, and the day from which another one holds; null: without limit. */
  from: string | null;
  until: string | null;
  /** It is the price of requests with more input tokens than this; null: of all, or of those up to `upTo`. */
  above: number | null;
  upTo: number | null;
  /** Hours of the UTC day in which it holds, as milliseconds since midnight; null: all day. */
  daily: readonly [start: number, end: number] | null;
  responses: number;
  tokens: Omit<Tokens, 'reasoning'>;
  totalTokens: number;
  costUsd: number | null;
}
