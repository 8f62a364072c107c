import type { ToolResultEvent } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import {
  count,
  ident,
  isObject,
  jsonText,
  list,
  num,
  object,
  str,
  time,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { fileChanges } from './fileChanges.js';
import { attached, say, type PartReading } from './say.js';
import { openCodeTool, questions } from './tools.js';

/**
 * `{callID, tool, state: {status: pending | running | completed | error, input, output, error, title, metadata, time,
 * attachments}}`. The part is written anew with each change of its state.
 */
export function tool(of: PartReading): void {
  const { part, header, reading, place } = of;
  const { state } = part;
  if (!isObject(state)) {
    reading.problems.push(`part.state is ${typeName(state)}, not an object`);
    return;
  }
  const callId = ident(part.callID) ?? place.id;
  const name = word(part.tool) ?? 'unknown';
  const input = object(state.input);
  if (!header.steps && header.response === null && name === 'bash' && header.data.role === 'assistant') {
    // No model asked for it: the user ran it from the prompt.
    say(of, { role: 'user', kind: 'shell', text: str(input.command) ?? '' }, '/shell');
  }
  const category = openCodeTool(name);
  const text = isObject(state.input) ? jsonText(input, reading.problems) : (str(state.raw) ?? '');
  say(of, { role: 'assistant', kind: 'tool', text, tool: { callId, name, category } });
  const ended = state.status === 'completed' || state.status === 'error';
  if (ended) {
    reading.events.push(result(callId, state, of));
  }
  if (questions.has(name) && !header.copied) {
    waits(!ended, state, of);
  }
  if (name === 'task') {
    called(callId, state, of);
  }
  if (state.status === 'completed') {
    fileChanges(name, callId, state, of);
  }
}

function result(callId: string, state: Json, { header, reading, at }: PartReading): ToolResultEvent {
  const metadata = object(state.metadata);
  const times = object(state.time);
  const [start, end] = [time(times.start), time(times.end)];
  const failed = state.status === 'error';
  const said = failed ? (state.error ?? metadata.output) : state.output;
  const { text, attachments } = contentOf(said);
  const others = attached(list(state.attachments));
  const exit = num(metadata.exit);
  const exitCode = exit !== undefined && Math.abs(exit) <= 2 ** 32 ? Math.trunc(exit) : undefined;
  const durationMs = start === null || end === null ? undefined : count(end - start);
  if (typeof said !== 'string' && said !== undefined && said !== null) {
    reading.problems.push(`part.state.${failed ? 'error' : 'output'} is ${typeName(said)}, not a text`);
  }
  return {
    type: 'tool_result',
    session: header.session,
    callId,
    at: end ?? at,
    output: text,
    isError: failed || (exitCode !== undefined && exitCode !== 0),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(attachments.length + others.length === 0 ? {} : { attachments: [...attachments, ...others] }),
  };
}

/** A question waits for the user as long as its tool runs. */
function waits(waiting: boolean, state: Json, { header, reading, at }: PartReading): void {
  const since = waiting ? at : (time(object(state.time).end) ?? at);
  reading.events.push({
    type: 'session',
    session: header.session,
    ...(since === null ? {} : { at: since }),
    waiting,
  });
}

/** The session of the sub-agent that a call started. A fork's copy of the call started nothing. */
function called(callId: string, state: Json, { header, reading }: PartReading): void {
  const metadata = object(state.metadata);
  const child = ident(metadata.sessionId) ?? ident(metadata.sessionID);
  const agentType = word(object(state.input).subagent_type);
  if (child === undefined || child === header.session || header.copied) {
    return;
  }
  reading.events.push({
    type: 'session',
    session: child,
    parent: header.session,
    parentCall: callId,
    ...(agentType === undefined ? {} : { agentType }),
  });
}
