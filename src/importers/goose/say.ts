import type { Attachment, MessageEvent } from '../../common/model.js';
import { fingerprint, folder, ident, isObject, list, str, word, type Json } from '../fields.js';
import type { Reading } from './state.js';
import { timeOf } from './times.js';

/** A message, of a row or a line: `{role, created, content: [{type, …}], metadata: {userVisible, agentVisible}}`. */
export interface Told {
  session: string;
  role: unknown;
  created: unknown;
  content: unknown;
  metadata: unknown;
  cwd: unknown;
  copied: boolean;
  isChild: boolean;
  /** The first of its session. */
  opens: boolean;
  /** The message before, where this is the user's. */
  previous?: { role: unknown; created: unknown; content: unknown };
  position?: number;
}

/** What its blocks have in common. */
export interface MessageReading {
  readonly told: Told;
  readonly reading: Reading;
  readonly at: number | null;
  /** Only the agent is shown it: the program wrote it. */
  readonly hidden: boolean;
  /** What the first of the blocks answers, where that is to be said. */
  parent: string | undefined;
}

/** Adds a message. Nothing to say and nothing attached is no message. */
export function say(
  content: Json,
  of: MessageReading,
  draft: Pick<MessageEvent, 'role' | 'kind'> & Partial<MessageEvent>,
  text: string,
  attachments: Attachment[] = [],
): void {
  if (text === '' && draft.kind !== 'tool' && attachments.length === 0) {
    return;
  }
  const { told, reading, at, parent } = of;
  of.parent = undefined;
  const cwd = folder(told.cwd);
  reading.events.push({
    type: 'message',
    session: told.session,
    uid: uidOf(content, told.role, told.created),
    at,
    text,
    ...(cwd === undefined ? {} : { cwd }),
    ...(told.copied ? { copied: true } : {}),
    ...(told.position === undefined ? {} : { position: told.position }),
    ...(parent === undefined ? {} : { parent }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...draft,
  });
}

/** The last block of a message that became one of ours. What follows a message that was deleted answers the one before. */
export function lastOf(previous: Told['previous']): string | undefined {
  if (previous === undefined) {
    return undefined;
  }
  const found = list(previous.content).findLast((content) => isObject(content) && tells(content));
  return isObject(found) ? uidOf(found, previous.role, previous.created) : undefined;
}

function tells(content: Json): boolean {
  switch (content.type) {
    case 'text':
      return str(content.text) !== undefined;
    case 'thinking':
    case 'reasoning':
      return thought(content) !== '';
    default:
      return (
        content.type === 'toolRequest' || content.type === 'frontendToolRequest' || content.type === 'image'
      );
  }
}

/** The same in a file of lines and in the database that was made of it, and in a row that was replaced. */
function uidOf(content: Json, role: unknown, created: unknown): string {
  const id = ident(content.id);
  const name =
    id ?? fingerprint(str(content.text) ?? str(content.data) ?? str(content.msg) ?? thought(content));
  const type = word(content.type)?.slice(0, 40) ?? 'block';
  return `${Math.floor((timeOf(created) ?? 0) / 1000)}/${role === 'user' ? 'user' : 'agent'}/${type}-${name}`;
}

/** What the model thought; older versions call it reasoning. */
export function thought(content: Json): string {
  return str(content.thinking) ?? (content.type === 'reasoning' ? str(content.text) : undefined) ?? '';
}
