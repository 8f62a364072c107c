import type { Tokens } from './model.js';

/** What usage can be told apart by. */
export const usageDimensions = [
  'none',
  'day',
  'model',
  'agent',
  'project',
  'branch',
  'ticket',
  'session',
] as const;

export type UsageDimension = (typeof usageDimensions)[number];

/**
 * Sums over responses that have usage. `costUsd` is null when there are responses and none has a known cost; `unpriced` names
 * models without a price.
 */
export interface UsageSums {
  responses: number;
  /** Responses that tell no usage. Where there are only such, the token sums are 0 and mean nothing. */
  unknownResponses: number;
  /** Of `responses`: those whose tokens the agent rounds, or of which it tells a part. */
  approximateResponses: number;
  tokens: Tokens;
  totalTokens: number;
  costUsd: number | null;
  /** True when part of the cost is a standard price used for another tier, or that of approximate tokens. */
  estimate: boolean;
  webSearchUsd: number;
  /** Model → tokens without a price. */
  unpriced: Readonly<Record<string, number>>;
}

export interface UsageRow extends UsageSums {
  key: string | null;
  second: string | null;
  /** Distinct top-level sessions that the row's responses belong to; in totals also sessions without responses. */
  sessions: number;
  /** For `branch`. */
  repositories?: readonly string[];
  /** For `session`. */
  agent?: string;
  parent?: string | null;
}

export interface UsageReport {
  rows: readonly UsageRow[];
  totals: UsageRow;
}
