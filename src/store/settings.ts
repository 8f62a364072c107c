import type { Database } from './database.js';

const settingsKey = 'settings';

/** What `writeSettings` stored last, of whatever version; undefined when nothing was, null when it cannot be read. */
export function readSettings(db: Database): unknown {
  const text = db.prepare('select value from meta where key = ?').get(settingsKey)?.[0];
  if (typeof text !== 'string') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // The extension sends the user's settings anew; until then the caller must not guess them.
    return null;
  }
}

/** Keeps the settings, so that every process that reads files obeys them. `value` is plain JSON. */
export function writeSettings(db: Database, value: unknown): void {
  db.prepare(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  ).run(settingsKey, JSON.stringify(value));
  writes.set(db, settingsWrites(db) + 1);
}

const writes = new WeakMap<Database, number>();

/** How often this process wrote the settings: who keeps what follows from them reads them again when it is another number. */
export function settingsWrites(db: Database): number {
  return writes.get(db) ?? 0;
}
