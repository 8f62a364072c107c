import type { MessageEvent } from '../../common/model.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';

/** What the events of one message have in common. */
export interface Said {
  readonly id: string;
  readonly at: number | null;
  readonly model?: string;
  readonly response?: string;
  /** A checkpoint tells it: the history as the model has it, with the time of the checkpoint and without tokens. */
  readonly isCheckpoint: boolean;
}

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'attachments' | 'tool' | 'isTask'>>;

/** Adds one message. `suffix` names it below its record; nothing to say and nothing attached is no message. */
export function message(draft: Draft, suffix: string, said: Said, reading: Reading): void {
  const { state } = reading;
  const { attachments, ...rest } = draft;
  if (draft.text === '' && draft.kind !== 'tool' && (attachments?.length ?? 0) === 0) {
    return;
  }
  const uid = suffix === '' ? said.id : `${said.id}/${suffix}`;
  reading.events.push({
    type: 'message',
    session: reading.session,
    uid,
    at: said.at,
    ...rest,
    ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
    ...(said.model === undefined ? {} : { model: said.model }),
    ...(said.response === undefined ? {} : { response: said.response }),
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
  });
  state.last = uid;
}

/** The first words of a session are its title, until the program has made one. */
export function titleFrom(text: string, rank: number, reading: Reading): void {
  if (!reading.state.titled && text.trim() !== '') {
    reading.state.titled = true;
    reading.events.push({ type: 'session', session: reading.session, title: { text: titleOf(text), rank } });
  }
}
