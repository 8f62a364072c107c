import type { RateLimit } from '../../common/rateLimits.js';
import type { Database } from '../database.js';

/** Writes how much of a window is used up, unless a later telling is stored; whatever the order, the latest stays. */
export function rateLimitWriter(db: Database): (limit: RateLimit) => void {
  const upsert = db.prepare(`
    insert into rate_limit (agent, name, span, at, used_percent, minutes, resets_at, plan) values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set at = excluded.at, used_percent = excluded.used_percent, minutes = excluded.minutes,
      resets_at = excluded.resets_at, plan = excluded.plan
    where (excluded.at, excluded.used_percent) > (at, used_percent)`);
  return ({ agent, limit, window, at, usedPercent, minutes, resetsAt, plan }) => {
    upsert.run(agent, limit, window, at, usedPercent, minutes, resetsAt, plan);
  };
}
