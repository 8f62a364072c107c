import type { SessionId } from '../../common/protocol.js';
import type { ReadContext } from './context.js';

/** The sessions that a source file has told messages of, newest first. */
export function readSessionsOfSource({ db }: ReadContext, root: string, path: string): SessionId[] {
  return db
    .prepare(
      `select s.agent || ':' || s.agent_session_id from session s
       where s.id in (select m.session_id from message m join source src on src.id = m.source_id
         where src.root = ? and src.path = ?) order by s.ended_at desc, s.id`,
    )
    .all(root, path)
    .map(([id]) => id as SessionId);
}
