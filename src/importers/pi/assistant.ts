import {
  ident,
  isObject,
  jsonText,
  list,
  object,
  remember,
  str,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { message } from './messages.js';
import { editCalled } from './edits.js';
import type { Reading } from './state.js';
import { piTool } from './tools.js';
import { usage } from './usage.js';

/** An answer: `{content, provider, model, usage, stopReason, errorMessage}`. */
export function assistant(told: Json, reading: Reading): void {
  const model = word(told.model);
  const response = usage(told, model ?? null, reading);
  const about = {
    ...(model === undefined ? {} : { model }),
    ...(response === undefined ? {} : { response }),
  };
  const { content } = told;
  if (content !== undefined && typeof content !== 'string' && !Array.isArray(content)) {
    reading.problems.push(`message.content is ${typeName(content)}`);
  }
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : list(content).filter(isObject);
  const ended = endOf(told);
  blocks.forEach((block, index) => {
    const suffix = index === blocks.length - 1 && ended === null ? '' : String(index);
    spoken(block, suffix, about, reading);
  });
  if (ended !== null) {
    message(ended, '', reading);
  }
}

function spoken(
  block: Json,
  suffix: string,
  about: { model?: string; response?: string },
  reading: Reading,
): void {
  switch (block.type) {
    case 'text':
      return message(
        { role: 'assistant', kind: 'text', text: str(block.text) ?? '', ...about },
        suffix,
        reading,
      );
    case 'thinking':
      return message(
        { role: 'assistant', kind: 'thinking', text: str(block.thinking) ?? '', ...about },
        suffix,
        reading,
      );
    case 'toolCall':
      return called(block, suffix, about, reading);
    default:
      reading.events.push({ type: 'unknown', name: `content/${(str(block.type) ?? '').slice(0, 60)}` });
  }
}

function called(
  block: Json,
  suffix: string,
  about: { model?: string; response?: string },
  reading: Reading,
): void {
  const callId = ident(block.id) ?? `${reading.line.id}#${suffix}`;
  const name = word(block.name) ?? 'tool';
  const text = jsonText(block.arguments ?? {}, reading.problems);
  const tool = { callId, name, category: piTool(name) };
  message({ role: 'assistant', kind: 'tool', text, tool, ...about }, suffix, reading);
  const edit = editCalled(callId, name, object(block.arguments), reading);
  if (edit !== null) {
    remember(reading.state.edits, edit, 6);
  }
}

/** How an answer ended that did not end well. */
function endOf(told: Json) {
  const text = str(told.errorMessage);
  if (told.stopReason === 'error') {
    return { role: 'system', kind: 'error', text: text ?? 'The request failed' } as const;
  }
  return told.stopReason === 'aborted'
    ? ({ role: 'user', kind: 'interrupt', text: text ?? 'The answer was ended' } as const)
    : null;
}
