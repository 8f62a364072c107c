import type { SessionEvent } from '../../common/model.js';
import { ident, isObject, jsonText, list, object, remember, str, time, word, type Json } from '../fields.js';
import { partsOf, type PartCall, type Parts, type PartResponse } from '../geminiParts.js';
import { editOf, exitCodeOf, geminiTool, todosOf } from '../geminiTools.js';
import { message, type Said } from './messages.js';
import type { Reading } from './state.js';
import { answered, asked } from './waiting.js';

/**
 * The calls of a message, `{id, name, args, result, status, timestamp, resultDisplay, agentId}`: they are written when they
 * have ended. Returns their ids.
 */
export function toolCalls(calls: unknown, said: Said, reading: Reading): ReadonlySet<string> {
  const ids = new Set<string>();
  let waits = false;
  for (const [index, call] of list(calls).entries()) {
    if (!isObject(call)) {
      reading.problems.push('toolCalls holds no object');
      continue;
    }
    const callId = ident(call.id) ?? `${said.id}#${index}`;
    ids.add(callId);
    toolCall(call, callId, index, said, reading);
    waits ||= call.status === 'awaiting_approval';
  }
  if (waits) {
    asked(said.at, reading);
  } else if (ids.size > 0) {
    answered(said.at, reading);
  }
  return ids;
}

/** A checkpoint has the calls as parts of the answer, without their outcome. */
export function checkpointCalls(
  calls: readonly PartCall[],
  known: ReadonlySet<string>,
  said: Said,
  reading: Reading,
): void {
  calls.forEach(({ id, name, input }, index) => {
    const callId = id ?? `${said.id}#${index}`;
    if (!known.has(callId)) {
      const tool = { callId, name, category: geminiTool(name) };
      message(
        { role: 'assistant', kind: 'tool', text: input, tool },
        String(known.size + index),
        said,
        reading,
      );
    }
  });
}

/** Outcomes as records of the user's role. Mostly the call's own record has told them. */
export function responses({ responses: told }: Parts, said: Said, reading: Reading): void {
  for (const response of told) {
    if (response.id !== undefined && !reading.state.ended.includes(response.id)) {
      result(response.id, '', response, response.failed, said.at, reading);
    }
  }
}

function toolCall(call: Json, callId: string, index: number, said: Said, reading: Reading): void {
  const name = word(call.name) ?? 'tool';
  const args = object(call.args);
  const tool = { callId, name, category: geminiTool(name) };
  const text = jsonText(call.args ?? {}, reading.problems);
  message({ role: 'assistant', kind: 'tool', text, tool }, String(index), said, reading);
  subAgent(call, callId, args, reading);
  const status = str(call.status);
  const at = time(call.timestamp) ?? said.at;
  if (status === undefined ? call.result === undefined : !ENDED.has(status)) {
    return;
  }
  const outcome = outcomeOf(call, reading.problems);
  const failed = status === 'error' || status === 'cancelled' || outcome.failed;
  result(callId, name, outcome, failed, at, reading);
  if (!reading.state.ended.includes(callId)) {
    remember(reading.state.ended, callId, 64);
  }
  if (failed) {
    return;
  }
  const edit = editOf(name, args, call.resultDisplay, outcome.output);
  if (edit !== null) {
    reading.events.push({ type: 'file_change', session: reading.session, callId, at, ...edit });
  }
  const items = geminiTool(name) === 'plan' ? todosOf(args) : null;
  if (items !== null) {
    reading.events.push({ type: 'todos', session: reading.session, at, items });
  }
}

/** `completed` is from older files; the others mean that the call goes on. */
const ENDED: ReadonlySet<string> = new Set(['success', 'error', 'cancelled', 'completed']);

/** The parts of `result` are what the model was told; without them what the user was shown is all there is. */
function outcomeOf(call: Json, problems: string[]): PartResponse {
  const parts = partsOf(call.result, 'toolCalls.result', problems);
  const told = parts.responses;
  const texts = [...told.map(({ output }) => output), ...parts.texts];
  return {
    id: undefined,
    output: told.length + parts.texts.length === 0 ? (str(call.resultDisplay) ?? '') : texts.join('\n'),
    failed: told.some(({ failed }) => failed),
    attachments: [...told.flatMap(({ attachments }) => attachments), ...parts.attachments],
  };
}

function result(
  callId: string,
  name: string,
  { output, attachments }: PartResponse,
  failed: boolean,
  at: number | null,
  { session, events }: Reading,
): void {
  const exitCode = exitCodeOf(name, output);
  events.push({
    type: 'tool_result',
    session,
    callId,
    at,
    output: output === '' ? null : output,
    isError: failed || (exitCode !== undefined && exitCode !== 0),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(attachments.length === 0 ? {} : { attachments }),
  });
}

/** Which call started a sub-agent only its parent's file tells. */
function subAgent(call: Json, callId: string, args: Json, { session, events }: Reading): void {
  const child = ident(call.agentId);
  if (child === undefined || child === session) {
    return;
  }
  const link: SessionEvent = { type: 'session', session: child, parent: session, parentCall: callId };
  const agentType = word(args.agent_name) ?? word(object(call.resultDisplay).agentName);
  if (agentType !== undefined) {
    link.agentType = agentType;
  }
  events.push(link);
}
