import { TitleRank, type Attachment } from '../../common/model.js';
import { ofBlock } from '../attachments.js';
import { ident, isObject, jsonText, list, object, str, typeName, word, type Json } from '../fields.js';
import { pathOfUri } from '../fileUri.js';
import { titleOf } from '../titles.js';
import { message, type Said, type Reading } from './reading.js';
import { outcomeOf, toolResult } from './toolRuns.js';
import { ampTool } from './tools.js';
import { usage } from './usage.js';

/** What the user said, and the outcomes of calls. Hidden texts are the program's, and so is what another thread sent. */
export function user(entry: Json, said: Said, isTask: boolean, reading: Reading): void {
  const texts: string[] = [];
  const hidden: string[] = [];
  const attachments: Attachment[] = [];
  for (const block of blocksOf(entry, reading)) {
    if (block.type === 'tool_result') {
      toolResult(block, said, reading);
    } else if (block.type === 'text') {
      (block.hidden === true ? hidden : texts).push(str(block.text) ?? '');
    } else {
      other(block, attachments, said, reading);
    }
  }
  const meta = object(entry.meta);
  const isOwn =
    said.thread === undefined && meta.fromAggman !== true && meta.fromExecutorThreadID === undefined;
  const text = texts.join('\n');
  const kind = isOwn ? 'prompt' : 'injected';
  message({ role: 'user', kind, text, attachments, ...(isTask ? { isTask } : {}) }, '', said, reading);
  message({ role: 'user', kind: 'injected', text: hidden.join('\n') }, 'hidden', said, reading);
  message({ role: 'user', kind: 'injected', text: mentioned(entry) }, 'files', said, reading);
  if (isOwn && text.trim() !== '' && !reading.titled) {
    reading.titled = true;
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: reading.session, title });
  }
}

/** An answer: text, thinking and calls, in their order. */
export function assistant(entry: Json, said: Said, reading: Reading): void {
  const model = word(object(entry.usage).model);
  const response = usage(entry, said, reading);
  const about = {
    ...(model === undefined ? {} : { model }),
    ...(response === undefined ? {} : { response }),
  };
  const attachments: Attachment[] = [];
  blocksOf(entry, reading).forEach((block, index) => {
    const suffix = String(index);
    switch (block.type) {
      case 'text':
        return message(
          { role: 'assistant', kind: 'text', text: str(block.text) ?? '', ...about },
          suffix,
          said,
          reading,
        );
      case 'thinking':
        return message(
          { role: 'assistant', kind: 'thinking', text: str(block.thinking) ?? '', ...about },
          suffix,
          said,
          reading,
        );
      case 'tool_use':
      case 'server_tool_use':
        return called(block, suffix, about, said, reading);
      default:
        return other(block, attachments, said, reading);
    }
  });
  message({ role: 'assistant', kind: 'text', text: '', attachments, ...about }, 'attached', said, reading);
  ended(object(entry.state), said, reading);
}

/** What the program notes: commands that the user ran, and summaries of the thread. */
export function info(entry: Json, said: Said, reading: Reading): void {
  blocksOf(entry, reading).forEach((block, index) => {
    if (block.type === 'text') {
      message({ role: 'system', kind: 'notice', text: str(block.text) ?? '' }, String(index), said, reading);
    } else if (block.type === 'manual_bash_invocation') {
      const text = str(object(block.args).cmd) ?? '';
      message({ role: 'user', kind: 'shell', text }, String(index), said, reading);
      const { output } = outcomeOf(object(block.toolRun), reading.problems);
      message({ role: 'user', kind: 'injected', text: output }, `${index}.output`, said, reading);
    } else {
      other(block, [], said, reading);
    }
  });
}

function called(
  block: Json,
  suffix: string,
  about: { model?: string; response?: string },
  said: Said,
  reading: Reading,
): void {
  // A call that is still being written is told whole when it is.
  if (block.complete === false) {
    return;
  }
  const callId = ident(block.id) ?? `${said.id}#${suffix}`;
  const name = word(block.name) ?? 'tool';
  const tool = { callId, name, category: ampTool(name) };
  const text = jsonText(block.input ?? {}, reading.problems);
  reading.calls.set(callId, { name, input: block.input });
  message({ role: 'assistant', kind: 'tool', text, tool, ...about }, suffix, said, reading);
}

function ended(state: Json, said: Said, reading: Reading): void {
  if (state.type === 'error') {
    const text = str(object(state.error).message) ?? str(state.error) ?? 'The request failed';
    message({ role: 'system', kind: 'error', text }, 'end', said, reading);
  } else if (state.type === 'cancelled') {
    message({ role: 'user', kind: 'interrupt', text: 'The answer was ended' }, 'end', said, reading);
  }
}

function other(block: Json, attachments: Attachment[], said: Said, reading: Reading): void {
  const type = str(block.type) ?? '';
  const attachment = ofBlock(block);
  if (type === 'summary') {
    const { summary } = object(block.summary);
    message({ role: 'system', kind: 'compaction', text: str(summary) ?? '' }, 'summary', said, reading);
  } else if (type === 'redacted_thinking') {
    // Nobody but the model can read it.
    return;
  } else if (attachment !== null) {
    attachments.push(attachment);
  } else {
    reading.events.push({ type: 'unknown', name: `content/${type.slice(0, 60)}` });
  }
}

/** The files that a prompt names, whose text the program put beside it. */
function mentioned(entry: Json): string {
  return list(object(entry.fileMentions).files)
    .filter(isObject)
    .map((file) => `${pathOfUri(str(file.uri) ?? '')}\n${str(file.content) ?? ''}`.trim())
    .filter((text) => text !== '')
    .join('\n\n');
}

function blocksOf(entry: Json, reading: Reading): Json[] {
  const { content } = entry;
  if (typeof content === 'string') {
    return [{ type: 'text', text: content }];
  }
  if (content !== undefined && !Array.isArray(content)) {
    reading.problems.push(`message.content is ${typeName(content)}`);
  }
  return list(content).filter(isObject);
}
