import type { MessageEvent, MessageKind } from '../../common/model.js';
import { ofBlock } from '../attachments.js';
import { ident, isObject, jsonText, object, str, typeName, word, type Json } from '../fields.js';
import { claudeTool } from './tools.js';
import { message, type Draft } from './messages.js';
import { planned } from './plans.js';
import type { Envelope, Reading } from './state.js';
import { agentCall } from './subAgents.js';
import { todoWrite } from './todos.js';
import { serverToolResult } from './toolResult.js';
import { asks } from './waiting.js';
import { SYNTHETIC, usageOf } from './usage.js';

/** A line of the assistant: its usage, and a message for each content block. */
export function assistant(line: Json, envelope: Envelope, reading: Reading): void {
  const answer = line.message;
  if (!isObject(answer)) {
    reading.problems.push(`message is ${typeName(answer)}, not an object`);
    return;
  }
  const usage = usageOf(line, answer, envelope, 'transcript', reading.problems);
  if (usage !== null) {
    reading.events.push(usage);
  }
  const shared = sharedOf(answer, usage?.key);
  const content = answer.content;
  if (typeof content === 'string') {
    message({ ...shared, text: content, kind: textKind(line, answer, content) }, envelope, reading);
  } else if (Array.isArray(content)) {
    for (const block of content) {
      assistantBlock(block, line, answer, shared, envelope, reading);
    }
  } else if (content !== undefined && content !== null) {
    reading.problems.push(`message.content is ${typeName(content)}`);
  }
}

type Shared = Pick<Draft, 'role'> & Partial<Pick<MessageEvent, 'model' | 'response'>>;

function sharedOf(answer: Json, response: string | undefined): Shared {
  const shared: Shared = { role: 'assistant' };
  const model = word(answer.model);
  if (model !== undefined && model !== SYNTHETIC) {
    shared.model = model;
  }
  if (response !== undefined) {
    shared.response = response;
  }
  return shared;
}

function assistantBlock(
  block: unknown,
  line: Json,
  answer: Json,
  shared: Shared,
  envelope: Envelope,
  reading: Reading,
): void {
  if (!isObject(block)) {
    reading.problems.push(`message.content holds ${typeName(block)}`);
    return;
  }
  const type = str(block.type) ?? '';
  switch (type) {
    case 'text':
      if (typeof block.text === 'string') {
        message({ ...shared, text: block.text, kind: textKind(line, answer, block.text) }, envelope, reading);
      } else {
        reading.problems.push('text block has no text');
      }
      return;
    case 'thinking': {
      // New versions keep the signature alone.
      const thinking = str(block.thinking);
      if (thinking !== undefined) {
        message({ ...shared, text: thinking, kind: 'thinking' }, envelope, reading);
      }
      return;
    }
    case 'redacted_thinking':
      return;
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      toolUse(block, shared, envelope, reading);
      return;
    case 'fallback':
      message({ role: 'system', kind: 'notice', text: fallback(block) }, envelope, reading);
      return;
    case 'image':
    case 'document': {
      const attachment = ofBlock(block);
      message(
        { ...shared, kind: 'text', text: '', ...(attachment === null ? {} : { attachments: [attachment] }) },
        envelope,
        reading,
      );
      return;
    }
    default:
      if (type.endsWith('_tool_result')) {
        serverToolResult(block, envelope, reading);
      } else {
        reading.events.push({ type: 'unknown', name: `assistant/content/${type.slice(0, 60)}` });
      }
  }
}

function toolUse(block: Json, shared: Shared, envelope: Envelope, reading: Reading): void {
  const callId = ident(block.id);
  const name = word(block.name) ?? 'unknown';
  const { input } = block;
  const text = typeof input === 'string' ? input : jsonText(input ?? {}, reading.problems);
  message(
    {
      ...shared,
      kind: 'tool',
      text,
      tool: { callId: callId ?? `${envelope.uuid}:call`, name, category: claudeTool(name) },
    },
    envelope,
    reading,
  );
  if (callId === undefined) {
    reading.problems.push('tool_use.id is missing');
    return;
  }
  const asked = object(input);
  switch (name) {
    case 'Task':
    case 'Agent':
      agentCall(callId, input, reading);
      break;
    case 'TodoWrite':
      todoWrite(asked, envelope, reading);
      break;
    case 'ExitPlanMode':
    case 'exit_plan_mode': {
      const plan = str(asked.plan);
      if (plan !== undefined) {
        planned(plan, str(asked.planFilePath), envelope, reading);
      }
      asks(callId, envelope, reading);
      break;
    }
    case 'AskUserQuestion':
      asks(callId, envelope, reading);
      break;
  }
}

/** The program's own messages carry the model's role: errors of the API, and a note that nothing was to be said. */
function textKind(line: Json, answer: Json, text: string): MessageKind {
  if (line.isApiErrorMessage === true) {
    return 'error';
  }
  if (answer.model !== SYNTHETIC) {
    return 'text';
  }
  return text.startsWith('No response requested') ? 'notice' : 'error';
}

function fallback(block: Json): string {
  const [from, to] = [word(object(block.from).model), word(object(block.to).model)];
  return `The model changed${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
}
