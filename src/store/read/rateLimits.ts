import type { RateLimit } from '../../common/rateLimits.js';
import { listOf, type ReadContext } from './context.js';

/** What agents were told of their limits, by agent, the shortest windows first; null: all agents. */
export function readRateLimits({ db }: ReadContext, agents: readonly string[] | null): RateLimit[] {
  return db
    .prepare(
      `select agent, name, span, at, used_percent, minutes, resets_at, plan from rate_limit
       where ?1 is null or agent in (select value from json_each(?1)) order by agent, minutes, name, span`,
    )
    .all(agents && listOf(agents))
    .map(([agent, limit, window, at, usedPercent, minutes, resetsAt, plan]) => ({
      agent: agent as string,
      ...{ limit: limit as string, window: window as string, at: at as number },
      usedPercent: usedPercent as number,
      minutes: minutes as number | null,
      resetsAt: resetsAt as number | null,
      plan: plan as string | null,
    }));
}
