/** Questions in SQL over the public views, and their answers: what the console, the command line and the thread that runs them share. */

export type SqlCell = string | number | null;

/** Values of `:name` in a question, by name without the colon. */
export type SqlParameters = Readonly<Record<string, SqlCell>>;

export interface SqlQuestion {
  /** One statement that reads. */
  sql: string;
  parameters?: SqlParameters;
  /** Rows of the answer; the rest is left out. */
  rows: number;
  /** Milliseconds after which the question is given up. */
  ms: number;
}

/** The copy of the logbook that questions are put to. */
export interface SqlCopy {
  /** Milliseconds: what the logbook knew then. */
  at: number;
  bytes: number;
}

/** A copy as a file, for the user alone. Whoever asked for it deletes it and its log. */
export interface StoreCopy extends SqlCopy {
  file: string;
}

export interface SqlRows {
  kind: 'rows';
  columns: readonly string[];
  rows: readonly (readonly SqlCell[])[];
  /** There are more rows than were asked for, or than an answer may hold. */
  more: boolean;
  /** Texts that were shortened. */
  cut: number;
  /** Milliseconds that it took. */
  ms: number;
  copy: SqlCopy;
}

/** The question is wrong. `from` and `to` are places in it, in UTF-16 units, where they can be told. */
export interface SqlFault {
  kind: 'fault';
  message: string;
  from?: number;
  to?: number;
}

export interface SqlStopped {
  kind: 'stopped';
  /** `ended`: the thread that ran it has ended, as it does when there is no memory left. */
  why: 'cancelled' | 'time' | 'ended';
}

export type SqlAnswer = SqlRows | SqlFault | SqlStopped;

/** Longest question, in UTF-16 units. */
export const longestSql = 100_000;
/** The most rows that one answer can have. */
export const mostSqlRows = 100_000;
export const defaultSqlRows = 1000;
/** The most and the usual milliseconds that a question may take. */
export const mostSqlMs = 600_000;
export const defaultSqlMs = 30_000;
