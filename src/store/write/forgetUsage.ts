import type { Database } from '../database.js';
import { createRollup } from '../rollup.js';
import { createNames } from './names.js';
import { createBatchSessions } from './sessions.js';
import { type Attribute, createUsageClaims } from './usageClaims.js';
import { createUsageGroups } from './usageGroups.js';

/**
 * Deletes the responses of sessions, before the sessions' own rows go. One that another session claims, too, is given to that
 * one, as if these had never been read. `list`: row numbers of the sessions as JSON.
 */
export function forgetUsage(db: Database, list: string, attribute: Attribute): void {
  const of = 'session_id in (select value from json_each(?))';
  const names = createNames(db);
  const sessions = createBatchSessions(db, () => undefined);
  const rollup = createRollup(db);
  const groups = createUsageGroups(db, rollup);
  const claims = createUsageClaims(
    db,
    {
      session: (id) => sessions.byId(id),
      name: (id) => names.text(id),
      thread: (id) => sessions.threadName(id),
    },
    attribute,
    rollup,
  );
  const contested = db.prepare(`select usage_id from usage_claim where ${of}`).all(list);
  db.prepare(`delete from usage_claim where ${of}`).run(list);
  for (const [id] of contested) {
    claims.resolve(Number(id));
  }
  const left = db.prepare(`select distinct grp from usage where ${of}`).all(list);
  db.prepare(`delete from usage where ${of}`).run(list);
  for (const [group] of left) {
    groups.changed(String(group));
  }
  groups.flush();
  db.prepare(`delete from usage_rollup where ${of}`).run(list);
  rollup.flush();
  db.exec(
    'update message set usage_id = null where usage_id is not null and usage_id not in (select id from usage)',
  );
}
