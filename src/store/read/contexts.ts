import type { Cell } from '../../common/charts.js';
import type { SessionId, UsageScope } from '../../common/protocol.js';
import { splitId } from '../../common/sessionId.js';
import { codeOf, kinds } from '../codes.js';
import type { ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { namesOf } from './names.js';
import { responseConditions } from './scope.js';

/**
 * The responses of a session itself within a scope, in order: time, tokens in the context, output, model, whether a compaction
 * was before it, and the session.
 */
export function readContexts(context: ReadContext, id: SessionId, scope: UsageScope): Cell[][] {
  const { db } = context;
  const session = db
    .prepare('select id from session where agent = ? and agent_session_id = ?')
    .get(...splitId(id))?.[0] as number | undefined;
  if (session === undefined || sessionsInScope(context, scope.filter)?.has(session) === false) {
    return [];
  }
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = scope;
  const conditions = responseConditions(context, scope, null);
  const rows = db
    .prepare(
      `select u.at, u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h, u.output, u.model from usage u
       where u.session_id = ? and u.counted = 1 and u.has_usage = 1 and u.thread_id is null and u.at >= ? and u.at < ?
         and ${['true', ...conditions.map(({ sql }) => sql)].join(' and ')}
       order by u.at, u.key`,
    )
    .all(session, since, until, ...conditions.flatMap(({ parameters }) => parameters)) as (number | null)[][];
  const compactions = db
    .prepare(
      'select at from message where session_id = ? and thread_id is null and kind = ? and at is not null order by at',
    )
    .all(session, codeOf(kinds, 'compaction'))
    .map(([at]) => at as number);
  const name = namesOf(
    db,
    rows.map(([, , , model]) => model ?? null),
  );
  let before = 0;
  return rows.map(([at, tokens, output, model]) => {
    const after = before;
    before = at ?? before;
    const compacted = compactions.some((moment) => moment > after && moment <= before);
    return [
      at ?? null,
      tokens ?? null,
      output ?? null,
      name(model ?? null),
      compacted ? 'compaction' : null,
      id,
    ];
  });
}
