import type { ContextFill } from '../../common/protocol.js';
import { contextWindow } from '../../pricing/findModel.js';
import { splitId } from '../../common/sessionId.js';
import type { ReadContext } from './context.js';

/** What the last response of a session had in its context; null: no response tells. */
export function readContextFill({ db }: ReadContext, id: string): ContextFill | null {
  const row = db
    .prepare(
      `select u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h, n.text
       from session s join usage u on u.session_id = s.id left join name n on n.id = u.model
       where s.agent = ? and s.agent_session_id = ? and u.counted = 1 and u.has_usage = 1 and u.thread_id is null
         and u.approximate = 0 and u.at is not null
       order by u.at desc, u.id desc limit 1`,
    )
    .get(...splitId(id));
  if (!row) {
    return null;
  }
  const [tokens, model] = row as [number, string | null];
  const window = model === null ? null : contextWindow(model);
  // More than fits into it: it is another one than the list says.
  return { tokens, model, window: window !== null && tokens <= window ? window : null };
}
