import type { ImportEvent, MessageEvent } from '../../common/model.js';

/** One thread being read. */
export interface Reading {
  readonly session: string;
  readonly cwd: string | undefined;
  readonly branch: string | undefined;
  readonly events: ImportEvent[];
  readonly problems: string[];
  /** The calls of tools so far, by id. */
  readonly calls: Map<string, { name: string; input: unknown }>;
  /** Keys of the responses that the ledger tells, by the message that each made. */
  readonly ledger: ReadonlyMap<string, string>;
  /** Sub-agents that were told of. */
  readonly threads: Set<string>;
  titled: boolean;
  waiting: boolean;
  /** The last time that was told: results of tools tell none. */
  at: number | null;
}

/** One message of it. */
export interface Said {
  /** The message's number, which is its name. */
  readonly id: string;
  readonly at: number | null;
  /** The call that started the sub-agent whose message this is. */
  readonly thread: string | undefined;
}

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'attachments' | 'tool' | 'model' | 'response' | 'isTask'>>;

/** Adds a message. `suffix` names it below its own; nothing to say and nothing attached is no message. */
export function message(draft: Draft, suffix: string, said: Said, reading: Reading): void {
  const { attachments, ...rest } = draft;
  if (draft.text.trim() === '' && draft.kind !== 'tool' && (attachments?.length ?? 0) === 0) {
    return;
  }
  reading.events.push({
    type: 'message',
    ...inThread(said, reading),
    uid: suffix === '' ? said.id : `${said.id}.${suffix}`,
    at: said.at,
    ...rest,
    ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
    ...(reading.branch === undefined ? {} : { branch: reading.branch }),
    ...(reading.cwd === undefined ? {} : { cwd: reading.cwd }),
  });
}

/** The part that every event of a message carries. */
export function inThread({ thread }: Said, { session }: Reading): { session: string; thread?: string } {
  return thread === undefined ? { session } : { session, thread };
}
