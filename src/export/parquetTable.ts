import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { countPlaceholders } from '../redact/placeholders.js';
import type { OutputFile } from './format.js';

export interface Column {
  name: string;
  type: 'STRING' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';
}

/** Rows that are held of all tables until those of one are written, together: an export has some tables for each month. */
const mostRows = 20_000;

/** Writes rows to tables, those of a table together, some thousand at a time. */
export class ParquetGroups {
  private readonly tables: ParquetTable[] = [];
  private held = 0;

  open(file: OutputFile, columns: readonly Column[]): ParquetTable {
    const table = new ParquetTable(file, columns);
    this.tables.push(table);
    return table;
  }

  async add(table: ParquetTable, row: Record<string, unknown>): Promise<void> {
    table.add(row);
    this.held++;
    if (this.held >= mostRows) {
      const fullest = this.tables.reduce((most, other) => (other.held > most.held ? other : most), table);
      this.held -= fullest.held;
      await fullest.flush();
    }
  }

  async close(kvMetadata: { key: string; value: string }[]): Promise<void> {
    for (const table of this.tables) {
      await table.close(kvMetadata);
    }
  }
}

/** A Parquet file. Every column may have nulls. */
export class ParquetTable {
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;
  private rows: Record<string, unknown>[] = [];
  private redactions = 0;

  constructor(
    private readonly file: OutputFile,
    private readonly columns: readonly Column[],
  ) {
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ name, type }) => ({
          name,
          repetition_type: 'OPTIONAL' as const,
          ...physical[type],
        })),
      ],
    });
  }

  /** Fields that are no columns of the table are left out. */
  /** Rows that are not written yet. */
  get held(): number {
    return this.rows.length;
  }

  add(row: Record<string, unknown>): void {
    this.rows.push(row);
    this.redactions += countPlaceholders(JSON.stringify(row));
  }

  async close(kvMetadata: { key: string; value: string }[]): Promise<void> {
    await this.flush();
    this.writer.kvMetadata = kvMetadata;
    await this.writer.finish();
    await this.drain();
    await this.file.close();
  }

  /** Writes the rows that are held as a group. */
  async flush(): Promise<void> {
    const rows = this.rows;
    this.rows = [];
    if (rows.length > 0) {
      await this.writer.write({
        columnData: this.columns.map(({ name, type }) => ({
          name,
          data: rows.map((row) => valueOf(row[name], type)),
        })),
        rowGroupSize: rows.length,
      });
      await this.drain();
    }
  }

  /** What is encoded goes to the file; the writer goes on counting from its beginning. */
  private async drain(): Promise<void> {
    await this.file.write(this.bytes.getBytes().slice(), this.redactions);
    this.redactions = 0;
    this.bytes.index = 0;
  }
}

const physical = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  INT64: { type: 'INT64' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const;

function valueOf(value: unknown, type: Column['type']): unknown {
  if (value === null || value === undefined) {
    return null;
  }
  switch (type) {
    case 'INT64':
      return BigInt(Math.round(Number(value)));
    case 'TIMESTAMP':
      return new Date(value as string | number);
    default:
      return value;
  }
}
