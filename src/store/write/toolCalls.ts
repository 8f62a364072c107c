import type { Row } from '../batch.js';
import { categories, codeOf } from '../codes.js';
import type { Database, SqlValue } from '../database.js';
import { type BatchBodies, noBody, type Stored } from './batchBodies.js';
import { createAttachmentWriter } from './attachments.js';
import type { MessageIds } from './messageId.js';
import type { Names } from './names.js';
import type { SeenSessions } from './seenSessions.js';
import type { SessionRow } from './sessionFacts.js';
import type { BatchSessions } from './sessions.js';
import type { BatchTexts } from './texts.js';

type MessageRow = Extract<Row, { type: 'message' }>;
type ToolResultRow = Extract<Row, { type: 'tool_result' }>;

/** The tool calls of one batch. A call and its outcome mostly come together, and then are one row that is written once. */
export interface BatchToolCalls {
  /** Another batch begins. */
  begin(): void;
  /**
   * The id of the call that a message is, to be stored with the message; `told` must follow. A new call gets `free`, or any
   * where that is null.
   */
  id(session: SessionRow, callId: string, free: number | null, at: number | null): number;
  /** What the message tells of its call. */
  told(row: MessageRow & { tool: object }, session: SessionRow, message: number, thread: number | null): void;
  /**
   * An outcome, which may come before the call itself. Several lines may tell of one outcome: the longest output is kept,
   * an error stays one, and what one line leaves out another completes.
   */
  result(row: ToolResultRow, session: SessionRow): void;
  /** Writes the calls that are new. */
  flush(): void;
}

/** A call that is not stored yet. */
interface NewCall {
  id: number;
  session: number;
  callId: string;
  thread: number | null;
  message: number | null;
  name: number | null;
  category: number | null;
  startedAt: number | null;
  outcome: Outcome;
  hasOutcome: boolean;
}

interface Outcome {
  endedAt: number | null;
  isError: number | null;
  exitCode: number | null;
  durationMs: number | null;
  withheld: number;
  body: Stored;
}

const noOutcome: Outcome = {
  endedAt: null,
  isError: null,
  exitCode: null,
  durationMs: null,
  withheld: 0,
  body: noBody,
};

const outcomeColumns =
  'ended_at, is_error, exit_code, duration_ms, withheld, block_id, start, bytes, full_bytes';

export function createBatchToolCalls(
  db: Database,
  names: Names,
  ids: MessageIds,
  sessions: BatchSessions,
  seen: SeenSessions,
  bodies: BatchBodies,
  texts: BatchTexts,
): BatchToolCalls {
  const added = new Map<string, NewCall>();
  const selectId = db.prepare('select id from tool_call where session_id = ? and call_id = ?');
  const select = db.prepare(`select ${outcomeColumns} from tool_call where id = ?`);
  const insert = db.prepare(`
    insert into tool_call (id, session_id, call_id, thread_id, message_id, name, category, started_at, ${outcomeColumns})
    values (?${', ?'.repeat(16)})`);
  const tell = db.prepare(`
    update tool_call set thread_id = ifnull(?, thread_id), message_id = min(?2, ifnull(message_id, ?2)), name = ?,
      category = ?, started_at = ifnull(?, started_at) where id = ?`);
  const update = db.prepare(
    `update tool_call set (${outcomeColumns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) where id = ?`,
  );
  const attachments = createAttachmentWriter(db, 'tool_call_id');

  /** The call as a new one of this batch, or the id of a stored one. */
  const find = (
    session: SessionRow,
    callId: string,
    free: number | null,
    at: number | null,
  ): NewCall | number => {
    const key = `${session.id} ${callId}`;
    const existing = added.get(key);
    if (existing !== undefined) {
      return existing;
    }
    const known = seen.of(session.id);
    const stored = known === null ? selectId.get(session.id, callId)?.[0] : known.calls.get(callId);
    if (typeof stored === 'number') {
      return stored;
    }
    const call = {
      id: free ?? ids.nextCall(at),
      session: session.id,
      callId,
      thread: null,
      message: null,
      name: null,
      category: null,
      startedAt: null,
      outcome: noOutcome,
      hasOutcome: false,
    };
    known?.calls.set(callId, call.id);
    added.set(key, call);
    return call;
  };

  return {
    begin: () => added.clear(),
    id: (session, callId, free, at) => {
      const call = find(session, callId, free, at);
      return typeof call === 'number' ? call : call.id;
    },
    told: ({ tool, at }, session, message, thread) => {
      const call = find(session, tool.callId, null, at);
      const name = names.id(tool.name);
      const category = codeOf(categories, tool.category);
      if (typeof call === 'number') {
        tell.run(thread, message, name, category, at, call);
        return;
      }
      call.thread = thread ?? call.thread;
      call.message = Math.min(message, call.message ?? message);
      call.name = name;
      call.category = category;
      call.startedAt = at ?? call.startedAt;
    },
    result: (row, session) => {
      const call = find(session, row.callId, null, row.at);
      if (typeof call === 'number') {
        const before = toOutcome(select.get(call) ?? []);
        const outcome = withResult(before, row, bodies);
        texts.change(call, null, outcome.body, { ...before.body, kind: null });
        update.run(...valuesOf(outcome), call);
      } else {
        if (call.message === null && !call.hasOutcome) {
          call.thread = sessions.thread(session, row.thread);
        }
        call.outcome = withResult(call.outcome, row, bodies);
      }
      // A line with the status only says nothing about what is attached.
      if (row.attachments !== undefined) {
        const isNew = typeof call !== 'number' && !call.hasOutcome;
        attachments.write(typeof call === 'number' ? call : call.id, row.attachments, !isNew);
      }
      if (typeof call !== 'number') {
        call.hasOutcome = true;
      }
    },
    flush: () => {
      for (const call of added.values()) {
        texts.change(call.id, null, call.outcome.body);
        insert.run(
          ...[call.id, call.session, call.callId, call.thread, call.message, call.name, call.category],
          ...[call.startedAt, ...valuesOf(call.outcome)],
        );
      }
    },
  };
}

function withResult(old: Outcome, row: ToolResultRow, bodies: BatchBodies): Outcome {
  const isKept = row.body === null || row.body.fullBytes < old.body.fullBytes;
  const body = isKept ? old.body : bodies.store(row.body, old.body);
  const isWithheld = row.withheld === true || (row.body === null && old.withheld === 1);
  return {
    endedAt:
      row.at === null || old.endedAt === null ? (row.at ?? old.endedAt) : Math.max(row.at, old.endedAt),
    isError: Math.max(Number(row.isError), old.isError ?? 0),
    exitCode: row.exitCode ?? old.exitCode,
    durationMs: row.durationMs ?? old.durationMs,
    withheld: Number(body.block === null && isWithheld),
    body,
  };
}

/** In the order of `outcomeColumns`. */
function valuesOf({ body, ...outcome }: Outcome): SqlValue[] {
  return [
    ...[outcome.endedAt, outcome.isError, outcome.exitCode, outcome.durationMs],
    ...[outcome.withheld, body.block, body.start, body.bytes, body.fullBytes],
  ];
}

function toOutcome(row: SqlValue[]): Outcome {
  const number = (i: number) => (typeof row[i] === 'number' ? row[i] : null);
  return {
    endedAt: number(0),
    isError: number(1),
    exitCode: number(2),
    durationMs: number(3),
    withheld: number(4) ?? 0,
    body: {
      block: number(5),
      start: number(6) ?? 0,
      bytes: number(7) ?? 0,
      fullBytes: number(8) ?? 0,
    },
  };
}
