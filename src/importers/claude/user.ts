import type { Attachment, MessageKind } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { ofBlock } from '../attachments.js';
import { isObject, str, typeName, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { userText, type Told } from './injected.js';
import { message } from './messages.js';
import { planned } from './plans.js';
import { waited } from './queue.js';
import type { Envelope, Reading } from './state.js';
import { linkOfNotification } from './subAgents.js';
import { toolResult } from './toolResult.js';
import { answered } from './waiting.js';

/** A line of the user's role: the user's words, what the program put there, or the results of tools. */
export function user(line: Json, envelope: Envelope, reading: Reading): void {
  if (!isObject(line.message)) {
    reading.problems.push(`message is ${typeName(line.message)}, not an object`);
    return;
  }
  const { content } = line.message;
  const plan = str(line.planContent);
  if (plan !== undefined) {
    planned(plan, undefined, envelope, reading);
  }
  if (typeof content === 'string') {
    said(told(content, line, envelope), [], envelope, reading);
  } else if (Array.isArray(content)) {
    blocks(content, line, envelope, reading);
  } else if (content !== undefined && content !== null) {
    reading.problems.push(`message.content is ${typeName(content)}`);
  }
}

function blocks(content: readonly unknown[], line: Json, envelope: Envelope, reading: Reading): void {
  const results = content.filter((block) => isObject(block) && block.type === 'tool_result').length;
  const attachments: Attachment[] = [];
  const texts: Told[] = [];
  for (const block of content) {
    if (typeof block === 'string') {
      texts.push(told(block, line, envelope));
    } else if (!isObject(block)) {
      reading.problems.push(`message.content holds ${typeName(block)}`);
    } else if (block.type === 'tool_result') {
      toolResult(block, results === 1 ? line.toolUseResult : undefined, envelope, reading);
    } else if (block.type === 'text') {
      texts.push(told(str(block.text) ?? '', line, envelope));
    } else {
      const attachment = ofBlock(block);
      if (attachment === null) {
        reading.events.push({
          type: 'unknown',
          name: `user/content/${(str(block.type) ?? '').slice(0, 60)}`,
        });
      } else {
        attachments.push(attachment);
      }
    }
  }
  if (texts.length === 0 && attachments.length > 0) {
    texts.push(told('', line, envelope));
  }
  // Pictures belong to the words beside them, not to the reminders that the program adds.
  const owner = Math.max(
    0,
    texts.findIndex((text) => text.kind === 'prompt'),
  );
  texts.forEach((text, index) => said(text, index === owner ? attachments : [], envelope, reading));
}

/** Lines that the program wrote say so; the rest is told by the text's start. */
function told(text: string, line: Json, envelope: Envelope): Told {
  if (line.isCompactSummary === true) {
    return { kind: 'compaction', text };
  }
  const own = userText(text);
  const typed: readonly MessageKind[] = ['prompt', 'command', 'shell'];
  // A sub-agent's prompt was written by its parent.
  const bySomeoneElse =
    line.isMeta === true || line.isVisibleInTranscriptOnly === true || envelope.thread !== undefined;
  return bySomeoneElse && typed.includes(own.kind) ? { kind: 'injected', text } : own;
}

/** Adds a message of the user's role, and what it tells about the session: the title, a sub-agent's end, an answer. */
export function said(own: Told, attachments: Attachment[], envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  if (own.text === '' && attachments.length === 0) {
    return;
  }
  const role = own.kind === 'compaction' || own.kind === 'hook' ? 'system' : 'user';
  const isQueued = own.kind === 'prompt' && !envelope.copied && waited(own.text, envelope.at, reading);
  const queued = isQueued ? ({ queued: true } as const) : {};
  message(
    { role, ...own, ...queued, ...(attachments.length === 0 ? {} : { attachments }) },
    envelope,
    reading,
  );
  if (own.kind === 'injected') {
    if (own.text.startsWith('<task-notification>')) {
      linkOfNotification(own.text, envelope.session, reading);
    }
    return;
  }
  if (!state.titled && isTitle(own)) {
    state.titled = true;
    reading.events.push({
      type: 'session',
      session: envelope.session,
      title: { text: titleOf(own.text), rank: TitleRank.prompt },
    });
  }
  if (own.kind !== 'compaction' && own.kind !== 'hook') {
    answered(envelope, reading);
  }
}

/** A command alone (`/clear`) says nothing about the session; its arguments may be all that was ever said. */
function isTitle({ kind, text }: Told): boolean {
  return kind === 'prompt' ? text.trim() !== '' : kind === 'command' && text.includes(' ');
}
