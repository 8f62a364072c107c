import type { ChartData, ChartKey, ChartResult, PartDimension } from './charts.js';
import type { Explanation } from './explanation.js';
import type { PanelHost, PanelStart } from './panelProtocol.js';
import type { OneOf, SessionId } from './protocol.js';
import type { UsageReport } from './usageReport.js';

/** What the statistics and their host-side panel say to each other. */

export interface StatsStart extends PanelStart {
  charts: readonly ChartData[];
  /** There is a folder open, so "this workspace" means something. */
  hasWorkspace: boolean;
  /** What to show first, when the panel was opened for a ticket. */
  focus: StatsFocus | null;
}

/** A group of the tree, or the ticket of the status bar. */
export interface StatsFocus {
  dimension: string;
  key: string | null;
}

export type StatsScope = 'workspace' | 'all';

/** What of the store the stats look at. Times in milliseconds, [since, until); what is absent does not restrict. */
export interface StatsRange {
  scope: StatsScope;
  since?: number;
  until?: number;
  agents?: readonly string[];
  models?: OneOf;
  projects?: OneOf;
  branches?: OneOf;
  tickets?: OneOf;
  tags?: readonly string[];
  headless?: boolean;
}

/** The lists of which the filter offers several. */
export const listFilters = ['agents', 'models', 'projects', 'branches', 'tickets', 'tags'] as const;

export type ListFilter = (typeof listFilters)[number];

/** What there is to choose from in a period, most used first; null: those without. */
export type StatsChoices = Readonly<Record<ListFilter, OneOf>>;

/** Which chart, of what. */
export interface ChartQuestion {
  id: string;
  range: StatsRange;
  timeZone: string;
  part?: PartDimension;
  session?: SessionId;
}

export interface TicketCommits {
  commits: readonly { subject: string }[] | null;
  problem: string | null;
}

export interface StatsHost extends PanelHost {
  start(): Promise<StatsStart>;
  /** The totals of a range. */
  totals(range: StatsRange, timeZone: string): Promise<UsageReport>;
  /** How the totals of a range came about. */
  explain(range: StatsRange): Promise<Explanation>;
  choices(range: StatsRange): Promise<StatsChoices>;
  chart(question: ChartQuestion): Promise<ChartResult>;
  /** What a chart asks, as SQL over the public views. */
  sql(question: ChartQuestion): Promise<string>;
  /** Opens the SQL console with a query, which is asked at once. */
  openSql(sql: string): Promise<void>;
  /** Lets the user save a chart's rows as CSV. False when that was given up. */
  saveCsv(question: ChartQuestion): Promise<boolean>;
  /** Titles of sessions, for rows that are sessions. */
  titles(ids: readonly SessionId[]): Promise<Readonly<Record<SessionId, string>>>;
  /** Lets the user choose among the sessions behind a mark, and opens the replay. False when there are none. */
  openSessions(question: ChartQuestion, keys: readonly ChartKey[], label: string): Promise<boolean>;
  openSession(id: SessionId): Promise<void>;
  /** The commits of a ticket; null: git does not know, or there is no such ticket. `problem` says why. */
  ticketCommits(key: string): Promise<TicketCommits>;
  openTicket(key: string): Promise<void>;
}
