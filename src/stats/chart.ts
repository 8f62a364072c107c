import type { Cell, ChartData, ChartDimension, ChartQuery } from '../common/charts.js';
import type { ToolCategory } from '../common/model.js';
import type { PricedPart } from '../common/priced.js';
import type { UsageReport } from '../common/usageReport.js';
import type { TimeSpan } from '../common/calendar.js';
import type { Clock } from './clock.js';
import type { SqlScope } from './sqlScope.js';

/**
 * A chart of the statistics: what it is called, how it is drawn, and what it asks. `sql` says it over the public views and is
 * what is shown; its columns bear the names of the chart's. Where `rows` is given, they come from what the store has added
 * up already and say the same, which a test holds them to; what SQL cannot say (prices) only `rows` has.
 */
export interface Chart extends ChartData {
  sql(scope: SqlScope): string;
  rows?(reads: ChartReads, query: ChartQuery): ChartRows;
}

export type Row = readonly Cell[];

export interface ChartRows {
  rows: readonly Row[];
  /** Sessions that time did not suffice for. */
  left?: number;
}

/** What the store answers to a chart, within the filter that it is asked with. */
export interface ChartReads {
  clock: Clock;
  /** `span` takes the place of the filter's times. */
  usage(by: ChartDimension, thenBy?: ChartDimension, span?: TimeSpan): UsageReport;
  /** The responses by model and price. */
  priced(): readonly PricedPart[];
  /** Each tool call, by session and thread in the order of its making; not those that were copied from another session. */
  calls(each: (call: Call) => void): void;
  /** The rows of the chart's own SQL. */
  sql(): readonly Row[];
}

/** A tool call. The object is used again for the next one. */
export interface Call {
  /** The store's number of the session, and of the sub-agent in it; null: the session itself. */
  session: number;
  thread: number | null;
  sessionId(): string;
  callId(): string;
  tool: string | null;
  category: ToolCategory;
  at: number | null;
  /** null: there is no result. */
  isError: boolean | null;
  /** Milliseconds; null: unknown. */
  duration: number | null;
}
