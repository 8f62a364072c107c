import type { SearchHit, SearchQuery } from '../../common/search.js';
import type { Database, SqlValue } from '../database.js';
import { partOf } from '../textDocument.js';
import { firstIdAt } from '../write/messageId.js';
import { listOf, type ReadContext } from './context.js';
import { namesOf } from './names.js';

/** The row of a document. */
export interface Found {
  id: number;
  session: number;
  /** Milliseconds: of a message, or of the call whose output it is. */
  at: number | null;
  /** A message's, as its number; null of an output. */
  kind: number | null;
  block: number;
  start: number;
  bytes: number;
  /** Of an output, that of its call; 0: it is not known. */
  message: number;
}

/** null: there is none any more. */
export function foundRow(db: Database, id: number): Found | null {
  const message = () =>
    db.prepare('select session_id, at, kind, block_id, start, bytes, id from message where id = ?').get(id);
  const call = () =>
    db
      .prepare(
        `select session_id, ifnull(started_at, ended_at), null, block_id, start, bytes, message_id
         from tool_call where id = ?`,
      )
      .get(id);
  // What was rescued from a database of a version between releases has numbers of another kind.
  const row = id % 2 === 0 ? (message() ?? call()) : (call() ?? message());
  if (row === undefined || row[3] === null) {
    return null;
  }
  return {
    id,
    session: Number(row[0]),
    at: row[1] as number | null,
    kind: row[2] as number | null,
    block: Number(row[3]),
    start: Number(row[4]),
    bytes: Number(row[5]),
    message: Number(row[6]),
  };
}

/** Ids stray from their time where thousands share a second, or a file was read with other times before. */
const strayMs = 24 * 3600 * 1000;
/** Of more sessions the limits would say little. */
const fewSessions = 50;

/** Ids [from, to) that can be in the answer; wider than need be. */
export function rangeOf(
  { db }: ReadContext,
  { since, until, before, order }: SearchQuery,
  sessions: ReadonlySet<number> | null,
): [number, number] {
  let from = since === undefined ? 0 : firstIdAt(since - strayMs);
  let to = until === undefined ? Number.MAX_SAFE_INTEGER : firstIdAt(until + strayMs);
  if (before !== undefined && order !== 'best') {
    to = Math.min(to, before);
  }
  if (sessions !== null && sessions.size <= fewSessions) {
    const list = listOf(sessions);
    const [least, most] = db
      .prepare(
        `select min(id), max(id) from (
           select min(id) as id from message where session_id in (select value from json_each(?1))
           union all select max(id) from message where session_id in (select value from json_each(?1))
           union all select min(id) from tool_call where session_id in (select value from json_each(?1))
           union all select max(id) from tool_call where session_id in (select value from json_each(?1)))`,
      )
      .get(list) ?? [null, null];
    from = Math.max(from, Number(least ?? 0));
    to = Math.min(to, Number(most ?? -1) + 1);
  }
  return [from, to];
}

type Shown = Omit<SearchHit, 'snippet' | 'marks'>;

/** What is shown of each row beside its text. */
export function hitsOf(db: Database, rows: readonly Found[]): Shown[] {
  const columns = `s.agent || ':' || s.agent_session_id, h.agent_thread_id, m.branch, u.ticket, c.name`;
  const ofMessage = db.prepare(
    `select ${columns} from message m join session s on s.id = m.session_id left join thread h on h.id = m.thread_id
     left join usage u on u.id = m.usage_id left join tool_call c on c.id = m.tool_call_id where m.id = ?`,
  );
  const ofOutput = db.prepare(
    `select ${columns} from tool_call c join session s on s.id = c.session_id left join thread h on h.id = c.thread_id
     left join message m on m.id = c.message_id left join usage u on u.id = m.usage_id where c.id = ?`,
  );
  const details = rows.map(({ id, kind }) => (kind === null ? ofOutput : ofMessage).get(id));
  const name = namesOf(
    db,
    details.flatMap((detail) => (detail ?? []).slice(2, 5) as (number | null)[]),
  );
  return rows.map((row, i) => {
    const detail: readonly SqlValue[] = details[i] ?? [];
    const nameAt = (column: number) => name((detail[column] ?? null) as number | null);
    return {
      id: row.id,
      message: row.message,
      sessionId: String(detail[0] ?? ''),
      thread: (detail[1] ?? null) as string | null,
      part: partOf(row.kind),
      at: row.at,
      branch: nameAt(2),
      ticket: nameAt(3),
      tool: nameAt(4),
    };
  });
}
