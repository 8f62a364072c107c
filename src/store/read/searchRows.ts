import type { SearchHit, SearchQuery, SearchSession } from '../../common/search.js';
import { splitId } from '../../common/sessionId.js';
import type { Database, SqlValue } from '../database.js';
import { indexedOutputBytes, partOf } from '../textDocument.js';
import { firstIdAt } from '../write/messageId.js';
import { shownTitle } from './marks.js';
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
  return row === undefined || row[3] === null ? null : rowOf([id, ...row]);
}

/** How long its document is, about. */
export function documentBytes({ kind, bytes }: Found): number {
  return kind === null ? Math.min(bytes, indexedOutputBytes) : bytes;
}

/** Of the columns id, session, time, kind, block, start, bytes and message. */
export function rowOf([id, session, at, kind, block, start, bytes, message]: readonly SqlValue[]): Found {
  return {
    id: Number(id),
    session: Number(session),
    at: at as number | null,
    kind: kind as number | null,
    block: Number(block),
    start: Number(start),
    bytes: Number(bytes),
    message: Number(message),
  };
}

/** Ids stray from their time where thousands share a second, or a file was read with other times before. */
const strayMs = 24 * 3600 * 1000;
/** Ids [from, to) that can be in the answer; wider than need be. */
export function rangeOf({ since, until, before, order }: SearchQuery): [number, number] {
  const from = since === undefined ? 0 : firstIdAt(since - strayMs);
  const to = until === undefined ? Number.MAX_SAFE_INTEGER : firstIdAt(until + strayMs);
  return [from, before === undefined || order === 'best' ? to : Math.min(to, Math.ceil(before))];
}

/** What is known of a message beside its text; branches, tickets, models and tools as numbers of their names. */
export interface Detail {
  session: string;
  agent: string;
  thread: string | null;
  branch: number | null;
  ticket: number | null;
  model: number | null;
  tool: number | null;
  category: number | null;
  isError: boolean;
}

/** Reads details, for as long as nothing is written. */
export function createDetails(db: Database): (row: Found) => Detail {
  const columns = `s.agent || ':' || s.agent_session_id, s.agent, h.agent_thread_id, m.branch, m.model, m.usage_id, c.name,
    c.category, c.is_error, ifnull(m.thread_id, c.thread_id)`;
  const ofMessage = db.prepare(
    `select ${columns} from message m join session s on s.id = m.session_id left join thread h on h.id = m.thread_id
     left join tool_call c on c.id = m.tool_call_id where m.id = ?`,
  );
  const ofOutput = db.prepare(
    `select ${columns} from tool_call c join session s on s.id = c.session_id left join thread h on h.id = c.thread_id
     left join message m on m.id = c.message_id where c.id = ?`,
  );
  const ofResponse = db.prepare('select branch, ticket, model from usage where id = ?');
  // A prompt belongs to the response that answers it.
  const answering = db.prepare(
    `select branch, ticket, model from usage
     where session_id = ? and thread_id is ? and at >= ? and counted = 1 order by at, id limit 1`,
  );
  return (row) => {
    const [session, agent, thread, branch, model, usage, tool, category, isError, threadRow] =
      (row.kind === null ? ofOutput : ofMessage).get(row.id) ?? [];
    const response =
      (usage === null || usage === undefined ? undefined : ofResponse.get(usage)) ??
      (row.at === null ? undefined : answering.get(row.session, threadRow ?? null, row.at)) ??
      [];
    return {
      session: String(session ?? ''),
      agent: String(agent ?? ''),
      thread: (thread ?? null) as string | null,
      branch: (response[0] ?? branch ?? null) as number | null,
      ticket: (response[1] ?? null) as number | null,
      model: (response[2] ?? model ?? null) as number | null,
      tool: (tool ?? null) as number | null,
      category: (category ?? null) as number | null,
      isError: isError === 1,
    };
  };
}

/** What is shown of each message beside its text. */
export function messageHits(db: Database, rows: readonly Found[]): Omit<SearchHit, 'snippet' | 'marks'>[] {
  const detailOf = createDetails(db);
  const details = rows.map((row) => ({ row, detail: detailOf(row) }));
  const name = namesOf(
    db,
    details.flatMap(({ detail: { branch, ticket, tool } }) => [branch, ticket, tool]),
  );
  return details.map(({ row, detail }) => ({
    id: row.id,
    message: row.message === 0 ? null : row.message,
    sessionId: detail.session,
    agent: detail.agent,
    thread: detail.thread,
    part: partOf(row.kind),
    at: row.at,
    branch: name(detail.branch),
    ticket: name(detail.ticket),
    tool: name(detail.tool),
    plan: null,
  }));
}

/** The sessions of hits, in the order of their first one. */
export function sessionsOfHits(db: Database, hits: readonly SearchHit[]): SearchSession[] {
  const ids = [...new Set(hits.flatMap(({ sessionId }) => sessionId ?? []))];
  const ofSession = db.prepare(
    `select ${shownTitle}, (select text from name where id = coalesce(p.repository, s.cwd)), s.ended_at, s.parent
     from session s left join place p on p.cwd = s.cwd where s.agent = ? and s.agent_session_id = ?`,
  );
  return ids.map((id) => {
    const [agent, own] = splitId(id);
    const [title, project, at, parent] = ofSession.get(agent, own) ?? [];
    return {
      id,
      agent,
      title: (title ?? '') as string,
      project: (project ?? null) as string | null,
      at: (at ?? null) as number | null,
      parentId: typeof parent === 'string' && parent !== own ? `${agent}:${parent}` : null,
    };
  });
}
