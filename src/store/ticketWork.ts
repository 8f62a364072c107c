import type { SessionId } from '../common/protocol.js';
import type { Database, SqlValue } from './database.js';

/** What was done for a ticket, as the sessions tell it. */
export interface TicketWork {
  sessionIds: readonly SessionId[];
  /** Worktrees in which responses were made, and the branches that were checked out there. */
  places: readonly { worktree: string; branches: readonly string[] }[];
  /** Milliseconds of the first and the last response. */
  firstAt: number | null;
  lastAt: number | null;
  /** By path. */
  filesChanged: readonly { path: string; added: number | null; removed: number | null }[];
  /** Most calls first. */
  topTools: readonly { name: string; calls: number; errors: number }[];
  /** Most tokens first. */
  subAgents: readonly { type: string; runs: number; totalTokens: number }[];
}

const mostTools = 10;

/**
 * The work of a ticket. Tool calls and changes belong to the ticket of the response that made them; where an agent does
 * not tell which one that was, to the ticket of the session's last response before.
 */
export function readTicketWork(db: Database, key: string): TicketWork {
  const name = (db.prepare('select id from name where text = ?').get(key)?.[0] as number | undefined) ?? 0;
  const sessions = db
    .prepare(
      `select s.id, s.agent || ':' || s.agent_session_id from session s
       where s.id in (select session_id from usage where ticket = ? and counted = 1) order by s.started_at, s.id`,
    )
    .all(name);
  const [firstAt, lastAt] = db
    .prepare('select min(at), max(at) from usage where ticket = ? and counted = 1')
    .get(name) ?? [null, null];
  const files = new Map<string, { added: number | null; removed: number | null }>();
  const tools = new Map<string, { calls: number; errors: number }>();
  for (const [session] of sessions) {
    const isOfTicket = attributionIn(db, session as number, name);
    countTools(db, session as number, isOfTicket, tools);
    countFiles(db, session as number, isOfTicket, files);
  }
  return {
    sessionIds: sessions.map(([, id]) => id as string),
    places: placesOf(db, name),
    firstAt: firstAt as number | null,
    lastAt: lastAt as number | null,
    filesChanged: [...files]
      .map(([path, lines]) => ({ path, ...lines }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    topTools: [...tools]
      .map(([tool, counts]) => ({ name: tool, ...counts }))
      .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))
      .slice(0, mostTools),
    subAgents: subAgentsOf(db, name),
  };
}

/** Whether something in a session belongs to the ticket: its response's ticket where known, and when it happened. */
type IsOfTicket = (response: SqlValue | undefined, at: SqlValue | undefined) => boolean;

function attributionIn(db: Database, session: number, ticket: number): IsOfTicket {
  const responses = db
    .prepare('select id, at, ticket from usage where session_id = ? and counted = 1 order by at, id')
    .all(session) as [number, number | null, number | null][];
  const byId = new Map(responses.map(([id, , of]) => [id, of]));
  return (response, at) => {
    if (typeof response === 'number' && byId.has(response)) {
      return byId.get(response) === ticket;
    }
    const before =
      typeof at === 'number' ? responses.findLast(([, made]) => made === null || made <= at) : undefined;
    return (before ?? responses[0])?.[2] === ticket;
  };
}

function countTools(
  db: Database,
  session: number,
  isOfTicket: IsOfTicket,
  tools: Map<string, { calls: number; errors: number }>,
): void {
  db.prepare(
    `select n.text, c.is_error, m.usage_id, coalesce(m.at, c.started_at) from tool_call c
     left join name n on n.id = c.name left join message m on m.id = c.message_id
     where c.session_id = ? and coalesce(m.copied, 0) = 0`,
  ).each([session], ([tool, isError, response, at]) => {
    if (tool !== null && isOfTicket(response, at)) {
      const counts = tools.get(tool as string) ?? { calls: 0, errors: 0 };
      tools.set(tool as string, { calls: counts.calls + 1, errors: counts.errors + (isError === 1 ? 1 : 0) });
    }
  });
}

function countFiles(
  db: Database,
  session: number,
  isOfTicket: IsOfTicket,
  files: Map<string, { added: number | null; removed: number | null }>,
): void {
  db.prepare(
    `select n.text, f.added, f.removed, m.usage_id, coalesce(m.at, f.at) from file_change f
     join name n on n.id = coalesce(f.new_path, f.path)
     left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id
     left join message m on m.id = c.message_id
     where f.session_id = ? and coalesce(m.copied, 0) = 0 and coalesce(c.is_error, 0) = 0`,
  ).each([session], ([path, added, removed, response, at]) => {
    if (isOfTicket(response, at)) {
      const lines = files.get(path as string) ?? { added: null, removed: null };
      files.set(path as string, { added: plus(lines.added, added), removed: plus(lines.removed, removed) });
    }
  });
}

function plus(sum: number | null, value: SqlValue | undefined): number | null {
  return typeof value === 'number' ? (sum ?? 0) + value : sum;
}

const totalTokens = 'u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.output';

/** Sub-agents within their parent's session, and those that are sessions of their own. */
function subAgentsOf(db: Database, ticket: number): TicketWork['subAgents'] {
  return db
    .prepare(
      `select type, count(distinct run), sum(tokens) from (
         select coalesce(t.agent_type, 'agent') as type, 'thread ' || t.id as run, ${totalTokens} as tokens
         from usage u join thread t on t.id = u.thread_id
         where u.ticket = ?1 and u.counted = 1 and t.internal = 0
         union all
         select coalesce(s.agent_type, 'agent'), 'session ' || s.id, ${totalTokens}
         from usage u join session s on s.id = u.session_id
         where u.ticket = ?1 and u.counted = 1 and u.thread_id is null and s.parent is not null)
       group by type order by sum(tokens) desc, type`,
    )
    .all(ticket)
    .map(([type, runs, tokens]) => ({
      type: type as string,
      runs: runs as number,
      totalTokens: tokens as number,
    }));
}

function placesOf(db: Database, ticket: number): TicketWork['places'] {
  const branches = new Map<string, string[]>();
  db.prepare(
    `select distinct w.text, b.text from usage u join place p on p.cwd = u.cwd
     join name w on w.id = p.worktree left join name b on b.id = u.branch
     where u.ticket = ? and u.counted = 1 order by w.text, b.text`,
  ).each([ticket], ([worktree, branch]) => {
    const list = branches.get(worktree as string) ?? [];
    branches.set(worktree as string, branch === null ? list : [...list, branch as string]);
  });
  return [...branches].map(([worktree, names]) => ({ worktree, branches: names }));
}
