import type { Row } from '../batch.js';
import { codeOf, codeOfKind, roles } from '../codes.js';
import type { Database } from '../database.js';
import { createAttachmentWriter } from './attachments.js';
import { type BatchBodies, type Stored } from './batchBodies.js';
import { callIdOf, type MessageIds } from './messageId.js';
import type { Names } from './names.js';
import type { SeenSessions } from './seenSessions.js';
import type { SessionRow } from './sessionFacts.js';
import type { BatchSessions } from './sessions.js';
import type { BatchSources } from './batchSources.js';
import type { BatchTexts } from './texts.js';
import type { BatchToolCalls } from './toolCalls.js';
import type { BatchUsage } from './usage.js';

export type MessageRow = Extract<Row, { type: 'message' }>;

/** Writes messages and the calls of tools that they are. `response` must be written before. */
export interface MessageWriter {
  /** True when the message is new. */
  write(row: MessageRow, session: SessionRow): boolean;
}

export function createMessageWriter(
  db: Database,
  names: Names,
  ids: MessageIds,
  sessions: BatchSessions,
  sources: BatchSources,
  usage: BatchUsage,
  calls: BatchToolCalls,
  seen: SeenSessions,
  bodies: BatchBodies,
  texts: BatchTexts,
): MessageWriter {
  const select = db.prepare(
    'select id, source_id, block_id, start, bytes, full_bytes, kind from message where session_id = ? and uid = ?',
  );
  const values =
    'thread_id, parent_uid, source_id, offset, part, at, role, kind, model, branch, cwd, usage_id, tool_call_id, copied, withheld, generation, block_id, start, bytes, full_bytes';
  const insert = db.prepare(
    `insert into message (id, session_id, uid, ${values}) values (?, ?, ?${', ?'.repeat(20)})`,
  );
  const update = db.prepare(`update message set (${values}) = (?${', ?'.repeat(19)}) where id = ?`);
  const pending = db.prepare(
    'insert into pending_response (key, message_id) values (?, ?) on conflict do nothing',
  );
  const attachments = createAttachmentWriter(db, 'message_id');

  return {
    write: (row, session) => {
      const known = seen.of(session.id);
      const existing =
        known === null || known.messages.has(row.uid) ? select.get(session.id, row.uid) : undefined;
      const source = sources.id(row.source);
      if (existing !== undefined && !sources.mayReplace(Number(existing[1]), row.source, session.agent)) {
        return false;
      }
      const thread = sessions.thread(session, row.thread);
      const stored: Stored | undefined = existing && {
        block: typeof existing[2] === 'number' ? existing[2] : null,
        start: Number(existing[3]),
        bytes: Number(existing[4]),
        fullBytes: Number(existing[5]),
      };
      // What is withheld now was perhaps kept at an earlier reading, and stays.
      const keepsOld =
        row.body === null && row.withheld === true && stored !== undefined && stored.block !== null;
      const body = keepsOld ? stored : bodies.store(row.body, stored);
      const id = existing === undefined ? ids.next(row.at) : Number(existing[0]);
      const kind = codeOfKind(row.kind, row.queued === true);
      const newCall = existing === undefined ? callIdOf(id) : null;
      const toolCall = row.tool === undefined ? null : calls.id(session, row.tool.callId, newCall, row.at);
      const response = row.response === undefined ? null : usage.id(row.response);
      const columns = [
        ...[thread, row.parent ?? null, source, row.offset, row.part, row.at],
        ...[codeOf(roles, row.role), kind],
        ...[names.id(row.model), names.id(row.branch), names.id(row.cwd), response, toolCall],
        ...[Number(row.copied === true), Number(row.withheld === true && !keepsOld)],
        ...[sources.generation(row.source), body.block, body.start, body.bytes, body.fullBytes],
      ];
      if (existing === undefined || stored === undefined) {
        texts.change(id, kind, body);
        insert.run(id, session.id, row.uid, ...columns);
        known?.messages.add(row.uid);
      } else {
        texts.change(id, kind, body, { ...stored, kind: Number(existing[6]) });
        update.run(...columns, id);
      }
      if (row.tool !== undefined) {
        calls.told({ ...row, tool: row.tool }, session, id, thread);
      }
      if (row.response !== undefined && response === null) {
        pending.run(row.response, id);
      }
      attachments.write(id, row.attachments, existing !== undefined);
      return existing === undefined;
    },
  };
}
