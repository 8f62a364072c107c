import type { PanelHost, PanelStart } from './panelProtocol.js';
import type { SessionId } from './protocol.js';
import type { SqlAnswer, SqlCopy, SqlQuestion } from './sqlConsole.js';
import type { SqlQuery } from './sqlQuery.js';

/** What the SQL console and its host say to each other. */

/** A query that a person keeps under a name. */
export interface KeptQuery {
  name: string;
  sql: string;
}

/** Kept by hand, and asked lately; over all windows, newest first. */
export interface QueryLists {
  kept: readonly KeptQuery[];
  recent: readonly string[];
}

/** A query to begin with, when the console was opened for one. */
export interface SqlWanted {
  sql: string;
  /** It is asked at once. */
  run: boolean;
}

export interface SqlStart extends PanelStart {
  themes: readonly { title: string; queries: readonly SqlQuery[] }[];
  lists: QueryLists;
  wanted: SqlWanted | null;
  /** The copy that questions are put to; null: it is made with the first one. */
  copy: SqlCopy | null;
}

export interface SqlHost extends PanelHost {
  start(): Promise<SqlStart>;
  /** Notes the question among those asked lately, if it could be answered. */
  ask(question: SqlQuestion): Promise<{ answer: SqlAnswer; lists: QueryLists }>;
  cancel(): Promise<void>;
  /** The next question is put to a new copy. */
  refresh(): Promise<void>;
  /** Asks for a name and keeps the query under it; the lists as they are when it was given none. */
  keep(sql: string, name: string): Promise<QueryLists>;
  /** Keeps a query no longer. */
  forget(name: string): Promise<QueryLists>;
  /** Forgets what was asked lately. */
  clearRecent(): Promise<QueryLists>;
  /** Writes a text to a file that the person chooses. False when they chose none. */
  saveCsv(csv: string): Promise<boolean>;
  openSession(id: SessionId): Promise<void>;
}
