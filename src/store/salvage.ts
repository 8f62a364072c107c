import { join } from 'node:path';
import type { Database, SqlValue } from './database.js';
import { errorCode } from '../common/errorCode.js';
import type { FileLayer } from './fileLayer.js';
import { rebuildRollup } from './rollup.js';
import { textHash } from './textHash.js';
import { readableColumns, readTable } from './salvageTable.js';

/** Rows copied from the damaged database, by table; null when it could not be read at all. */
export type Salvaged = Readonly<Record<string, number>> | null;

type Row = Record<string, SqlValue>;

const copiedWhole = [
  ...['meta', 'name', 'place', 'ticket', 'ticket_interval', 'ticket_alias', 'assignment', 'prompt'],
  ...['session_mark', 'session_tag', 'pin', 'forgotten', 'rate_limit'],
];
/** Sessions of which the user said something. */
const spokenOfSql = ['assignment', 'session_mark', 'session_tag', 'pin']
  .map((table) => `select session_id from ${table}`)
  .join(' union ');

/**
 * Copies what cannot be read again from the database that was set aside into the new and empty one, which keeps the old ids: sessions
 * whose files are gone with all that belongs to them, and what the user did: settings, tickets, assignments, tags, notes, pins, what is to stay forgotten.
 * What still lies in the agents' files is left to the next import. Rows on damaged pages are skipped.
 */
export function salvage(old: Database, db: Database, layer: FileLayer): Salvaged {
  const counts: Record<string, number> = {};
  const copy = (
    table: string,
    keep: (row: Row) => boolean,
    change?: (row: Row) => void,
    made: readonly string[] = [],
  ): void => {
    // An older one may lack columns, which then have what `change` makes of the others or what the schema gives them.
    const known = readableColumns(old, table);
    if (known.length === 0) {
      return;
    }
    const columns = columnsOf(db, table).filter((name) => known.includes(name) || made.includes(name));
    const insert = db.prepare(
      `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    readTable(old, table, (row) => {
      if (keep(row)) {
        change?.(row);
        insert.run(...columns.map((column) => row[column] ?? null));
        counts[table] = (counts[table] ?? 0) + 1;
      }
    });
  };
  const has = (ids: ReadonlySet<SqlValue>, column: string) => (row: Row) => ids.has(row[column] ?? null);
  const all = () => true;

  db.transaction(() => {
    for (const table of copiedWhole) {
      copy(table, all);
    }
    const gone = new Set<SqlValue>();
    copy('source', (row) => {
      const isGone = !exists(join(String(row.root), String(row.path)), layer);
      if (isGone) {
        gone.add(row.id ?? null);
      }
      return isGone;
    });
    const lost = new Set<SqlValue>();
    const messages = new Set<SqlValue>();
    const blocks = new Set<SqlValue>();
    const useBlock = (row: Row) => void blocks.add(row.block_id ?? null);
    copy('message', has(gone, 'source_id'), (row) => {
      lost.add(row.session_id ?? null);
      messages.add(row.id ?? null);
      useBlock(row);
    });
    const spokenOf = new Set(db.prepare(spokenOfSql).all().flat());
    copy(
      'session',
      (row) => {
        if (gone.has(row.source_id ?? null)) {
          lost.add(row.id ?? null);
        }
        return lost.has(row.id ?? null) || spokenOf.has(row.id ?? null);
      },
      (row) => {
        // Its main file is there and will be read again under another number.
        if (!gone.has(row.source_id ?? null)) {
          row.source_id = null;
        }
        if (!lost.has(row.id ?? null)) {
          // Copied for what the user said of it alone, it is shown again when it is read again.
          row.started_at = null;
        }
        for (const column of ['title_source_id', 'active_source_id', 'process_source_id']) {
          if (!gone.has(row[column] ?? null)) {
            row[column] = null;
          }
        }
      },
    );
    copy('thread', has(lost, 'session_id'));
    const ofKept = (row: Row) => {
      const message = row.message_id ?? null;
      return lost.has(row.session_id ?? null) && (message === null || messages.has(message));
    };
    const calls = new Set<SqlValue>();
    copy('tool_call', ofKept, (row) => {
      calls.add(row.id ?? null);
      useBlock(row);
    });
    copy('attachment', (row) => messages.has(row.message_id ?? null) || calls.has(row.tool_call_id ?? null));
    copy('file_change', has(lost, 'session_id'), useBlock);
    const responses = new Set<SqlValue>();
    copy(
      'usage',
      has(lost, 'session_id'),
      (row) => {
        responses.add(row.id ?? null);
        row.key_hash = textHash(String(row.key));
        row.grp_hash = textHash(String(row.grp));
      },
      ['key_hash', 'grp_hash'],
    );
    // Other sessions' claims come back when their files are read.
    copy('usage_claim', (row) => responses.has(row.usage_id ?? null) && lost.has(row.session_id ?? null));
    copy('pending_response', has(messages, 'message_id'));
    copy('plan', all, (row) => {
      if (!lost.has(row.session_id ?? null)) {
        row.session_id = null;
      }
    });
    copy('todo', has(lost, 'session_id'));
    copy('link', has(lost, 'session_id'));
    copy('block', has(blocks, 'id'));
    db.exec('update message set usage_id = null where usage_id not in (select id from usage)');
    rebuildRollup(db);
  });
  counts.session =
    db.prepare('select count(*) from session where source_id is not null').all().flat().map(Number)[0] ?? 0;
  return counts;
}

function columnsOf(db: Database, table: string): string[] {
  return db
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map(([name]) => String(name));
}

function exists(path: string, layer: FileLayer): boolean {
  try {
    layer.stat(path);
    return true;
  } catch (error) {
    // What cannot be reached just now, as on a share, is not gone.
    const code = errorCode(error);
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
