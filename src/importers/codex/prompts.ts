import type { Attachment, MessageEvent } from '../../common/model.js';
import { fingerprint, list, object, type Json } from '../fields.js';
import { isInjected } from './injected.js';
import { message, messageOf, titleFrom } from './messages.js';
import type { Reading } from './state.js';

/** A text that is longer than this is not held back: the state must stay small. */
const HELD_LIMIT = 64 * 1024;
/** As much of a text as tells it from the one before. */
const SAME = 200;

/**
 * A message of the user's role is the user's own when the next line says that it was typed (`user_message`, or a completed
 * `UserMessage`). Files without such lines, and texts that tell themselves, need not wait for it.
 */
export function userItem(
  payload: Json,
  said: { text: string; attachments: Attachment[] },
  id: string | undefined,
  reading: Reading,
): void {
  const { state } = reading;
  const { text } = said;
  const marked = markedAsTyped(payload);
  if (marked === false || (marked === null && isInjected(text))) {
    message({ role: 'user', kind: 'injected', ...said }, id, reading);
    return;
  }
  state.lastPrompt = fingerprint(text.slice(0, SAME));
  const certain = marked === true || !state.typedSeen || text.length > HELD_LIMIT;
  // A sub-agent's first text was written by its parent.
  const kind = marked === true || !state.subAgent ? 'prompt' : 'injected';
  if (certain) {
    message({ role: 'user', kind, ...said }, id, reading);
    titleFrom(text, reading);
    return;
  }
  const event = messageOf({ role: 'user', kind: 'prompt', ...said }, id, reading);
  if (text !== '' || said.attachments.length > 0) {
    state.held = event;
  }
}

/** The line that says what the user typed. Without a message before it (a review), it is the message itself. */
export function typed(text: string, reading: Reading): void {
  const { state } = reading;
  const { held } = state;
  state.typedSeen = true;
  if (held !== null) {
    state.held = null;
    reading.events.push(held);
    titleFrom(held.text, reading);
    return;
  }
  if (text === '' || state.lastPrompt === fingerprint(text.slice(0, SAME))) {
    state.lastPrompt = null;
    return;
  }
  if (!isInjected(text)) {
    message({ role: 'user', kind: 'prompt', text }, undefined, reading);
    titleFrom(text, reading);
  }
}

/** Any other line after a text of the user's role: nobody typed it. */
export function release(reading: Reading): void {
  const { held } = reading.state;
  if (held !== null) {
    reading.state.held = null;
    if (held.text === '' && held.attachments === undefined) {
      // Its text was not stored between the two lines, because prompts are not kept.
      return;
    }
    const { subAgent } = reading.state;
    const event: MessageEvent = { ...held, kind: 'injected', ...(subAgent ? { isTask: true } : {}) };
    reading.events.push(event);
    if (subAgent) {
      titleFrom(event.text, reading);
    }
  }
}

/** 0.169 names the kind of each content item; null where it does not. */
function markedAsTyped(payload: Json): boolean | null {
  const passed = object(payload.internal_chat_message_metadata_passthrough);
  const kinds = list(passed.content_item_kinds).filter(
    (kind): kind is string => typeof kind === 'string' && kind !== 'unknown',
  );
  return kinds.length === 0 ? null : kinds.some((kind) => kind.startsWith('user.'));
}
