import type { SessionId, UsageScope } from './protocol.js';
import { usageDimensions } from './usageReport.js';

/** The charts of the statistics, as data: what webviews are told of them, and what the store answers. */

export const statsTabs = ['overview', 'cost', 'tickets', 'tools', 'files', 'quality', 'sessions'] as const;

export type StatsTab = (typeof statsTabs)[number];

/** What usage is told apart by in charts only: the hour of the week (`1-09`: Monday from nine on), and the quarter of an hour. */
export const timeDimensions = ['hourOfWeek', 'quarter'] as const;

/** What holds of a session as a whole, with all that it started: its category, and all of its tags as one text, so that nothing counts twice. */
export const sessionDimensions = ['category', 'tags'] as const;

/** What the parts of a chart may be. */
export const partDimensions = [...usageDimensions, ...sessionDimensions] as const;

export type PartDimension = (typeof partDimensions)[number];

export type ChartDimension = PartDimension | (typeof timeDimensions)[number];

/** What the values of a column are: how they are written, and where they lead. */
export const units = [
  ...(['day', 'model', 'agent', 'project', 'branch', 'ticket', 'session', 'hourOfWeek', 'quarter'] as const),
  ...sessionDimensions,
  // Several days: the first and the last, with a blank between them.
  'days',
  ...(['tool', 'file', 'text'] as const),
  // An English text, to be translated.
  'term',
  ...(['tokens', 'usd', 'count', 'lines'] as const),
  // Milliseconds, and milliseconds since 1970 UTC.
  ...(['duration', 'time'] as const),
  // 1 is the whole.
  'share',
  // As the row says: its column `unit` has one of the others.
  'mixed',
  // That of the dimension that is chosen for the parts.
  'part',
] as const;

export type Unit = (typeof units)[number];

export interface ChartColumn {
  /** The name of the column in the SQL that is shown, too. */
  id: string;
  /** In English; the key of the translation. */
  label: string;
  unit: Unit;
}

/** How rows are drawn, by the ids of columns. Every chart is a table as well, with all its columns. */
export type Mark =
  | { kind: 'table' }
  /** A bar a row, longest first. */
  | { kind: 'bar'; of: string; value: string }
  /** A bar a day or week, in order of time, of parts if there is a column of them. */
  | { kind: 'stacked'; of: string; part: string | null; value: string }
  /** A square a day, a column a week. */
  | { kind: 'calendar'; of: string; value: string }
  /** A square an hour, a row a day of the week. */
  | { kind: 'week'; of: string; value: string }
  /** A line over time; `event` is not null where something happened. */
  | { kind: 'line'; of: string; value: string; event: string | null }
  /** A large figure a row, beside the one before it. */
  | { kind: 'tiles'; of: string; value: string; before: string | null };

/** One chart, as far as a webview has to know it. */
export interface ChartData {
  id: string;
  tab: StatsTab;
  /** In English; the key of the translation. */
  title: string;
  /** What is counted, and how; in English. */
  description: string;
  columns: readonly ChartColumn[];
  mark: Mark;
  /** The column by which rows are sorted in the table. */
  sortedBy: string;
  /** Columns that tell a row from others, beside those whose unit names something by itself; for a mark's sessions. */
  names?: readonly string[];
  /** What the parts may be, to choose from; the first is meant where nothing is chosen. */
  parts?: readonly PartDimension[];
  /** Its rows are tickets: in the table the commits of each stand beside it, which only git knows. */
  withCommits?: true;
  /** It is about one session, which is chosen in the chart. */
  ofSession?: true;
}

/** What of the store a chart is asked of. */
export interface ChartQuery extends UsageScope {
  timeZone: string;
  part?: PartDimension;
  session?: SessionId;
}

/** A value of a row; booleans are 0 and 1, unknown is null. */
export type Cell = string | number | null;

export interface ChartResult {
  /** In the order of the chart's columns. */
  rows: readonly (readonly Cell[])[];
  /** How many sessions were not looked at in the time that there is; asked again, the next ones are. */
  left?: number;
}

/** What has one value in one column: together they are a mark of a chart. */
export interface ChartKey {
  unit: Unit;
  key: string | null;
}
