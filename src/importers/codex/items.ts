import { contentOf, ofBase64, ofDataUrl } from '../attachments.js';
import { ident, isObject, jsonText, list, object, str, typeName, word, type Json } from '../fields.js';
import { called, callOutput, result } from './calls.js';
import { message, titleFrom } from './messages.js';
import { userItem } from './prompts.js';
import type { Reading } from './state.js';
import { unknownUsage } from './usage.js';
import { answered } from '../waiting.js';

/** A `response_item`: what went to the model and came from it. This is the layer that texts are taken from. */
export function item(payload: Json, reading: Reading): void {
  const type = str(payload.type) ?? (typeof payload.role === 'string' ? 'message' : '');
  const id = ident(payload.id);
  switch (type) {
    case 'message':
      return spoken(payload, id, reading);
    case 'reasoning':
      return message({ role: 'assistant', kind: 'thinking', text: reasoning(payload) }, id, reading);
    case 'agent_message':
      return fromAgent(contentOf(payload.content).text, id, reading);
    case 'function_call':
    case 'custom_tool_call':
    case 'tool_search_call':
    case 'local_shell_call':
      return call(type, payload, reading);
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
    case 'local_shell_call_output':
      return output(payload, reading);
    case 'web_search_call':
      return webSearch(payload, id, reading);
    case 'image_generation_call': {
      const image = str(payload.result);
      const attachments = image === undefined ? [] : [ofDataUrl(image) ?? ofBase64('image/png', image)];
      return message(
        { role: 'assistant', kind: 'text', text: str(payload.revised_prompt) ?? '', attachments },
        id,
        reading,
      );
    }
    case 'compaction':
    case 'compaction_summary':
    case 'compaction_trigger':
    case 'context_compaction':
    case 'ghost_snapshot':
    case 'other':
      return;
    default:
      reading.events.push({ type: 'unknown', name: `response_item/${type.slice(0, 60)}` });
  }
}

/** What another agent of the team says. To a sub-agent this may be all that tells its task. */
function fromAgent(text: string, id: string | undefined, reading: Reading): void {
  message({ role: 'user', kind: 'injected', text }, id, reading);
  if (reading.state.subAgent) {
    titleFrom(/^Task name: (.+)$/m.exec(text.slice(0, 400))?.[1] ?? text, reading);
  }
}

function spoken(payload: Json, id: string | undefined, reading: Reading): void {
  const { content } = payload;
  if (content !== undefined && typeof content !== 'string' && !Array.isArray(content)) {
    reading.problems.push(`message.content is ${typeName(content)}`);
    return;
  }
  const said = contentOf(content);
  switch (payload.role) {
    case 'assistant':
      message({ role: 'assistant', kind: 'text', ...said }, id, reading);
      if (reading.state.bare) {
        unknownUsage(reading);
      }
      return;
    case 'user':
      return userItem(payload, said, id, reading);
    case 'developer':
    case 'system':
      return message({ role: 'system', kind: 'injected', ...said }, id, reading);
    default:
      reading.problems.push('message.role is not one of user, assistant, developer');
  }
}

/** The summary of the reasoning; its full text only where there is no summary. What is encrypted stays so. */
function reasoning(payload: Json): string {
  const summary = texts(payload.summary);
  return summary === '' ? texts(payload.content) : summary;
}

function texts(parts: unknown): string {
  return list(parts)
    .map((part) => (typeof part === 'string' ? part : (str(object(part).text) ?? '')))
    .filter((text) => text !== '')
    .join('\n\n');
}

function call(type: string, payload: Json, reading: Reading): void {
  const callId = ident(payload.call_id) ?? ident(payload.id);
  if (callId === undefined) {
    reading.problems.push(`${type}.call_id is missing`);
    return;
  }
  const input = payload.arguments ?? payload.input ?? payload.action ?? '';
  const name =
    word(payload.name) ?? (type === 'local_shell_call' ? 'local_shell' : type.replace(/_call$/, ''));
  called(
    callId,
    name,
    typeof input === 'string' ? input : jsonText(input, reading.problems),
    str(payload.namespace),
    reading,
  );
}

function output(payload: Json, reading: Reading): void {
  const callId = ident(payload.call_id) ?? ident(payload.id);
  if (callId === undefined) {
    reading.problems.push('call_id of a call output is missing');
    return;
  }
  answered(reading);
  callOutput(callId, payload.output ?? payload.tools, reading);
}

function webSearch(payload: Json, id: string | undefined, reading: Reading): void {
  const action = isObject(payload.action) ? payload.action : {};
  const query =
    str(action.query) ??
    str(action.url) ??
    list(action.queries)
      .filter((text) => typeof text === 'string')
      .join('\n');
  // Older versions give the search no id.
  const callId = id ?? ident(payload.call_id) ?? `search-${reading.stamp}`;
  called(callId, 'web_search', query, undefined, reading);
  result(callId, null, { failed: payload.status === 'failed' }, [], reading);
}
