import type { MessageEvent } from '../../common/model.js';
import { isObject, typeName, type Json } from '../fields.js';
import { partsOf, type Parts } from '../geminiParts.js';
import { titleOf } from '../titles.js';
import { inSession, type Envelope, type Reading } from './state.js';

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'attachments' | 'tool' | 'isTask' | 'queued' | 'model' | 'response'>>;

/**
 * Adds a message of the line. `suffix` names it below the line; nothing to say and nothing attached is no message. The last
 * message of a line has the line's own name, because lines are followed by that.
 */
export function message(draft: Draft, suffix: string, envelope: Envelope, reading: Reading): void {
  const { attachments, ...rest } = draft;
  const isEmpty = draft.text === '' && draft.kind !== 'tool' && (attachments?.length ?? 0) === 0;
  if (isEmpty) {
    return;
  }
  const isFirst = !reading.events.some(({ type }) => type === 'message');
  reading.events.push({
    type: 'message',
    ...inSession(envelope),
    uid: suffix === '' ? envelope.uuid : `${envelope.uuid}.${suffix}`,
    ...(isFirst && envelope.parent !== undefined ? { parent: envelope.parent } : {}),
    at: envelope.at,
    ...rest,
    ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
    ...(envelope.branch === undefined ? {} : { branch: envelope.branch }),
    ...(envelope.cwd === undefined ? {} : { cwd: envelope.cwd }),
    ...(envelope.copied ? { copied: true } : {}),
  });
}

/** A title of the session; a sub-agent is named by its description. */
export function title(text: string, rank: number, envelope: Envelope, reading: Reading): void {
  if (text.trim() !== '' && envelope.thread === undefined) {
    reading.events.push({
      type: 'session',
      session: envelope.session,
      ...(envelope.at === null || envelope.copied ? {} : { at: envelope.at }),
      title: { text: titleOf(text), rank },
    });
  }
}

/** The content of a line; what is not known of it is told. */
export function contentOf(line: Json, reading: Reading): Parts {
  const { message: told } = line;
  if (told !== undefined && !isObject(told)) {
    reading.problems.push(`message is ${typeName(told)}, not an object`);
  }
  const parts = partsOf(isObject(told) ? told.parts : undefined, 'message.parts', reading.problems);
  reading.events.push(...parts.unknown.map((name) => ({ type: 'unknown' as const, name: `part/${name}` })));
  return parts;
}
