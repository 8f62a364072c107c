import type { Row } from '../batch.js';
import type { Database } from '../database.js';
import { type BatchBodies, type Stored } from './batchBodies.js';
import { createAttachmentWriter } from './attachments.js';
import type { SessionRow } from './sessionFacts.js';
import type { BatchSessions } from './sessions.js';

export type ToolResultRow = Extract<Row, { type: 'tool_result' }>;

/**
 * Writes outcomes of tool calls, before or after the call itself. Several lines may tell of one outcome: the longest output
 * is kept, an error stays one, and what one line leaves out another completes.
 */
export function createToolResultWriter(
  db: Database,
  sessions: BatchSessions,
  bodies: BatchBodies,
): (row: ToolResultRow, session: SessionRow) => void {
  const select = db.prepare(
    'select id, block_id, start, bytes, full_bytes, withheld, is_error from tool_call where session_id = ? and call_id = ?',
  );
  const insert = db.prepare(
    'insert into tool_call (session_id, call_id, thread_id) values (?, ?, ?) returning id',
  );
  const update = db.prepare(`update tool_call set ended_at = ifnull(max(ended_at, ?1), ifnull(ended_at, ?1)),
    is_error = max(ifnull(is_error, 0), ?2), exit_code = ifnull(?3, exit_code), duration_ms = ifnull(?4, duration_ms),
    overflow_path = ifnull(?5, overflow_path), withheld = ?6, block_id = ?7, start = ?8, bytes = ?9, full_bytes = ?10
    where id = ?11`);
  const attachments = createAttachmentWriter(db, 'tool_call_id');

  return (row, session) => {
    const existing = select.get(session.id, row.callId);
    const id =
      existing === undefined
        ? Number(insert.get(session.id, row.callId, sessions.thread(session, row.thread))?.[0])
        : Number(existing[0]);
    const old: Stored = {
      block: typeof existing?.[1] === 'number' ? existing[1] : null,
      start: Number(existing?.[2] ?? 0),
      bytes: Number(existing?.[3] ?? 0),
      fullBytes: Number(existing?.[4] ?? 0),
    };
    const isKept = row.body === null || row.body.fullBytes < old.fullBytes;
    const body = isKept ? old : bodies.store(row.body, old);
    const withheld =
      body.block === null && (row.withheld === true || (row.body === null && existing?.[5] === 1));
    update.run(
      ...[
        row.at,
        Number(row.isError),
        row.exitCode ?? null,
        row.durationMs ?? null,
        row.overflowPath ?? null,
      ],
      ...[Number(withheld), body.block, body.start, body.bytes, body.fullBytes, id],
    );
    // A line with the status only says nothing about what is attached.
    if (row.attachments !== undefined) {
      attachments.write(id, row.attachments, existing !== undefined);
    }
  };
}
