import type { MessageEvent } from '../../common/model.js';
import type { Envelope, Reading } from './state.js';
import { inSession } from './state.js';

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'model' | 'attachments' | 'tool' | 'response' | 'queued'>>;

/**
 * Adds a message to the line's events. The first of a line is named by the line's `uuid`, the others by their place below
 * it, so that a line and its copy in another file have the same names.
 */
export function message(draft: Draft, envelope: Envelope, reading: Reading): void {
  const place = reading.events.reduce((count, event) => count + (event.type === 'message' ? 1 : 0), 0);
  const event: MessageEvent = {
    type: 'message',
    ...inSession(envelope),
    uid: place === 0 ? envelope.uuid : `${envelope.uuid}.${place}`,
    at: envelope.at,
    ...draft,
  };
  if (place === 0 && envelope.parent !== undefined) {
    event.parent = envelope.parent;
  }
  if (envelope.branch !== undefined) {
    event.branch = envelope.branch;
  }
  if (envelope.cwd !== undefined) {
    event.cwd = envelope.cwd;
  }
  if (envelope.copied) {
    event.copied = true;
  }
  reading.events.push(event);
}
