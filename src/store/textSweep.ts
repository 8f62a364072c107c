import { createBodies } from './blocks.js';
import type { Database } from './database.js';
import { documentOf } from './textDocument.js';
import { indexedFrom, setIndexedFrom, textTable } from './textIndex.js';

/** Indexes the newest `limit` documents that are not in the index. False when there are no more. */
export function indexMore(db: Database, limit: number): boolean {
  const from = indexedFrom(db);
  if (from === 0) {
    return false;
  }
  const bodies = createBodies(db);
  const insert = db.prepare(`insert into ${textTable} (docid, text) values (cast(? as integer), ?)`);
  return db.transaction(() => {
    const rows = db
      .prepare(
        `select id, block_id, start, bytes, kind from message where block_id is not null and id < ?1
         union all select id, block_id, start, bytes, null from tool_call where block_id is not null and id < ?1
         order by 1 desc limit ?2`,
      )
      .all(from, limit);
    for (const [id, block, start, bytes, kind] of rows.toReversed()) {
      const text = bodies.bytes(Number(block), Number(start), Number(bytes));
      insert.run(Number(id), documentOf(text, typeof kind === 'number' ? kind : null));
    }
    const isLast = rows.length < limit;
    setIndexedFrom(db, isLast ? 0 : Number(rows.at(-1)?.[0]));
    return !isLast;
  });
}
