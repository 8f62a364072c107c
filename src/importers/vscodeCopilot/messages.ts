import type { Attachment, ImportEvent, MessageEvent } from '../../common/model.js';
import { optional } from '../copilot/usage.js';
import type { Turns } from './turns.js';

/** A session being read. */
export interface Reading {
  readonly session: string;
  readonly cwd: string | null;
  readonly branch: string | null;
  readonly turns: Turns;
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** The request being read, with what all its messages share. */
export interface Turn extends Reading {
  readonly at: number | null;
  readonly model: string | undefined;
  /** Key of the usage of the answer, when that has ended. */
  readonly response: string | undefined;
}

/** A message of the turn. */
export function message(
  draft: Pick<MessageEvent, 'role' | 'kind' | 'text'> & Partial<Pick<MessageEvent, 'tool' | 'thread'>>,
  uid: string,
  { session, at, model, response, cwd, branch, turns }: Turn,
  attachments: readonly Attachment[] = [],
): MessageEvent {
  const isAnswer = draft.role === 'assistant';
  if (draft.thread === undefined && draft.role !== 'user') {
    turns.last = uid;
  }
  return {
    type: 'message',
    session,
    uid,
    at,
    ...draft,
    ...(isAnswer ? optional('model', model) : {}),
    ...(isAnswer && draft.thread === undefined ? optional('response', response) : {}),
    ...optional('branch', branch ?? undefined),
    ...optional('cwd', cwd ?? undefined),
    ...(attachments.length === 0 ? {} : { attachments: [...attachments] }),
  };
}
