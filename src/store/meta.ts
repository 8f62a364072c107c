import { defaultSettings, type Settings } from '../common/settings.js';
import type { Database } from './database.js';

const settingsKey = 'settings';

/** A small value that belongs to the database as a whole; null when it was never set. */
export function readMeta(db: Database, key: string): string | null {
  const value = db.prepare('select value from meta where key = ?').get(key)?.[0];
  return typeof value === 'string' ? value : null;
}

export function writeMeta(db: Database, key: string, value: string): void {
  db.prepare(
    'insert into meta (key, value) values (?, ?) on conflict do update set value = excluded.value',
  ).run(key, value);
}

/** The user's decisions. What an older version did not know has its default. */
export function readSettings(db: Database): Settings {
  const text = readMeta(db, settingsKey);
  if (text === null) {
    return defaultSettings;
  }
  const stored = JSON.parse(text) as Partial<Settings>;
  return { ...defaultSettings, ...stored, keep: { ...defaultSettings.keep, ...stored.keep } };
}

export function writeSettings(db: Database, settings: Settings): void {
  writeMeta(db, settingsKey, JSON.stringify(settings));
}
