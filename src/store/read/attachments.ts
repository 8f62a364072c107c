import type { SqlValue } from '../database.js';
import type { ReadContext } from './context.js';

/** Where the bytes of something binary in a message are, which the store does not keep. */
export interface AttachmentPlace {
  /** The agent's file, as its root and the path below it. */
  root: string;
  path: string;
  /** Bytes: where the message's line begins. */
  offset: number;
  mime: string;
  bytes: number;
  /** It is in what a tool answered, whose line comes after the message's: the id of the call. */
  callId: string | null;
}

/** Where the attachment with this number, as in the message's body, is to be looked for; null: there is none that may be shown. */
export function readAttachmentPlace(
  { db }: ReadContext,
  message: number,
  index: number,
): AttachmentPlace | null {
  const row = db
    .prepare(
      `select s.root, s.path, m.offset, m.withheld, m.tool_call_id, t.call_id, t.withheld
       from message m join source s on s.id = m.source_id left join tool_call t on t.id = m.tool_call_id
       where m.id = ?`,
    )
    .get(message);
  if (!row) {
    return null;
  }
  const [root, path, offset, withheld, call, callId, outputWithheld] = row;
  const of = (column: 'message_id' | 'tool_call_id', owner: SqlValue) =>
    db
      .prepare(`select mime, bytes from attachment where ${column} = ? order by part`)
      .all(owner)
      .map(([mime, bytes]) => ({ mime: mime as string, bytes: bytes as number, column }));
  const attachment = [
    ...of('message_id', message),
    ...(call === null ? [] : of('tool_call_id', call ?? null)),
  ][index];
  const ofTool = attachment?.column === 'tool_call_id';
  if (!attachment || (ofTool ? outputWithheld : withheld) === 1) {
    return null;
  }
  return {
    ...{ root: root as string, path: path as string, offset: offset as number },
    ...{ mime: attachment.mime, bytes: attachment.bytes, callId: ofTool ? (callId as string) : null },
  };
}
