import type { Attachment, MessageEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { ofBase64 } from '../attachments.js';
import { count, fingerprint, isObject, list, str, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';

export type Draft = Pick<MessageEvent, 'role' | 'kind' | 'text'> &
  Partial<Pick<MessageEvent, 'tool' | 'model' | 'response' | 'isTask'>> & { attachments?: Attachment[] };

/** Adds a message; nothing to say and nothing attached is none. `part` tells the messages of one event apart. */
export function message(draft: Draft, part: string | null, reading: Reading): void {
  const { attachments, ...rest } = draft;
  if (draft.text === '' && draft.kind !== 'tool' && (attachments?.length ?? 0) === 0) {
    return;
  }
  const { state, thread } = reading;
  const event: MessageEvent = {
    type: 'message',
    session: reading.session,
    ...(thread === undefined ? {} : { thread }),
    uid: part === null ? reading.id : `${reading.id}/${part}`,
    at: reading.at,
    ...rest,
    ...(state.branch === null ? {} : { branch: state.branch }),
    ...(state.cwd === null ? {} : { cwd: state.cwd }),
  };
  if (attachments !== undefined && attachments.length > 0) {
    event.attachments = attachments;
  }
  if (thread === undefined) {
    // After a rewind the file goes on from an earlier place: that shows as a branch, because each prompt names what it follows.
    if (draft.role === 'user' && draft.kind !== 'injected' && state.last !== null) {
      event.parent = state.last;
    }
    state.last = event.uid;
  }
  reading.events.push(event);
}

/** `user.message`. `content` is what was typed; `transformedContent` adds the time and reminders to it and is not read. */
export function userMessage(data: Json, reading: Reading): void {
  const text = str(data.content) ?? '';
  const attachments = list(data.attachments).filter(isObject).flatMap(attachmentOf);
  if (reading.thread !== undefined) {
    message({ role: 'user', kind: 'injected', text, attachments, isTask: true }, null, reading);
    return;
  }
  if (
    str(data.source) !== undefined ||
    data.isAutopilotContinuation === true ||
    isObject(data.crossSession)
  ) {
    message({ role: 'user', kind: 'injected', text, attachments }, null, reading);
    return;
  }
  const kind =
    data.agentMode === 'shell' ? 'shell' : /^\/[a-z][\w:-]*(?:\s|$)/.test(text) ? 'command' : 'prompt';
  message({ role: 'user', kind, text, attachments }, null, reading);
  if (kind === 'prompt' && !reading.state.titled && text.trim() !== '') {
    reading.state.titled = true;
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: reading.session, title });
  }
}

/** The instructions to the model. They are written again at each turn, mostly unchanged. */
export function systemMessage(data: Json, reading: Reading): void {
  const text = str(data.content) ?? '';
  const { state } = reading;
  const print = `${fingerprint(text)}${fingerprint(text.slice(-1024))}`;
  if (state.instructions !== print) {
    state.instructions = print;
    message({ role: 'system', kind: 'injected', text }, null, reading);
  }
}

/** A block of reasoning, told before the message that repeats it. */
export function reasoning(text: string, part: string | null, reading: Reading): void {
  const print = fingerprint(text);
  if (text !== '' && reading.state.reasoned !== print) {
    reading.state.reasoned = print;
    message({ role: 'assistant', kind: 'thinking', text, ...modelOf(undefined, reading) }, part, reading);
  }
}

export function modelOf(told: unknown, { state }: Reading): { model?: string } {
  const model = word(told) ?? state.model ?? undefined;
  return model === undefined ? {} : { model };
}

/** What is attached with its bytes; files and pages that are only named are not. */
function attachmentOf(attachment: Json): Attachment[] {
  const mime = word(attachment.mimeType);
  if (typeof attachment.data === 'string') {
    return [ofBase64(mime, attachment.data)];
  }
  const bytes = count(attachment.byteLength);
  return mime === undefined && bytes === undefined
    ? []
    : [{ mime: mime ?? 'application/octet-stream', bytes: bytes ?? 0 }];
}
