import type { SessionSummary } from '../../common/protocol.js';
import { codeOf, kinds, roles } from '../codes.js';
import { listOf, type ReadContext } from './context.js';
import { preview, previewBytes } from './preview.js';

/**
 * The newest tool call of each session that has no result yet. A call after which the user spoke, or the model answered
 * anew, was given up.
 */
export function runningTools(
  { db, texts }: ReadContext,
  sessions: readonly number[],
): Map<number, NonNullable<SessionSummary['running']>> {
  const running = new Map<number, NonNullable<SessionSummary['running']>>();
  if (sessions.length === 0) {
    return running;
  }
  db.prepare(
    `select t.session_id, (select text from name where id = t.name), t.started_at, m.block_id, m.start, m.bytes
     from tool_call t join message m on m.id = t.message_id
     where t.session_id in (select value from json_each(?)) and t.ended_at is null and t.started_at is not null
       and not exists (select 1 from message l
         where l.session_id = t.session_id and l.thread_id is t.thread_id and l.at >= m.at and l.id <> m.id
           and (l.role = ? and l.kind <> ? or l.role = ? and l.usage_id is not m.usage_id and l.at > m.at))
     order by t.started_at`,
  ).each(
    [listOf(sessions), codeOf(roles, 'user'), codeOf(kinds, 'injected'), codeOf(roles, 'assistant')],
    ([session, tool, since, block, start, bytes]) => {
      const place = { block: block as number | null, start: start as number, bytes: bytes as number };
      running.set(session as number, {
        tool: (tool as string | null) ?? '',
        input: preview(texts.text(place, previewBytes)),
        since: since as number,
      });
    },
  );
  return running;
}
