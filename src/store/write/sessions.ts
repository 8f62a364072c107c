import type { SessionId } from '../../common/protocol.js';
import type { Database, SqlValue } from '../database.js';
import { newRow } from './newRow.js';
import type { SessionRow } from './sessionFacts.js';

/** The sessions and threads of one batch: read once, changed in memory, written back by `flush`. */
export interface BatchSessions {
  /** Another batch begins. */
  begin(): void;
  /** The session's row, made when it is new. */
  row(agent: string, agentSessionId: string): SessionRow;
  byId(id: number): SessionRow | null;
  /** The row of a sub-agent without a session of its own. */
  thread(session: SessionRow, agentThreadId: string | undefined): number | null;
  threadName(id: number): string;
  flush(): void;
  touched(): SessionRow[];
}

type Field = Exclude<keyof SessionRow, 'id' | 'agent' | 'agentSessionId' | 'startedBefore'>;

/** The column that holds each field. */
const columns: Readonly<Record<Field, string>> = {
  parent: 'parent',
  forkedFrom: 'forked_from',
  title: 'title',
  titleRank: 'title_rank',
  titleAt: 'title_at',
  titleSource: 'title_source_id',
  cwd: 'cwd',
  cwdAt: 'cwd_at',
  version: 'agent_version',
  versionAt: 'version_at',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  headless: 'headless',
  client: 'client',
  archived: 'archived',
  activeSource: 'active_source_id',
  waiting: 'waiting',
  waitingAt: 'waiting_at',
  process: 'process',
  processSource: 'process_source_id',
  agentType: 'agent_type',
  parentCall: 'parent_call',
  cost: 'agent_cost_usd',
  source: 'source_id',
  sourceIsThread: 'source_is_thread',
};
const fields = Object.keys(columns) as Field[];

export function sessionIdOf(row: SessionRow): SessionId {
  return `${row.agent}:${row.agentSessionId}`;
}

/** `onNew` is told the id of each session that is made. */
export function createBatchSessions(db: Database, onNew: (id: number) => void): BatchSessions {
  const select = `select id, agent, agent_session_id, ${Object.values(columns).join(', ')} from session`;
  const byName = db.prepare(`${select} where agent = ? and agent_session_id = ?`);
  const byNumber = db.prepare(`${select} where id = ?`);
  const insert = newRow(db, 'insert into session (agent, agent_session_id) values (?, ?)');
  const update = db.prepare(
    `update session set ${fields.map((field) => `${columns[field]} = ?`).join(', ')} where id = ?`,
  );
  const threadSelect = db.prepare('select id from thread where session_id = ? and agent_thread_id = ?');
  const threadInsert = newRow(db, 'insert into thread (session_id, agent_thread_id) values (?, ?)');
  const threadText = db.prepare('select agent_thread_id from thread where id = ?');

  const named = new Map<string, SessionRow>();
  const numbered = new Map<number, SessionRow>();
  const stored = new Map<number, string>();
  const threads = new Map<string, number>();

  const keep = (values: SqlValue[]): SessionRow => {
    const row = toRow(values);
    numbered.set(row.id, row);
    stored.set(row.id, JSON.stringify(toValues(row)));
    return row;
  };
  return {
    begin: () => {
      for (const kept of [named, numbered, stored, threads]) {
        kept.clear();
      }
    },
    row: (agent, agentSessionId) => {
      const name = `${agent}:${agentSessionId}`;
      let row = named.get(name);
      if (row === undefined) {
        let values = byName.get(agent, agentSessionId);
        if (values === undefined) {
          const id = insert(agent, agentSessionId);
          onNew(id);
          values = byNumber.get(id) ?? [];
        }
        row = numbered.get(Number(values[0])) ?? keep(values);
        named.set(name, row);
      }
      return row;
    },
    byId: (id) => {
      const known = numbered.get(id);
      if (known !== undefined) {
        return known;
      }
      const values = byNumber.get(id);
      return values === undefined ? null : keep(values);
    },
    thread: (session, agentThreadId) => {
      if (agentThreadId === undefined) {
        return null;
      }
      const name = `${session.id}:${agentThreadId}`;
      let id = threads.get(name);
      if (id === undefined) {
        const stored = threadSelect.get(session.id, agentThreadId)?.[0];
        id = typeof stored === 'number' ? stored : threadInsert(session.id, agentThreadId);
        threads.set(name, id);
      }
      return id;
    },
    threadName: (id) => String(threadText.get(id)?.[0] ?? ''),
    flush: () => {
      for (const row of numbered.values()) {
        const values = toValues(row);
        if (JSON.stringify(values) !== stored.get(row.id)) {
          update.run(...values, row.id);
        }
      }
    },
    touched: () => [...named.values()],
  };
}

function toRow([id, agent, agentSessionId, ...values]: SqlValue[]): SessionRow {
  const stored = Object.fromEntries(fields.map((field, i) => [field, values[i] ?? null])) as Pick<
    SessionRow,
    Field
  >;
  return {
    ...{ id: Number(id), agent: String(agent), agentSessionId: String(agentSessionId) },
    ...stored,
    startedBefore: stored.startedAt,
  };
}

function toValues(row: SessionRow): SqlValue[] {
  return fields.map((field) => row[field]);
}
