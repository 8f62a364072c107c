import { codeOf, kinds, promptCodes, roles } from '../codes.js';
import { changeCount } from './changeCount.js';
import type { ReadContext } from './context.js';
import { orderOf, type Order, type PlacedMessage } from './order.js';
import { placeResponses } from './responseStarts.js';

/** How a session is told. */
export interface SessionOrder extends Order {
  /** All that there is of it is one thread of the agent program's own, a copy of the session: it stands for the session. */
  isCopyAlone: boolean;
  /** The responses that begin at a message, by its id: every one that counts for the session is told somewhere. */
  responsesAt: ReadonlyMap<number, readonly number[]>;
}

/** The orders of the sessions that were read last, made anew when a session has other rows than then. */
export interface Orders {
  of(session: number): SessionOrder;
}

const keptSessions = 8;
const user = codeOf(roles, 'user');
const assistant = codeOf(roles, 'assistant');
const ownWords = new Set([...promptCodes, codeOf(kinds, 'command'), codeOf(kinds, 'shell')]);

export function createOrders(context: ReadContext): Orders {
  const kept = new Map<number, { order: SessionOrder; changes: number; stamp: string }>();
  return {
    of(session) {
      const changes = changeCount(context.db);
      const found = kept.get(session);
      if (found?.changes === changes) {
        return found.order;
      }
      const stamp = stampOf(context, session);
      const order = found?.stamp === stamp ? found.order : readOrder(context, session);
      kept.delete(session);
      kept.set(session, { order, changes, stamp });
      for (const oldest of kept.keys()) {
        if (kept.size <= keptSessions) {
          break;
        }
        kept.delete(oldest);
      }
      return order;
    },
  };
}

/** Differs when messages came, went or moved, or a thread found its start. Read from the index alone, but for files read anew. */
function stampOf({ db }: ReadContext, session: number): string {
  const sources = db
    .prepare(
      `select m.source_id, src.generation, count(*), total(m.id), total(m.offset), max(m.id),
        total(iif(src.generation > 0, m.generation, 0))
       from message m join source src on src.id = m.source_id where m.session_id = ? group by 1, 2`,
    )
    .all(session);
  const threads = db
    .prepare(
      `select count(*), count(t.message_id), total(t.message_id) from thread h
       left join tool_call t on t.session_id = h.session_id and t.call_id = h.call_id where h.session_id = ?`,
    )
    .all(session);
  const responses = db.prepare('select count(*) from usage where session_id = ?').get(session);
  return JSON.stringify([sources, threads, responses]);
}

function readOrder({ db }: ReadContext, session: number): SessionOrder {
  const messages: PlacedMessage[] = [];
  db.prepare(
    `select m.id, m.thread_id, m.source_id, m.at, m.role, m.kind, m.usage_id, m.generation < src.generation
     from message m join source src on src.id = m.source_id
     where m.session_id = ? order by m.thread_id, m.source_id, m.offset, m.part`,
  ).each([session], ([id, thread, source, at, role, kind, usage, isGone]) => {
    messages.push({
      id: id as number,
      thread: thread as number | null,
      source: source as number,
      at: at as number | null,
      user: role === user,
      own: role === user && ownWords.has(kind as number),
      answer: role === assistant,
      usage: usage as number | null,
      gone: isGone === 1,
    });
  });
  const pairs = (sql: string) =>
    new Map(
      db
        .prepare(sql)
        .all(session)
        .map(([from, to]) => [from as number, to as number] as const),
    );
  const parents = pairs(
    `select m.id, p.id from message m join message p on p.session_id = m.session_id and p.uid = m.parent_uid
     where m.session_id = ? and m.parent_uid is not null`,
  );
  const starters = pairs(
    `select h.id, t.message_id from thread h join tool_call t on t.session_id = h.session_id and t.call_id = h.call_id
     where h.session_id = ? and t.message_id is not null`,
  );
  const responses = db
    .prepare(
      `select id, thread_id, at from usage
       where session_id = ? and counted = 1 and has_usage = 1 order by at, id`,
    )
    .all(session)
    .map(([id, thread, at]) => ({
      id: id as number,
      thread: thread as number | null,
      at: at as number | null,
    }));
  const threads = [...new Set(messages.map(({ thread }) => thread))];
  const [only = null] = threads;
  const isCopyAlone =
    threads.length === 1 &&
    only !== null &&
    db.prepare('select internal from thread where id = ?').get(only)?.[0] === 1;
  const order = orderOf(
    messages,
    parents,
    starters,
    responses.flatMap(({ id, thread, at }) => (at === null ? [] : { id, thread, at })),
  );
  return { ...order, isCopyAlone, responsesAt: placeResponses(order.responseOf, messages, responses) };
}
