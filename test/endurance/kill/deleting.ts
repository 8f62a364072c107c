import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../../src/store/open.js';
import { wasmPath, type Ground } from '../ground.js';
import { killAfter } from '../processes.js';

/**
 * Everything in a copy of the store is deleted, and the window that does it is killed: all is there or nothing, and what is
 * gone is not read again.
 */
export async function killDeletion(ground: Ground): Promise<void> {
  const { place, random, report } = ground;
  const lasting = place.storage;
  place.storage = join(place.folder, 'deleted');
  try {
    mkdirSync(place.storage, { mode: 0o700 });
    cpSync(join(lasting, 'logbook.db'), place.database);
    const before = await rows(ground);
    const window = await ground.window();
    // It has told its settings by then, which let it read.
    await window.call('rescan');
    const deleted = Promise.race([window.call('deleteAll').then(() => true), window.ended.then(() => false)]);
    await killAfter(window.child, random.below(250));
    report.count('kills: deletion of everything');
    const left = await rows(ground);
    if (
      left.problems !== '' ||
      (left.responses !== 0 && ((await deleted) || left.responses < before.responses))
    ) {
      report.fail(`after the deletion of ${before.responses} responses: ${left.responses}; ${left.problems}`);
    }
    await ground.json(['import']);
    const again = await rows(ground);
    if (left.responses === 0 && again.responses !== 0) {
      report.fail(`${again.responses} deleted responses were read again`);
    }
  } finally {
    rmSync(place.storage, { recursive: true });
    place.storage = lasting;
  }
}

async function rows({ place }: Ground): Promise<{ responses: number; problems: string }> {
  const opened = await openDatabase({ folder: place.storage, wasmPath });
  try {
    const [[responses]] = opened.db.prepare('select count(*) from usage').all() as [[number]];
    return { responses, problems: [...opened.check(), ...opened.setAside].join('; ') };
  } finally {
    opened.close();
  }
}
