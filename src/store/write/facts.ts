import type { Row } from '../batch.js';
import type { Database } from '../database.js';
import type { BatchBodies, Stored } from './batchBodies.js';
import type { Names } from './names.js';
import type { SessionRow } from './sessionFacts.js';
import type { BatchSessions } from './sessions.js';

type RowOf<T extends Row['type']> = Extract<Row, { type: T }>;

/** Writes what is neither message nor response. Each writer can be given the same row again without effect. */
export interface FactWriters {
  fileChange(row: RowOf<'file_change'>, session: SessionRow): void;
  subAgent(row: RowOf<'sub_agent'>, session: SessionRow): void;
  todos(row: RowOf<'todos'>, session: SessionRow): void;
  link(row: RowOf<'link'>, session: SessionRow): void;
  plan(row: RowOf<'plan'>, agent: string, session: SessionRow | null): void;
  prompt(row: RowOf<'prompt'>, agent: string): void;
}

export function createFactWriters(
  db: Database,
  names: Names,
  sessions: BatchSessions,
  bodies: BatchBodies,
): FactWriters {
  const change = db.prepare(
    'select block_id, start, bytes from file_change where session_id = ? and call_id = ? and path = ?',
  );
  const upsertChange = db.prepare(`
    insert into file_change (session_id, call_id, at, path, new_path, operation, added, removed, block_id, start, bytes)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (session_id, call_id, path) do update set at = ifnull(min(at, excluded.at), ifnull(at, excluded.at)),
      new_path = ifnull(excluded.new_path, new_path), operation = excluded.operation,
      added = ifnull(excluded.added, added), removed = ifnull(excluded.removed, removed),
      block_id = excluded.block_id, start = excluded.start, bytes = excluded.bytes`);
  const older = (column: string) =>
    `${column} = ifnull(min(${column}, excluded.${column}), ifnull(${column}, excluded.${column}))`;
  // Of two names the smaller text wins, whatever numbers they have.
  const smaller = (column: string, table: string, text: string) => `${column} = case
      when excluded.${column} is null then ${column}
      when ${column} is null or (select ${text} from ${table} where id = excluded.${column}) <
        (select ${text} from ${table} where id = ${column}) then excluded.${column} else ${column} end`;
  const upsertThread = db.prepare(`
    insert into thread (session_id, agent_thread_id, agent_type, description, call_id, model, started_at, internal)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (session_id, agent_thread_id) do update set ${older('agent_type')}, ${older('description')},
      ${older('call_id')}, ${smaller('model', 'name', 'text')}, ${older('started_at')},
      internal = max(internal, excluded.internal)`);
  const upsertTodos = db.prepare(`
    insert into todo (session_id, thread, task, at, items) values (?, ?, ?, ?, ?)
    on conflict do update set at = excluded.at, items = excluded.items
    where (ifnull(excluded.at, -1e15), excluded.items) > (ifnull(at, -1e15), items)`);
  const upsertLink = db.prepare(`
    insert into link (session_id, url, label, at) values (?, ?, ?, ?)
    on conflict do update set label = max(label, excluded.label), ${older('at')}`);
  const newer = '(ifnull(excluded.at, -1e15), excluded.text) > (ifnull(at, -1e15), text)';
  const upsertPlan = db.prepare(`
    insert into plan (agent, name, session_id, at, text, path) values (?, ?, ?, ?, ?, ?)
    on conflict (agent, name) do update set ${smaller('session_id', 'session', 'agent_session_id')}, ${older('path')},
      text = case when ${newer} then excluded.text else text end, at = case when ${newer} then excluded.at else at end`);
  const upsertPrompt = db.prepare(`
    insert into prompt (agent, session, at, text, project) values (?, ?, ?, ?, ?)
    on conflict (agent, at, text) do update set ${older('session')}, ${older('project')}`);

  return {
    fileChange: (row, session) => {
      const path = names.id(row.path);
      const existing = change.get(session.id, row.callId, path);
      const old: Stored | undefined = existing && {
        block: typeof existing[0] === 'number' ? existing[0] : null,
        start: Number(existing[1]),
        bytes: Number(existing[2]),
        fullBytes: Number(existing[2]),
      };
      const body = row.body === null && old !== undefined ? old : bodies.store(row.body, old);
      upsertChange.run(
        ...[session.id, row.callId, row.at, path, names.id(row.newPath), row.operation],
        ...[row.added, row.removed, body.block, body.start, body.bytes],
      );
    },
    subAgent: (row, session) => {
      upsertThread.run(
        ...[session.id, row.thread, row.agentType ?? null, row.description ?? null, row.callId ?? null],
        ...[names.id(row.model), row.at ?? null, Number(row.internal === true)],
      );
      sessions.thread(session, row.thread);
    },
    todos: (row, session) =>
      upsertTodos.run(session.id, row.thread ?? '', row.task ?? '', row.at, JSON.stringify(row.items)),
    link: (row, session) => upsertLink.run(session.id, row.url, row.label, row.at),
    plan: (row, agent, session) =>
      upsertPlan.run(agent, row.name, session?.id ?? null, row.at, row.text, row.path ?? null),
    prompt: (row, agent) =>
      upsertPrompt.run(agent, row.session ?? null, row.at, row.text, row.project ?? null),
  };
}
