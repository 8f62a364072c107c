import type { Attachment, ImportEvent, MessageEvent, ToolCategory } from '../../common/model.js';
import type { Json } from '../fields.js';
import type { Context } from './context.js';

/** One of the extensions that write task folders. */
export interface Flavor {
  id: 'cline' | 'roo' | 'kilo';
  /** From this time on `tokensIn` is the whole prompt with what came from the cache; null: it never is by rule. */
  wholePromptSince: number | null;
}

/** A call of a tool while its document is read. */
export interface OpenCall {
  callId: string;
  name: string;
  category: ToolCategory;
  at: number | null;
  output: string | null;
  /** The output is what the user was shown, not what the model was sent. */
  isShown: boolean;
  isError: boolean;
  attachments: Attachment[];
}

/** What is known while the entries of one document are read, in order. */
export interface Reading {
  readonly flavor: Flavor;
  readonly session: string;
  readonly context: Context;
  readonly events: ImportEvent[];
  readonly problems: string[];
  /** Calls in the order of the document; their results are told at its end. */
  readonly calls: OpenCall[];
  /** How often a name was given, for entries of one kind and millisecond. */
  readonly names: Map<string, number>;
  titled: boolean;
  /** The newest request: its model, and the key of its response once it is one. */
  model: string | null;
  provider: string | null;
  response: string | null;
  /** The sum of what the agent says its requests cost; null: it says nothing. */
  costUsd: number | null;
}

/** One entry of the document. */
export interface Entry {
  /** `say` or `ask` and what: `say/text`. */
  readonly kind: string;
  readonly name: string;
  readonly fields: Json;
  readonly text: string;
  readonly at: number | null;
  /** Made of the time, which is an entry's key in the extension, and its kind. */
  readonly uid: string;
  /** Something comes after it: a call that was asked for has been answered. */
  readonly isLast: boolean;
  readonly next: Json;
}

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'tool' | 'isTask'>> & { attachments?: Attachment[] };

/** Adds a message. Nothing to say and nothing attached is no message. */
export function message(draft: Draft, entry: Entry, reading: Reading, suffix = ''): void {
  const { attachments = [], ...rest } = draft;
  const { model, response } = reading;
  if (draft.text === '' && draft.kind !== 'tool' && attachments.length === 0) {
    return;
  }
  reading.events.push({
    type: 'message',
    session: reading.session,
    uid: entry.uid + suffix,
    at: entry.at,
    ...rest,
    ...(draft.role === 'assistant' && model !== null ? { model } : {}),
    ...(draft.role === 'assistant' && response !== null ? { response } : {}),
    ...(attachments.length === 0 ? {} : { attachments }),
  });
}
