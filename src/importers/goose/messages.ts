import { TitleRank, type Attachment, type MessageEvent } from '../../common/model.js';
import { contentOf, ofBase64 } from '../attachments.js';
import { isObject, list, object, str, typeName, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { called, returned } from './calls.js';
import { lastOf, say, thought, type MessageReading, type Told } from './say.js';
import type { Reading } from './state.js';
import { timeOf } from './times.js';
import { answered, asked } from './waiting.js';

/** The blocks of a message. Messages have no ids in older versions: blocks are named by time, kind and text. */
export function message(told: Told, reading: Reading): void {
  if (!Array.isArray(told.content)) {
    reading.problems.push(`content is ${typeName(told.content)}, not an array`);
    return;
  }
  const at = timeOf(told.created);
  const of: MessageReading = {
    ...{ told, reading, at },
    hidden: object(told.metadata).userVisible === false,
    parent: told.role === 'user' ? lastOf(told.previous) : undefined,
  };
  if (told.role === 'user') {
    answered(of);
  }
  list(told.content).forEach((content) => {
    if (isObject(content)) {
      block(content, of);
    } else {
      reading.problems.push(`content has ${typeName(content)}, not an object`);
    }
  });
}

function block(content: Json, of: MessageReading): void {
  const { told, reading } = of;
  const isUser = told.role === 'user';
  switch (content.type) {
    case 'text':
      return isUser ? said(content, of) : say(content, of, own(of, 'text'), str(content.text) ?? '');
    case 'thinking':
    case 'reasoning':
      return say(content, of, { role: 'assistant', kind: 'thinking' }, thought(content));
    case 'image':
      return say(
        content,
        of,
        isUser ? { role: 'user', kind: 'injected' } : own(of, 'text'),
        '',
        imageOf(content),
      );
    case 'toolRequest':
    case 'frontendToolRequest':
      return called(content, of);
    case 'toolResponse':
      return returned(content, of);
    case 'toolConfirmationRequest':
      return asked(of);
    case 'actionRequired':
      return object(content.data).actionType === 'elicitationResponse' ? undefined : asked(of);
    case 'systemNotification':
    case 'contextLengthExceeded':
    case 'summarizationRequested':
      return say(content, of, { role: 'system', kind: 'notice' }, str(content.msg) ?? '');
    case 'conversationCompacted':
      return say(
        content,
        of,
        { role: 'system', kind: 'compaction' },
        str(content.msg) ?? 'The conversation was compacted',
      );
    // What the model thought, encrypted.
    case 'redactedThinking':
      return;
    default:
      reading.events.push({
        type: 'unknown',
        name: `content ${(str(content.type) ?? typeName(content.type)).slice(0, 80)}`,
      });
  }
}

/** What the agent says; where the user is not shown it, the program wrote it for the model. */
function own({ hidden }: MessageReading, kind: 'text'): Pick<MessageEvent, 'role' | 'kind'> {
  return hidden ? { role: 'system', kind: 'notice' } : { role: 'assistant', kind };
}

/** Text of the user's role. */
function said(content: Json, of: MessageReading): void {
  const { told, reading, hidden } = of;
  const text = str(content.text) ?? '';
  if (told.isChild || hidden) {
    return say(
      content,
      of,
      { role: 'user', kind: 'injected', ...(told.isChild ? { isTask: true } : {}) },
      text,
    );
  }
  if (told.opens && text.trim() !== '') {
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: told.session, title });
  }
  say(content, of, { role: 'user', kind: 'prompt' }, text);
}

function imageOf(content: Json): Attachment[] {
  const data = str(content.data);
  return data === undefined
    ? contentOf(content).attachments
    : [ofBase64(word(content.mimeType) ?? word(content.mime_type), data)];
}
