import type { Statement as SqlJsStatement } from 'sql.js';
import type { Database, Durability, SqlValue, Statement } from './database.js';
import { translate } from './fileError.js';
import type { SqlJsFile } from './sqljsFile.js';
import { StoreError } from './storeError.js';

/** Statements that stay compiled. Those that fall out are compiled again when they are used. */
const keptStatements = 300;

/** The `Database` interface over one open file. Every error that leaves it is a StoreError. */
export class FileDatabase implements Database {
  readonly #open: SqlJsFile;
  readonly #statements = new Map<string, CachedStatement>();
  #onDamage: ((error: StoreError) => void) | null;
  #depth = 0;
  /** As it is configured when the database is opened. */
  #durability: Durability = 'now';

  /** `onDamage` is told once when SQLite finds the file damaged. */
  constructor(open: SqlJsFile, onDamage: (error: StoreError) => void) {
    this.#open = open;
    this.#onDamage = onDamage;
  }

  exec(sql: string): void {
    this.attempt(() => this.#open.raw.run(sql));
  }

  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = new CachedStatement(this, sql);
      // Compiled here, so that a mistake in the text shows where it is written.
      statement.compile();
    } else {
      this.#statements.delete(sql);
    }
    this.#statements.set(sql, statement);
    if (this.#statements.size > keptStatements) {
      const [oldest, dropped] = this.#statements.entries().next().value ?? [];
      if (oldest !== undefined && dropped?.free() === true) {
        this.#statements.delete(oldest);
      }
    }
    return statement;
  }

  transaction<T>(fn: () => T, durability: Durability = 'now'): T {
    if (this.#depth > 0) {
      return fn();
    }
    if (durability !== this.#durability) {
      this.exec(`pragma synchronous = ${durability === 'now' ? 'full' : 'normal'}`);
      this.#durability = durability;
    }
    this.exec('begin immediate');
    this.#depth++;
    try {
      const result = fn();
      this.exec('commit');
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  createFunction(name: string, fn: (...values: SqlValue[]) => SqlValue): void {
    this.attempt(() => this.#open.raw.create_function(name, fn));
  }

  /** Checkpoints the log into the file, so that the next owner finds one clean file. */
  close(): void {
    for (const statement of this.#statements.values()) {
      statement.free();
    }
    this.#statements.clear();
    this.attempt(() => this.#open.close());
  }

  compile(sql: string): SqlJsStatement {
    return this.attempt(() => this.#open.raw.prepare(sql));
  }

  attempt<T>(call: () => T): T {
    const { file } = this.#open;
    file.lastError = null;
    try {
      return call();
    } catch (error) {
      const told = error instanceof StoreError ? error : translate(error, file.path, file.lastError);
      if (told.reason === 'corrupt') {
        this.#onDamage?.(told);
        this.#onDamage = null;
      }
      throw told;
    }
  }

  #rollback(): void {
    try {
      this.#open.raw.run('rollback');
    } catch (error) {
      // After a full disk or a failed write SQLite has rolled back by itself.
      if (!String(error).includes('no transaction is active')) {
        throw error;
      }
    }
  }
}

class CachedStatement implements Statement {
  readonly #database: FileDatabase;
  readonly #sql: string;
  #compiled: SqlJsStatement | null = null;
  #busy = false;

  constructor(database: FileDatabase, sql: string) {
    this.#database = database;
    this.#sql = sql;
  }

  compile(): void {
    this.#compiled ??= this.#database.compile(this.#sql);
  }

  run(...parameters: SqlValue[]): void {
    this.#use((statement) => {
      statement.bind(parameters);
      statement.step();
    });
  }

  get(...parameters: SqlValue[]): SqlValue[] | undefined {
    return this.#use((statement) => {
      statement.bind(parameters);
      return statement.step() ? statement.get() : undefined;
    });
  }

  all(...parameters: SqlValue[]): SqlValue[][] {
    const rows: SqlValue[][] = [];
    this.each(parameters, (row) => rows.push(row));
    return rows;
  }

  each(parameters: readonly SqlValue[], row: (values: SqlValue[]) => unknown): void {
    // What the callback throws is not SQLite's and passes as it is.
    let thrown: { error: unknown } | null = null;
    this.#use((statement) => {
      statement.bind([...parameters]);
      let goesOn = true;
      while (goesOn && thrown === null && statement.step()) {
        const values = statement.get();
        try {
          goesOn = row(values) !== false;
        } catch (error) {
          thrown = { error };
        }
      }
    });
    throwIf(thrown);
  }

  /** False while the statement runs. */
  free(): boolean {
    if (this.#busy) {
      return false;
    }
    this.#compiled?.free();
    this.#compiled = null;
    return true;
  }

  #use<T>(call: (statement: SqlJsStatement) => T): T {
    // Used again from its own row callback: a second one, so that the first keeps its place.
    if (this.#busy) {
      const second = this.#database.compile(this.#sql);
      try {
        return this.#database.attempt(() => call(second));
      } finally {
        second.free();
      }
    }
    this.compile();
    const statement = this.#compiled;
    if (statement === null) {
      throw new Error('The statement is not compiled');
    }
    this.#busy = true;
    try {
      return this.#database.attempt(() => call(statement));
    } finally {
      statement.reset();
      this.#busy = false;
    }
  }
}

function throwIf(thrown: { error: unknown } | null): void {
  if (thrown !== null) {
    throw thrown.error;
  }
}
