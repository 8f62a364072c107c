import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Ground } from '../ground.js';

/** Does something to a copy of the store, which the other rounds go on with. */
export async function inCopy({ place }: Ground, name: string, work: () => Promise<void>): Promise<void> {
  const lasting = place.storage;
  place.storage = join(place.folder, name);
  try {
    mkdirSync(place.storage, { mode: 0o700 });
    cpSync(join(lasting, 'logbook.db'), place.database);
    await work();
  } finally {
    rmSync(place.storage, { recursive: true });
    place.storage = lasting;
  }
}
