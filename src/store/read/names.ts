import type { Database } from '../database.js';
import { listOf } from './context.js';

/** The texts of name numbers. Nothing is kept between calls: after everything was deleted, numbers are given anew. */
export function namesOf(db: Database, ids: Iterable<number | null>): (id: number | null) => string | null {
  const wanted = new Set<number>();
  for (const id of ids) {
    if (id !== null) {
      wanted.add(id);
    }
  }
  const texts = new Map<number, string>();
  if (wanted.size > 0) {
    db.prepare('select id, text from name where id in (select value from json_each(?))').each(
      [listOf(wanted)],
      ([id, text]) => texts.set(id as number, text as string),
    );
  }
  return (id) => (id === null ? null : (texts.get(id) ?? null));
}

/** By their last letters most texts are told apart at once: to compare each with each end takes ten times as long. */
const tailLength = 4;

/** All texts that end like one of these, by their numbers. */
export function namesEnding(db: Database, ends: readonly string[]): Map<number, string> {
  return new Map(
    db
      .prepare(
        `select id, text from name
         where substr(text, -${tailLength}) in (select substr(value, -${tailLength}) from json_each(?))`,
      )
      .all(listOf(ends))
      .map(([id, text]) => [id as number, text as string] as const)
      .filter(([, text]) => ends.some((end) => text.endsWith(end))),
  );
}

/** The number of a text; null when no row uses it. */
export function nameId(db: Database, text: string): number | null {
  return (db.prepare('select id from name where text = ?').get(text)?.[0] as number | undefined) ?? null;
}
