import { createBodies } from './blocks.js';
import type { Database } from './database.js';
import { documentOf } from './textDocument.js';

/*
 * The full-text index. A document is the text of a message or the output of a tool; its number is the row's id, and these
 * grow with time (see messageId.ts), so that the newest hits come first. FTS4 keeps no text of its own: what it takes out
 * again or shows, it reads through the view, which unpacks the row's text.
 */

export const textTable = 'text_index';

/** `matchinfo=fts3`: no table of lengths, which ranking does not need. The first three words are as SQLite keeps them. */
const tableSql = `CREATE VIRTUAL TABLE ${textTable} using fts4(text, content="text_document", tokenize=unicode61 "remove_diacritics=2", order=desc, matchinfo=fts3)`;

/** Key in `meta` of the number from which on every document is in the index, and below which none is. Absent: all are. */
const fromKey = 'text index from';

const from = `ifnull((select cast(value as integer) from meta where key = '${fromKey}'), 0)`;

/** What is in the index, and nothing else: SQLite's integrity check compares the two. */
const viewSql = `create view text_document as
select m.id as rowid, search_text(m.block_id, m.start, m.bytes, m.kind) as text
from message m where m.block_id is not null and m.id >= ${from}
union all
select c.id, search_text(c.block_id, c.start, c.bytes, null)
from tool_call c where c.block_id is not null and c.id >= ${from}`;

/** Differs where the index is made in another way. */
export const textIndexMake = viewSql + tableSql;

/** Beyond any document. */
const nowhere = 2 ** 52;

/** Installs what the index needs for being read: its SQL function. Before the first check of the file. */
export function installSearchText(db: Database): void {
  const bodies = createBodies(db);
  db.createFunction('search_text', (block, start, bytes, kind) =>
    typeof block === 'number' && typeof start === 'number' && typeof bytes === 'number'
      ? documentOf(bodies.bytes(block, start, bytes), typeof kind === 'number' ? kind : null)
      : null,
  );
}

/**
 * Makes view and index, where they are missing or of another make; what is stored by then is indexed later. To be called in
 * the transaction that makes the other views.
 */
export function prepareTextIndex(db: Database): void {
  db.exec(viewSql);
  if (!hasTextIndex(db)) {
    makeAnew(db);
  }
}

/** The index is there, and made as this version makes it. */
export function hasTextIndex(db: Database): boolean {
  const found = db
    .prepare("select sql from sqlite_schema where type = 'table' and name = ?")
    .get(textTable)?.[0];
  return found === tableSql;
}

/** Drops the index and makes an empty one, which is to be filled by a sweep. */
export function renewTextIndex(db: Database): void {
  db.transaction(() => makeAnew(db));
}

/** Every document is to be indexed anew. Also after rows came by other ways than the writer. */
export function markUnindexed(db: Database): void {
  setIndexedFrom(db, hasDocuments(db) ? nowhere : 0);
}

/** Keeps what will be written out of the index until a sweep. Only where nothing is indexed yet; false elsewhere. */
export function postponeIndexing(db: Database): boolean {
  if (hasDocuments(db) && indexedFrom(db) !== nowhere) {
    return false;
  }
  setIndexedFrom(db, nowhere);
  return true;
}

/** Documents with this number or a greater one are in the index, the others are not. */
export function indexedFrom(db: Database): number {
  const value = db.prepare('select value from meta where key = ?').get(fromKey)?.[0];
  return value === undefined ? 0 : Number(value);
}

export function setIndexedFrom(db: Database, from: number): void {
  if (from === 0) {
    db.prepare('delete from meta where key = ?').run(fromKey);
  } else {
    db.prepare('insert or replace into meta (key, value) values (?, ?)').run(fromKey, String(from));
  }
}

function makeAnew(db: Database): void {
  db.exec(`drop table if exists ${textTable}`);
  db.exec(tableSql);
  markUnindexed(db);
}

function hasDocuments(db: Database): boolean {
  return (
    db
      .prepare(
        `select exists (select 1 from message where block_id is not null)
           or exists (select 1 from tool_call where block_id is not null)`,
      )
      .get()?.[0] === 1
  );
}
