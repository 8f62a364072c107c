import type { UsageDimension, UsageSums } from '../common/protocol.js';

/** What a chart measures, of each row of a usage report. */
export type Measure = 'totalTokens' | 'costUsd' | 'responses' | 'sessions';

/**
 * One chart of the stats view, as data: the usage query it asks and how the answer is drawn. Every chart can also be shown
 * as a table, with all figures of its rows.
 */
export interface Chart {
  id: string;
  /** In English; the key of the translation. */
  title: string;
  description: string;
  by: UsageDimension;
  /** The second dimension: the parts of a stacked bar. */
  thenBy?: UsageDimension;
  measure: Measure;
  /** `bar`: a bar a key, longest first. `stacked`: a bar a day, in order of time. `table`: figures only. */
  mark: 'bar' | 'stacked' | 'table';
}

/** The figure that a measure draws; null where there is none, as the cost of a model without a price. */
export function measureOf(row: UsageSums & { sessions: number }, measure: Measure): number | null {
  return row[measure];
}
