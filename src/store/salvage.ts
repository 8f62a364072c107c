import type { Database } from './database.js';
import type { FileLayer } from './fileLayer.js';

/** Rows copied from the damaged database, by table; null when it was not read. */
export type Salvaged = Readonly<Record<string, number>> | null;

export function salvage(_old: Database, _db: Database, _layer: FileLayer): Salvaged {
  return null;
}
