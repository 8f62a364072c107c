import type { Database } from '../database.js';
import { documentOf } from '../textDocument.js';
import { indexedFrom, textTable } from '../textIndex.js';
import type { BatchBodies, Stored } from './batchBodies.js';

/** The full-text index, in step with the rows of one batch. */
export interface BatchTexts {
  /** Another batch begins. */
  begin(): void;
  /**
   * The text of document `id` is `after` from now on; `kind` is that of a message, null of an output. Where it was `before`,
   * the row must still say so.
   */
  change(id: number, kind: number | null, after: Stored, before?: Stored & { kind: number | null }): void;
  /** Writes what is new. */
  flush(): void;
}

export function createBatchTexts(db: Database, bodies: BatchBodies): BatchTexts {
  let from = 0;
  const insert = db.prepare(`insert into ${textTable} (docid, text) values (cast(? as integer), ?)`);
  const remove = db.prepare(`delete from ${textTable} where docid = cast(? as integer)`);
  let added = new Map<number, { kind: number | null; stored: Stored }>();
  return {
    begin: () => {
      from = indexedFrom(db);
      added = new Map();
    },
    change: (id, kind, stored, before) => {
      // The rest is indexed by the sweep, as it is then.
      if (id < from || (before !== undefined && isSame(before, { ...stored, kind }))) {
        return;
      }
      if (before !== undefined && before.block !== null && !added.delete(id)) {
        remove.run(id);
      }
      if (stored.block !== null) {
        added.set(id, { kind, stored });
      }
    },
    flush: () => {
      // FTS4 closes a segment whenever a number is smaller than the one before.
      const sorted = [...added].sort(([a], [b]) => a - b);
      added = new Map();
      for (const [id, { kind, stored }] of sorted) {
        insert.run(id, documentOf(bodies.bytes(stored), kind));
      }
    },
  };
}

function isSame(a: Stored & { kind: number | null }, b: Stored & { kind: number | null }): boolean {
  return a.block === b.block && a.start === b.start && a.bytes === b.bytes && a.kind === b.kind;
}
