import type { Attachment } from '../../common/model.js';
import type { Database } from '../database.js';

/** Descriptions of what is binary in a message or a tool's output. */
export interface AttachmentWriter {
  write(owner: number, attachments: readonly Attachment[] | undefined, replaces: boolean): void;
}

export function createAttachmentWriter(
  db: Database,
  column: 'message_id' | 'tool_call_id',
): AttachmentWriter {
  const remove = db.prepare(`delete from attachment where ${column} = ?`);
  const insert = db.prepare(`insert into attachment (${column}, part, mime, bytes) values (?, ?, ?, ?)`);
  return {
    write: (owner, attachments, replaces) => {
      if (replaces) {
        remove.run(owner);
      }
      for (const [part, { mime, bytes }] of (attachments ?? []).entries()) {
        insert.run(owner, part, mime, bytes);
      }
    },
  };
}
