import { isObject, list, object, str, type Json } from '../fields.js';

/** The parts of a message that lie in the message itself, as the first versions wrote them. */
export interface Oldest {
  data: Json;
  parts: Json[];
}

/**
 * `{id, role, parts, metadata: {time, sessionID, error, tool: {callId: {title, time, …}}, assistant: {modelID, providerID,
 * path, cost, tokens, summary}}}` of the first versions (`packages/opencode/src/session/message.ts`, until 0.3), in the
 * form of all later ones; null for these.
 */
export function oldest(record: Json): Oldest | null {
  const { metadata, parts } = record;
  if (!isObject(metadata) || !Array.isArray(parts)) {
    return null;
  }
  const { time, error, sessionID } = metadata;
  return {
    data: { ...object(metadata.assistant), id: record.id, role: record.role, time, error, sessionID },
    parts: list(parts).map((part) => partOf(object(part), object(metadata.tool))),
  };
}

function partOf(part: Json, tools: Json): Json {
  if (part.type !== 'tool-invocation') {
    return part;
  }
  const call = object(part.toolInvocation);
  const callId = str(call.toolCallId) ?? '';
  const told = Object.hasOwn(tools, callId) ? object(tools[callId]) : {};
  const { title, time, error, ...metadata } = told;
  const status =
    call.state === 'result'
      ? error === true
        ? 'error'
        : 'completed'
      : call.state === 'call'
        ? 'running'
        : 'pending';
  return {
    type: 'tool',
    callID: callId,
    tool: call.toolName,
    state: { status, input: call.args, title, time, metadata, output: call.result, error: call.result },
  };
}
