import type { Cell, ChartData, ChartDimension, ChartQuery, Unit } from '../common/charts.js';
import type { ToolCategory } from '../common/model.js';
import type { RateLimit } from '../common/rateLimits.js';
import type { SessionId, UsageScope } from '../common/protocol.js';
import type { PricedPart } from '../common/priced.js';
import type { UsageReport, UsageSums } from '../common/usageReport.js';
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
  /**
   * The sessions that a mark counts, where they are not those of the responses with the mark's keys: by weight, or the
   * responses, by what takes the place of the query's fields. `key` gives the mark's key of a unit; undefined: it has none.
   */
  behind?(
    key: MarkKey,
    reads: ChartReads,
    query: ChartQuery,
  ): ReadonlyMap<SessionId, number> | Partial<UsageScope>;
}

export type MarkKey = (unit: Unit) => string | null | undefined;

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
  /** The quarters of an hour with a response, in order. */
  quarters(span?: TimeSpan): readonly Quarter[];
  /** Sums by the part of time that a quarter of an hour, by its start, belongs to; null: to none. */
  usageIn(partOf: (quarter: number) => number | null, span?: TimeSpan): ReadonlyMap<number, UsageSums>;
  /** The responses by model and price. */
  priced(): readonly PricedPart[];
  /** Each tool call, by session and thread in the order of its making; not those that were copied from another session. */
  calls(each: (call: Call) => void): void;
  /** Each change of a file, by session; not those that were copied from another session. */
  changes(each: (change: Change) => void): void;
  /** The paths of files that changes told of. */
  filesOf(files: Iterable<number>): (file: number) => string;
  /** The files, changed or not, whose path ends like one of these. */
  filesEnding(ends: readonly string[]): ReadonlyMap<number, string>;
  /** Responses of one session itself within the filter, in order, as the rows of `contextGrowth`. */
  contexts(session: SessionId): readonly Row[];
  /** The top-level sessions with a response in the filter, and what is concluded of them. */
  insights(): readonly Insight[];
  /** Runs of sub-agents, with and without a session of their own. */
  subAgents(): readonly SubAgentRun[];
  /** The user's own commands and the skills that agents called, newest first. */
  commands(): readonly { name: string; at: number | null; session: string }[];
  /** The windows of subscriptions, of the agents in the filter. */
  limits(): readonly RateLimit[];
  /** The rows of the chart's own SQL. */
  sql(): readonly Row[];
}

export interface Quarter {
  /** Its start, in milliseconds since 1970 UTC. */
  at: number;
  /** Top-level sessions with a response in it. */
  sessions: number;
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

/** A change of a file. The object is used again for the next one. */
export interface Change {
  session: number;
  sessionId(): string;
  project(): string | null;
  /** The store's number of the file: see `filesOf`. */
  file: number;
  at: number | null;
  /** Lines; null: unknown. */
  added: number | null;
  removed: number | null;
}

/** What is concluded of a session, with its share of the filter; null: not judged, or not known. */
export interface Insight {
  session: string;
  project: string | null;
  startedAt: number | null;
  category: string | null;
  /** 1 to 5. */
  score: number | null;
  planned: number | null;
  oneShot: number | null;
  correctionRate: number | null;
  responses: number;
  tokens: number;
  cost: number | null;
}

export interface SubAgentRun {
  /** Its own session, or the one that it ran in. */
  session: string;
  type: string | null;
  tokens: number;
  cost: number | null;
  responses: number;
}
