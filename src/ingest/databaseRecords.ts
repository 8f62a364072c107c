import type { RowQuery, RowRecord } from '../importers/importer.js';
import type { SqlValue } from '../store/database.js';
import type { Snapshot } from '../store/snapshot.js';

/** A row as a record of its source. `mark`: how far its query has been read with it; null: it has no marks. */
export interface DatabaseRecord {
  record: RowRecord;
  offset: number;
  mark: number | null;
  /** Characters of its values, for the figures of progress. */
  length: number;
}

/** So many rows, or characters in them, are handed on together. */
const maxRows = 256;
const maxText = 4 << 20;

/**
 * The rows of a query above `mark`, some at a time, of which it is certain that they are of one moment. It ends with false
 * when the database was changed while it was read where it lies: what follows comes with the next reading.
 */
export function* databaseRecords(
  query: RowQuery,
  snapshot: Snapshot,
  mark: number,
): Generator<readonly DatabaseRecord[], boolean, void> {
  let records: DatabaseRecord[] = [];
  let text = 0;
  for (const row of snapshot.rows(query.sql, mark)) {
    const length = textOf(row);
    records.push(recordOf(query, row, length));
    text += length;
    if (records.length >= maxRows || text >= maxText) {
      if (!snapshot.isUnchanged()) {
        return false;
      }
      yield records;
      records = [];
      text = 0;
    }
  }
  if (!snapshot.isUnchanged()) {
    return false;
  }
  yield records;
  return true;
}

/** The first table or column that a query needs and that is not there, in words; null: all are. */
export function missingPart({ needs }: RowQuery, snapshot: Snapshot): string | null {
  for (const [table, columns] of Object.entries(needs)) {
    const found = snapshot.columns(table);
    if (found === null) {
      return `table ${table}`;
    }
    const missing = columns.find((column) => !found.has(column));
    if (missing !== undefined) {
      return `column ${missing} in table ${table}`;
    }
  }
  return null;
}

function recordOf(
  { from }: RowQuery,
  { mark, place, ...values }: Record<string, SqlValue>,
  length: number,
): DatabaseRecord {
  const row: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(values)) {
    // Records are plain JSON, which has no bytes.
    row[name] = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  }
  const at = typeof place === 'number' ? place : typeof mark === 'number' ? mark : 0;
  return {
    record: { from, row },
    offset: Math.max(0, Math.floor(at)),
    mark: typeof mark === 'number' ? mark : null,
    length,
  };
}

function textOf(row: Record<string, SqlValue>): number {
  let length = 0;
  for (const name in row) {
    const value = row[name];
    length += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
  }
  return length;
}
