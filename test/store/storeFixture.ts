import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, BodyRef, Row, SourceProgress } from '../../src/store/batch.js';
import { type OpenedDatabase, openDatabase, type OpenOptions } from '../../src/store/open.js';
import type { Attribute } from '../../src/store/write/usageClaims.js';
import { createWriter, type Writer } from '../../src/store/write/writeBatch.js';

export const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-test-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
const opened: OpenedDatabase[] = [];

/** Closes and removes what a test made; for `afterEach`. */
export function cleanUp(): void {
  for (const store of opened.splice(0)) {
    store.close();
  }
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function openStore(
  folder: string,
  options: Partial<OpenOptions> = {},
): Promise<OpenedDatabase & { writer: Writer }> {
  const store = await openDatabase({ folder, wasmPath, ...options });
  const close = () => {
    const at = opened.indexOf(tracked);
    if (at >= 0) {
      opened.splice(at, 1);
      store.close();
    }
  };
  const tracked = { ...store, close };
  opened.push(tracked);
  return { ...tracked, writer: createWriter(store.db, { attribute: noTickets }) };
}

export const noTickets: Attribute = { resolve: () => null };

export function source(path: string, more: Partial<SourceProgress> = {}): SourceProgress {
  return {
    id: 0,
    agent: 'agent',
    root: '/root',
    path,
    identity: null,
    size: 100,
    modifiedAt: 1,
    offset: 100,
    line: 1,
    head: null,
    headLength: 0,
    importerVersion: 1,
    notes: null,
    state: null,
    generation: 0,
    ...more,
  };
}

/** A row of a batch whose texts are written out instead of lying in a block. */
type PlainRow = { [K in Row['type']]: Plain<Extract<Row, { type: K }>> }[Row['type']];
type Plain<R> = R extends { body: unknown }
  ? Place<Omit<R, 'body'>> & { body?: string | null; fullBytes?: number }
  : Place<R>;
type Place<R> = Omit<R, 'source' | 'offset' | 'part'> & { source?: number; offset?: number; part?: number };

/** A batch of one source, or of those given. Rows lie one after another in it. */
export function batch(rows: readonly PlainRow[], more: Partial<Batch> = {}): Batch {
  const texts: Buffer[] = [];
  let start = 0;
  const body = (text: string | null | undefined, fullBytes?: number): BodyRef | null => {
    if (text === null || text === undefined) {
      return null;
    }
    const bytes = Buffer.from(text);
    texts.push(bytes);
    start += bytes.length;
    return {
      block: 0,
      start: start - bytes.length,
      bytes: bytes.length,
      fullBytes: fullBytes ?? bytes.length,
    };
  };
  const placed = rows.map((row, i) => {
    const hasBody = row.type === 'message' || row.type === 'tool_result' || row.type === 'file_change';
    return {
      source: 0,
      offset: i * 10,
      part: 0,
      ...row,
      ...(hasBody ? { body: body(row.body, row.fullBytes) } : {}),
    } as Row;
  });
  return {
    sources: [source('a.jsonl')],
    rows: placed,
    blocks: texts.length === 0 ? [] : [Buffer.concat(texts)],
    places: [],
    problems: [],
    unknown: [],
    lines: rows.length,
    ...more,
  };
}
