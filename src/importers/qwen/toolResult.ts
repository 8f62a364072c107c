import type { ToolResultEvent } from '../../common/model.js';
import { count, ident, object, str, type Json } from '../fields.js';
import type { PartResponse } from '../geminiParts.js';
import { editOf, exitCodeOf, todosOf } from '../geminiTools.js';
import { contentOf } from './messages.js';
import { inSession, type Envelope, type Reading } from './state.js';
import { answered } from './waiting.js';

/**
 * The outcome of a call: `message.parts` is what the model was told, `toolCallResult` what the program knows of it
 * (`{callId, status, resultDisplay, error, durationMs}`).
 */
export function toolResult(line: Json, envelope: Envelope, reading: Reading): void {
  const parts = contentOf(line, reading);
  const known = object(line.toolCallResult);
  const told = parts.responses;
  if (told.length === 0) {
    const callId = ident(known.callId);
    if (callId === undefined) {
      reading.problems.push('message.parts has no functionResponse');
      return;
    }
    const output = str(known.resultDisplay) ?? '';
    outcome(
      callId,
      { id: callId, output, failed: false, attachments: parts.attachments },
      known,
      envelope,
      reading,
    );
    return;
  }
  told.forEach((response, index) => {
    const callId = response.id ?? ident(known.callId);
    if (callId === undefined) {
      reading.problems.push('functionResponse.id is missing');
      return;
    }
    // Pictures stand beside the response that they belong to.
    const attachments = index === 0 ? [...response.attachments, ...parts.attachments] : response.attachments;
    outcome(callId, { ...response, attachments }, told.length === 1 ? known : {}, envelope, reading);
  });
}

function outcome(
  callId: string,
  { output, failed, attachments }: PartResponse,
  known: Json,
  envelope: Envelope,
  reading: Reading,
): void {
  const call = reading.state.calls.findLast(({ id }) => id === callId);
  const display = object(known.resultDisplay);
  const exitCode = wholeNumber(display.exitCode) ?? exitCodeOf(call?.name ?? '', output);
  const isError =
    failed ||
    known.status === 'error' ||
    known.status === 'cancelled' ||
    (exitCode !== undefined && exitCode !== 0);
  const durationMs = count(known.durationMs);
  const event: ToolResultEvent = {
    type: 'tool_result',
    ...inSession(envelope),
    callId,
    at: envelope.at,
    output: output === '' ? null : output,
    isError,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  reading.events.push(event);
  answered(callId, envelope, reading);
  if (isError) {
    return;
  }
  const args = call?.path === undefined ? {} : { file_path: call.path };
  const edit = editOf(call?.name ?? '', args, known.resultDisplay, output);
  if (edit !== null) {
    // The program shows the name alone; the call has the path.
    const path = call?.path ?? edit.path;
    reading.events.push({
      type: 'file_change',
      ...inSession(envelope),
      callId,
      at: envelope.at,
      ...edit,
      path,
    });
  }
  const items = display.type === 'todo_list' ? todosOf(display) : null;
  if (items !== null) {
    reading.events.push({ type: 'todos', ...inSession(envelope), at: envelope.at, items });
  }
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 32
    ? value
    : undefined;
}
