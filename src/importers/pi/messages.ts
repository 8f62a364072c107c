import type { MessageEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'attachments' | 'tool' | 'model' | 'response' | 'parent'>>;

/**
 * Adds a message of the line. `suffix` names it below the line; the last one of a line has the line's own name, because lines are
 * followed by that. Nothing to say and nothing attached is no message.
 */
export function message(draft: Draft, suffix: string, reading: Reading): void {
  const { attachments, parent, ...rest } = draft;
  if (draft.text === '' && draft.kind !== 'tool' && (attachments?.length ?? 0) === 0) {
    return;
  }
  const { line, state } = reading;
  reading.events.push({
    type: 'message',
    session: reading.session,
    uid: suffix === '' ? line.id : `${line.id}.${suffix}`,
    ...(parent === undefined ? {} : { parent }),
    at: line.at,
    ...rest,
    ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
    ...(line.copied ? { copied: true } : {}),
  });
}

/** The first prompt is the session's title, until the user names it. */
export function titleFrom(text: string, { state, session, events }: Reading): void {
  if (!state.titled && text.trim() !== '') {
    state.titled = true;
    events.push({ type: 'session', session, title: { text: titleOf(text), rank: TitleRank.prompt } });
  }
}
