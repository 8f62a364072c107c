import type { ImportEvent, MessageEvent, UsageEvent } from '../../common/model.js';
import { word } from '../fields.js';

/** One row, line or text being read. */
export interface Reading {
  readonly events: ImportEvent[];
  readonly problems: string[];
}

/** A message of a conversation, as far as all its sources have it. */
export type Draft = Pick<MessageEvent, 'session' | 'uid' | 'at' | 'role' | 'kind' | 'text'> &
  Partial<MessageEvent>;

/** Adds a message. Nothing to say and nothing attached is no message. */
export function say(draft: Draft, reading: Reading): void {
  if (draft.text !== '' || draft.kind === 'tool' || (draft.attachments?.length ?? 0) > 0) {
    reading.events.push({ type: 'message', ...draft });
  }
}

/**
 * An answer of a model, of which no tokens are known: what is on disk (`tokenCount`, `contextTokensUsed`) is zero or wrong.
 * A transcript is a copy, and counts where there is nothing else of the session.
 */
export function answer(
  { session, uid, at, model }: Draft,
  isTranscript: boolean,
  reading: Reading,
): Pick<MessageEvent, 'response'> {
  const group = `cursor:${session}`;
  const event: UsageEvent = {
    type: 'usage',
    session,
    key: `${group}:${uid}`,
    group,
    rank: isTranscript ? 1 : 0,
    preference: 0,
    at,
    isCopy: false,
    model: word(model) ?? null,
    tokens: null,
  };
  reading.events.push(event);
  return { response: event.key };
}

/**
 * A conversation that got its name after an answer, of which there may be no answer left: what it used is unknown, not
 * nothing. It counts where nothing else of the session does.
 */
export function answeredOnce(session: string, at: number | null, reading: Reading): void {
  const group = `cursor:${session}`;
  reading.events.push({
    ...{ type: 'usage', session, key: group, group, rank: 2, preference: 0, at, isCopy: false },
    ...{ model: null, tokens: null },
  });
}
