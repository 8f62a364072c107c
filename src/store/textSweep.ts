import { createBodies } from './blocks.js';
import type { Database } from './database.js';
import { documentOf } from './textDocument.js';
import { indexedFrom, setIndexedFrom, textTable } from './textIndex.js';

/** Documents of one transaction: few enough that a question does not wait long. */
const perStep = 1000;

/** Fills the index with what is not in it, a transaction at a time, with everything else going on between them. */
export interface TextSweep {
  /** Resolves when all is indexed, or the sweep is closed; rejects with what stopped it, which the next opening tries again. */
  done: Promise<void>;
  close(): void;
}

export function startTextSweep(db: Database): TextSweep {
  const state = { closed: false };
  const run = async () => {
    while (!state.closed && indexMore(db, perStep)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { done: run(), close: () => (state.closed = true) };
}

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
