import type { Attachment, MessageEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { fingerprint } from '../fields.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'tool'>> & { attachments?: Attachment[] };

/** A message of the thread. `id` is the item's own, where it has one. */
export function messageOf(draft: Draft, id: string | undefined, reading: Reading): MessageEvent {
  const { state } = reading;
  const { attachments, ...rest } = draft;
  const event: MessageEvent = {
    type: 'message',
    session: reading.session,
    uid: id !== undefined && /\d/.test(id) ? id : nameOf(draft, reading),
    at: reading.at,
    ...rest,
  };
  if (state.model !== null && draft.role === 'assistant') {
    event.model = state.model;
  }
  if (state.branch !== null) {
    event.branch = state.branch;
  }
  if (state.cwd !== null) {
    event.cwd = state.cwd;
  }
  if (state.subAgent && draft.role === 'user' && draft.kind === 'injected') {
    event.isTask = true;
  }
  if (attachments !== undefined && attachments.length > 0) {
    event.attachments = attachments;
  }
  return event;
}

/** Adds a message to the line's events. Nothing to say and nothing attached is no message. */
export function message(draft: Draft, id: string | undefined, reading: Reading): void {
  if (draft.text !== '' || draft.kind === 'tool' || (draft.attachments?.length ?? 0) > 0) {
    reading.events.push(messageOf(draft, id, reading));
  }
}

/** The first text that opens a thread is its title, until a better one comes. A sub-agent's was written by its parent. */
export function titleFrom(text: string, reading: Reading): void {
  if (!reading.state.titled && text.trim() !== '') {
    reading.state.titled = true;
    const rank = reading.state.subAgent ? TitleRank.task : TitleRank.prompt;
    const title = { text: titleOf(text), rank };
    reading.events.push({ type: 'session', session: reading.session, title });
  }
}

/**
 * Most items have no id. Their name is made of the line's time and text, and a number where two have both in common; a copy
 * of the file in another folder has the same lines and so the same names.
 */
function nameOf(draft: Draft, reading: Reading): string {
  const { state, stamp } = reading;
  if (state.nameAt !== stamp) {
    state.nameAt = stamp;
    state.names = [];
  }
  const name = `${draft.kind}-${fingerprint(draft.tool?.callId ?? draft.text)}`;
  const same = state.names.filter((entry) => entry === name).length;
  // Without times (bare files) every name is of one moment: only the newest are compared, and the place tells them apart.
  if (state.names.length < 200 && stamp !== '') {
    state.names.push(name);
  }
  return stamp === ''
    ? `${name}@${reading.offset}`
    : same === 0
      ? `${stamp}/${name}`
      : `${stamp}/${name}-${same}`;
}
