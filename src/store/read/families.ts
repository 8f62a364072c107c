import type { SessionId } from '../../common/protocol.js';
import { listOf, type ReadContext } from './context.js';
import { isStored, lineageOf } from './lineage.js';
import { findSession } from './sessions.js';

/** The sessions that the ids name, each once and followed by all that descends from it, the newest child first. */
export function readFamilies(context: ReadContext, ids: readonly string[]): SessionId[] {
  const lineage = lineageOf(context);
  const found = new Set<number>();
  // A stack rather than calls: chains of sessions may be longer than the call stack.
  const waiting = ids
    .map((id) => findSession(context, id))
    .filter((session) => session !== null)
    .reverse();
  for (let session = waiting.pop(); session !== undefined; session = waiting.pop()) {
    if (!found.has(session)) {
      found.add(session);
      waiting.push(...lineage.childrenOf(session).toReversed());
    }
  }
  const names = new Map(
    context.db
      .prepare(
        `select s.id, s.agent || ':' || s.agent_session_id from session s
         where s.id in (select value from json_each(?)) and ${isStored('s')}`,
      )
      .all(listOf(found)) as [number, string][],
  );
  return [...found].flatMap((session) => names.get(session) ?? []);
}
