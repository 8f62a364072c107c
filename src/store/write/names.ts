import type { Database } from '../database.js';
import { newRow } from './newRow.js';

/** Names in memory; beyond that the oldest are asked for again. */
const keptNames = 50_000;

/** The table `name`: texts that many rows share, by number. */
export interface Names {
  /** The number of a text, which is stored when it is new. null stays null. */
  id(text: string | null | undefined): number | null;
  text(id: number): string | null;
  /** Forgets what is in memory, after a rollback or a deletion. */
  clear(): void;
}

export function createNames(db: Database): Names {
  const ids = new Map<string, number>();
  const select = db.prepare('select id from name where text = ?');
  const insert = newRow(db, 'insert into name (text) values (?)');
  const textOf = db.prepare('select text from name where id = ?');
  return {
    id: (text) => {
      if (text === null || text === undefined) {
        return null;
      }
      let id = ids.get(text);
      if (id === undefined) {
        const stored = select.get(text)?.[0];
        id = typeof stored === 'number' ? stored : insert(text);
        if (ids.size >= keptNames) {
          ids.delete(ids.keys().next().value ?? text);
        }
        ids.set(text, id);
      }
      return id;
    },
    text: (id) => {
      const text = textOf.get(id)?.[0];
      return typeof text === 'string' ? text : null;
    },
    clear: () => ids.clear(),
  };
}
