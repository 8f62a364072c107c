import type { ImportEvent, MessageEvent } from '../../common/model.js';
import type { Json } from '../fields.js';

/** What is known while the messages of one document are read. */
export interface Reading {
  readonly session: string;
  readonly cwd: string | null;
  readonly branch: string | null;
  /** Messages before this time were copied from the session that this one is a fork of; 0: none. */
  readonly copiedBefore: number;
  /** The session has ended: nothing more comes of its newest answer. */
  readonly hasEnded: boolean;
  /** Providers whose `inputTokens` are told without what came from the cache. */
  readonly apart: ReadonlySet<string>;
  /** What each call was answered, by its id. */
  readonly results: ReadonlyMap<string, Json>;
  readonly events: ImportEvent[];
  readonly problems: string[];
  /** The first prompt has given the session its title. */
  titled: boolean;
}

/** One message of the list. */
export interface Said {
  readonly fields: Json;
  readonly id: string;
  readonly at: number | null;
  readonly model: string | null;
  readonly provider: string;
  readonly isCopy: boolean;
  readonly isLast: boolean;
}

export type Draft = Omit<MessageEvent, 'type' | 'session' | 'uid' | 'at'>;

/** Adds a message. Nothing to say and nothing attached is no message. */
export function message(draft: Draft, suffix: string, said: Said, reading: Reading): void {
  const { attachments = [], ...rest } = draft;
  if (draft.text === '' && draft.kind !== 'tool' && attachments.length === 0) {
    return;
  }
  reading.events.push({
    type: 'message',
    session: reading.session,
    uid: `${said.id}/${suffix}`,
    at: said.at,
    ...rest,
    ...(draft.role === 'assistant' && said.model !== null ? { model: said.model } : {}),
    ...(reading.branch === null ? {} : { branch: reading.branch }),
    ...(reading.cwd === null ? {} : { cwd: reading.cwd }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(said.isCopy ? { copied: true } : {}),
  });
}
