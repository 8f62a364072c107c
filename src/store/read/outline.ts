import type { SessionId } from '../../common/protocol.js';
import type { OutlineRow } from '../../common/steps.js';
import type { SqlValue } from '../database.js';
import { categories, kindOf, roles } from '../codes.js';
import { listOf, type ReadContext } from './context.js';
import { namesOf } from './names.js';
import type { Orders } from './orders.js';
import { preview, previewBytes } from './preview.js';
import { findSession } from './sessions.js';
import { readChanges, readSpent } from './stepFigures.js';

/** Steps [from, from + limit) of a session, in its main order. */
export function readOutline(
  context: ReadContext,
  orders: Orders,
  session: number,
  from: number,
  limit: number,
): { total: number; rows: OutlineRow[] } {
  const { ids, branches, isCopyAlone, responsesAt } = orders.of(session);
  const start = Math.max(0, Math.floor(from));
  const wanted = ids.subarray(start, start + Math.max(0, Math.floor(limit)));
  const seqs = new Map(Array.from(wanted, (id, i) => [id, start + i] as const));
  const raws = context.db
    .prepare(
      `select m.id, m.uid, h.agent_thread_id, m.at, m.role, m.kind, m.full_bytes, m.model, m.copied,
        m.block_id, m.start, m.bytes, t.call_id, t.name, t.category, t.is_error, t.ended_at, t.full_bytes
       from message m left join thread h on h.id = m.thread_id left join tool_call t on t.id = m.tool_call_id
       where m.id in (select value from json_each(?))`,
    )
    .all(listOf(wanted));
  const name = namesOf(
    context.db,
    raws.flatMap((row) => [row[7] as number | null, row[13] as number | null]),
  );
  const spent = readSpent(context, session, responsesAt, wanted);
  const changes = readChanges(
    context,
    session,
    raws.flatMap((row) => (row[12] === null ? [] : (row[12] as string))),
  );
  const rows = raws.map((row): OutlineRow => {
    const id = row[0] as number;
    const seq = seqs.get(id)!;
    const cost = spent.get(id);
    const changed = changes.get(row[12] as string);
    const { kind, queued } = kindOf(row[5] as number);
    return {
      seq,
      id,
      uid: row[1] as string,
      thread: isCopyAlone ? null : (row[2] as string | null),
      at: row[3] as number | null,
      role: roles[row[4] as number]!,
      kind,
      ...(queued ? { queued } : {}),
      preview: previewOf(context, row.slice(9, 12)),
      bytes: row[6] as number,
      model: name(row[7] as number | null),
      tool:
        row[12] === null
          ? null
          : {
              callId: row[12] as string,
              name: name(row[13] as number | null) ?? '',
              category: categories[row[14] as number] ?? 'other',
              isError: row[15] === 1,
              endedAt: row[16] as number | null,
              outputBytes: row[17] as number,
            },
      branch: branches[seq]!,
      copied: row[8] === 1,
      ...(cost ? { spent: cost } : {}),
      ...(changed ? { changes: changed } : {}),
    };
  });
  return { total: ids.length, rows: rows.sort((a, b) => a.seq - b.seq) };
}

/** The session of a message and its place in it; null: there is no such message. */
export function readStepOf(
  { db }: ReadContext,
  orders: Orders,
  message: number,
): { session: SessionId; seq: number } | null {
  const [session, id] =
    db
      .prepare(
        `select s.id, s.agent || ':' || s.agent_session_id from message m join session s on s.id = m.session_id
         where m.id = ?`,
      )
      .get(message) ?? [];
  const seq = typeof session === 'number' ? orders.of(session).ids.indexOf(message) : -1;
  return seq < 0 ? null : { session: String(id), seq };
}

/** The place of a message in its session, by the name that it has in every copy; null: the session has none of that name. */
export function readStepNamed(
  context: ReadContext,
  orders: Orders,
  id: SessionId,
  uid: string,
): number | null {
  const session = findSession(context, id);
  const message = context.db
    .prepare('select id from message where session_id = ? and uid = ?')
    .get(session, uid)?.[0];
  const seq = session === null ? -1 : orders.of(session).ids.indexOf(Number(message ?? -1));
  return seq < 0 ? null : seq;
}

function previewOf({ texts }: ReadContext, [block, start, bytes]: readonly SqlValue[]): string {
  const place = { block: block as number | null, start: start as number, bytes: bytes as number };
  return preview(texts.text(place, previewBytes));
}
