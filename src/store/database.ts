/** What SQLite takes and gives. Whole numbers are exact up to 2^53; larger ones must not be stored. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * A compiled statement, kept for reuse by `Database.prepare`. Parameters are bound to `?` in order. A failing statement
 * throws a `StoreError` and is usable again.
 */
export interface Statement {
  run(...parameters: SqlValue[]): void;
  /** The first row, or undefined when there is none. */
  get(...parameters: SqlValue[]): SqlValue[] | undefined;
  all(...parameters: SqlValue[]): SqlValue[][];
  /** Calls `row` for each row as it is read, so that a long result need not be held; until it returns false, if it does. */
  each(parameters: readonly SqlValue[], row: (values: SqlValue[]) => unknown): void;
}

/**
 * `now`, the default: a committed transaction outlives a power failure. `later`: it outlives the death of the process at
 * once and a power failure with the next transaction that is `now`; until then it may be lost as a whole.
 */
export type Durability = 'now' | 'later';

/** One open SQLite database. Synchronous, for one thread. */
export interface Database {
  /** Runs one or more statements and drops their results. */
  exec(sql: string): void;
  /** Compiled once for each text. */
  prepare(sql: string): Statement;
  /** Commits when `fn` returns and rolls back when it throws. Inside another transaction it is a part of that one. */
  transaction<T>(fn: () => T, durability?: Durability): T;
  /** Makes `fn` callable in SQL; the number of arguments is `fn.length`. */
  createFunction(name: string, fn: (...values: SqlValue[]) => SqlValue): void;
  close(): void;
}
