import { join } from 'node:path';
import { openDatabase } from '../../../src/store/open.js';
import { isPurgeDue } from '../../../src/store/purge.js';
import { wasmPath, type Ground } from '../ground.js';
import { killAfter } from '../processes.js';
import { inCopy } from './inCopy.js';

/**
 * Half of the sessions in a copy of the store are forgotten, and the window that does it is killed: all of them are gone or
 * none; what is gone is not read again, and the next import has cleared what their texts left behind.
 */
export async function killForgetting(ground: Ground): Promise<void> {
  await inCopy(ground, 'forgotten', async () => {
    const { random, report } = ground;
    const before = (await stored(ground)).sessions;
    const chosen = before.filter((_, n) => n % 2 === 0);
    const window = await ground.window();
    await window.call('rescan');
    const forgotten = Promise.race([
      window.call('forget', chosen).then(() => true),
      window.ended.then(() => false),
    ]);
    await killAfter(window.child, random.below(250));
    report.count('kills: forgetting of half of the sessions');
    const left = await stored(ground);
    const gone = chosen.filter((id) => !left.sessions.includes(id));
    if (left.problems !== '' || (gone.length < chosen.length && ((await forgotten) || gone.length > 0))) {
      report.fail(`of ${chosen.length} sessions to be forgotten ${gone.length} are gone; ${left.problems}`);
    }
    await ground.json(['import']);
    const again = await stored(ground);
    if (gone.some((id) => again.sessions.includes(id)) || again.isPurgeDue || again.problems !== '') {
      report.fail(`forgotten sessions were read again or not cleared up; ${again.problems}`);
    }
  });
}

/**
 * A backup takes the place of a copy of the store, and the window that does it is killed: it is the one or the other, and what was
 * forgotten since the backup was made stays so.
 */
export async function killRestoring(ground: Ground): Promise<void> {
  await inCopy(ground, 'restored', async () => {
    const { place, random, report } = ground;
    const backup = join(place.folder, 'kept.backup');
    await ground.json(['backup', backup, '--force']);
    const all = (await stored(ground)).sessions;
    const half = all.filter((_, n) => n % 2 === 0);
    const { forgotten: gone } = await ground.json<{ forgotten: string[] }>(['forget', ...half, '--yes']);
    const kept = all.filter((id) => !gone.includes(id));
    await ground.json(['mark', kept[0] ?? '', '--tag', 'since']);
    const window = await ground.window();
    const restored = Promise.race([
      window.call('restore', backup).then(() => true),
      window.ended.then(() => false),
    ]);
    await killAfter(window.child, random.below(400));
    report.count('kills: restoring of a backup');
    const acknowledged = await restored;
    await ground.json(['import']);
    const { sessions, tags, problems } = await stored(ground);
    if (problems !== '' || sessions.join() !== kept.join() || (acknowledged && tags > 0)) {
      report.fail(
        `a restored backup left ${sessions.length} sessions of ${kept.length}, ${sessions.filter((id) => gone.includes(id)).length} of them forgotten, and ${tags} tags; ${problems}`,
      );
    }
  });
}

async function stored({ place }: Ground): Promise<{
  sessions: string[];
  tags: number;
  isPurgeDue: boolean;
  problems: string;
}> {
  const opened = await openDatabase({ folder: place.storage, wasmPath });
  try {
    const sessions = opened.db.prepare('select id from v_session order by 1').all();
    const damaged = opened.setAside.filter((file) => !file.includes('.replaced-'));
    return {
      sessions: sessions.map(([id]) => id as string),
      tags: Number(opened.db.prepare('select count(*) from session_tag').get()?.[0]),
      isPurgeDue: isPurgeDue(opened.db),
      problems: [...opened.check(), ...damaged].join('; '),
    };
  } finally {
    opened.close();
  }
}
