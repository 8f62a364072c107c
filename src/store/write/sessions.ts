import type { SessionId } from '../../common/protocol.js';
import type { Database, SqlValue } from '../database.js';
import { newRow } from './newRow.js';
import type { SessionRow } from './sessionFacts.js';

/** The sessions and threads of one batch: read once, changed in memory, written back by `flush`. */
export interface BatchSessions {
  /** The session's row, made when it is new; null when the user made us forget it. */
  row(agent: string, agentSessionId: string): SessionRow | null;
  byId(id: number): SessionRow | null;
  /** The user deleted it, so nothing of it is written again. */
  isForgotten(agent: string, agentSessionId: string): boolean;
  /** The row of a sub-agent without a session of its own. */
  thread(session: SessionRow, agentThreadId: string | undefined): number | null;
  threadName(id: number): string;
  flush(): void;
  touched(): SessionRow[];
}

const columns = [
  'parent',
  'forked_from',
  'title',
  'title_rank',
  'title_at',
  'title_source_id',
  'cwd',
  'cwd_at',
  'agent_version',
  'version_at',
  'started_at',
  'ended_at',
  'headless',
  'archived',
  'active_source_id',
  'waiting',
  'waiting_at',
  'process',
  'process_source_id',
  'agent_type',
  'parent_call',
  'agent_cost_usd',
  'source_id',
  'source_is_thread',
];

export function sessionIdOf(row: SessionRow): SessionId {
  return `${row.agent}:${row.agentSessionId}`;
}

/** `onNew` is told the id of each session that is made. */
export function createBatchSessions(db: Database, onNew: (id: number) => void): BatchSessions {
  const select = `select id, agent, agent_session_id, ${columns.join(', ')} from session`;
  const byName = db.prepare(`${select} where agent = ? and agent_session_id = ?`);
  const byNumber = db.prepare(`${select} where id = ?`);
  const forgotten = db.prepare('select 1 from tombstone where agent = ? and agent_session_id = ?');
  const insert = newRow(db, 'insert into session (agent, agent_session_id) values (?, ?)');
  const update = db.prepare(
    `update session set ${columns.map((name) => `${name} = ?`).join(', ')} where id = ?`,
  );
  const threadSelect = db.prepare('select id from thread where session_id = ? and agent_thread_id = ?');
  const threadInsert = newRow(db, 'insert into thread (session_id, agent_thread_id) values (?, ?)');
  const threadText = db.prepare('select agent_thread_id from thread where id = ?');

  const named = new Map<string, SessionRow | null>();
  const numbered = new Map<number, SessionRow>();
  const stored = new Map<number, string>();
  const threads = new Map<string, number>();

  const isForgotten = (agent: string, agentSessionId: string) =>
    forgotten.get(agent, agentSessionId) !== undefined;
  const keep = (values: SqlValue[]): SessionRow => {
    const row = toRow(values);
    numbered.set(row.id, row);
    stored.set(row.id, JSON.stringify(toValues(row)));
    return row;
  };
  return {
    isForgotten,
    row: (agent, agentSessionId) => {
      const name = `${agent}:${agentSessionId}`;
      let row = named.get(name);
      if (row === undefined) {
        let values = byName.get(agent, agentSessionId);
        if (values === undefined && !isForgotten(agent, agentSessionId)) {
          const id = insert(agent, agentSessionId);
          onNew(id);
          values = byNumber.get(id);
        }
        row = values === undefined ? null : (numbered.get(Number(values[0])) ?? keep(values));
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
    touched: () => [...named.values()].filter((row) => row !== null),
  };
}

function toRow(v: SqlValue[]): SessionRow {
  const text = (i: number) => (typeof v[i] === 'string' ? v[i] : null);
  const number = (i: number) => (typeof v[i] === 'number' ? v[i] : null);
  return {
    id: Number(v[0]),
    agent: String(v[1]),
    agentSessionId: String(v[2]),
    parent: text(3),
    forkedFrom: text(4),
    title: text(5),
    titleRank: Number(v[6]),
    titleAt: number(7),
    titleSource: number(8),
    cwd: number(9),
    cwdAt: number(10),
    version: text(11),
    versionAt: number(12),
    startedAt: number(13),
    endedAt: number(14),
    headless: Number(v[15]),
    archived: Number(v[16]),
    activeSource: number(17),
    waiting: Number(v[18]),
    waitingAt: number(19),
    process: number(20),
    processSource: number(21),
    agentType: text(22),
    parentCall: text(23),
    cost: number(24),
    source: number(25),
    sourceIsThread: Number(v[26]),
    startedBefore: number(13),
  };
}

/** In the order of `columns`. */
function toValues(row: SessionRow): SqlValue[] {
  return [
    row.parent,
    row.forkedFrom,
    row.title,
    row.titleRank,
    row.titleAt,
    row.titleSource,
    row.cwd,
    row.cwdAt,
    row.version,
    row.versionAt,
    row.startedAt,
    row.endedAt,
    row.headless,
    row.archived,
    row.activeSource,
    row.waiting,
    row.waitingAt,
    row.process,
    row.processSource,
    row.agentType,
    row.parentCall,
    row.cost,
    row.source,
    row.sourceIsThread,
  ];
}
