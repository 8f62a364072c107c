import type { Database, SqlValue } from './database.js';
import { StoreError } from './storeError.js';

/** Beyond any row id of ours. */
const lastRowId = 2 ** 53;

/**
 * Reads a table of a damaged database from its first row on. Where SQLite fails, it goes on 1, 2, 4, 8 … ids further, until
 * rows come again: a hole costs few tries and at most as many good rows as it is wide. A table that is missing has no rows.
 */
export function readTable(old: Database, table: string, row: (row: Record<string, SqlValue>) => void): void {
  const columns = readableColumns(old, table);
  if (columns.length === 0) {
    return;
  }
  const give = (values: SqlValue[]) =>
    row(Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null])));
  const list = columns.join(', ');
  if (attempt(() => old.prepare(`select rowid from ${table}`)) === null) {
    // Without row ids: as far as it goes.
    readRows(old, `select ${list} from ${table}`, [], give);
    return;
  }
  const sql = `select ${list}, rowid from ${table} where rowid >= ? order by rowid`;
  let from = 0;
  let skip = 1;
  let whole = false;
  while (!whole && from < lastRowId) {
    const start = from;
    whole = readRows(old, sql, [start], (values) => {
      give(values);
      from = Number(values.at(-1)) + 1;
      skip = 1;
    });
    if (!whole) {
      from += skip;
      skip *= 2;
    }
  }
}

/** The columns of a table; none when it is missing or cannot be read. */
export function readableColumns(old: Database, table: string): string[] {
  const read = () => old.prepare('select name from pragma_table_info(?)').all(table).flat().map(String);
  return attempt(read) ?? [];
}

/** False when SQLite failed on the way. What `give` throws passes. */
function readRows(
  old: Database,
  sql: string,
  parameters: readonly SqlValue[],
  give: (values: SqlValue[]) => void,
): boolean {
  let thrown: { error: unknown } | null = null;
  const whole = attempt(() => {
    old.prepare(sql).each(parameters, (values) => {
      try {
        give(values);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    });
    return true;
  });
  const failure = thrown as { error: unknown } | null;
  if (failure !== null) {
    throw failure.error;
  }
  return whole === true;
}

/** null when SQLite could not read. */
function attempt<T>(call: () => T): T | null {
  try {
    return call();
  } catch (error) {
    if (error instanceof StoreError) {
      return null;
    }
    throw error;
  }
}
