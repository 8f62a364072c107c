import type { ToolResultEvent } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { count, folder, ident, isObject, object, str, type Json } from '../fields.js';
import { fileChangeOf } from './fileChange.js';
import { planned } from './plans.js';
import { inSession, type Envelope, type Reading } from './state.js';
import { answered } from './waiting.js';
import { linkOf } from './subAgents.js';
import { taskResult } from './todos.js';

/**
 * The outcome of a tool call: the block that the model was shown, and, where the line has it, the structured result with
 * exit states, patches and the sub-agent's id. `structured` is only passed when the line has one result.
 */
export function toolResult(block: Json, structured: unknown, envelope: Envelope, reading: Reading): void {
  const callId = ident(block.tool_use_id);
  if (callId === undefined) {
    reading.problems.push('tool_result.tool_use_id is missing');
    return;
  }
  const details = object(structured);
  const { text, attachments } = contentOf(block.content ?? block.text);
  const isError =
    block.is_error === true || (typeof structured === 'string' && structured.startsWith('Error:'));
  const event: ToolResultEvent = {
    type: 'tool_result',
    ...inSession(envelope),
    callId,
    at: envelope.at,
    output: text,
    isError,
  };
  const exitCode = exitCodeOf(text, details, isError);
  if (exitCode !== null) {
    event.exitCode = exitCode;
  }
  const duration = count(details.totalDurationMs) ?? count(details.durationMs);
  if (duration !== undefined) {
    event.durationMs = duration;
  }
  if (attachments.length > 0) {
    event.attachments = attachments;
  }
  reading.events.push(event);
  linkOf(callId, details, text, envelope, reading);
  taskResult(details, envelope, reading);
  const plan = str(details.plan);
  if (plan !== undefined && details.isAgent !== true && !isError) {
    planned(plan, folder(details.filePath), envelope, reading);
  }
  const change = isError ? null : fileChangeOf(details, callId, envelope);
  if (change !== null) {
    reading.events.push(change);
  }
  if (reading.state.waiting === callId) {
    answered(envelope, reading);
  }
}

/** A failed command's output starts with its exit code; one that ended well says nothing, and its result has a stdout. */
function exitCodeOf(text: string, details: Json, isError: boolean): number | null {
  const named = /^(?:Error: )?Exit code (\d{1,10})\b/.exec(text.slice(0, 40))?.[1];
  if (named !== undefined) {
    return Number(named);
  }
  const ended =
    typeof details.stdout === 'string' &&
    details.interrupted !== true &&
    str(details.backgroundTaskId) === undefined;
  return ended && !isError && str(details.returnCodeInterpretation) === undefined ? 0 : null;
}

/** A tool that ran on the provider's side: its result is a block of the assistant's own message. */
export function serverToolResult(block: Json, envelope: Envelope, reading: Reading): void {
  const callId = ident(block.tool_use_id);
  if (callId === undefined) {
    reading.problems.push(`${(str(block.type) ?? '').slice(0, 60)}.tool_use_id is missing`);
    return;
  }
  const content = block.content;
  const failed = isObject(content) && str(content.error_code) !== undefined;
  const found = Array.isArray(content)
    ? content
        .filter(isObject)
        .map((page) => [page.title, page.url].filter((part) => typeof part === 'string').join(' — '))
    : [];
  reading.events.push({
    type: 'tool_result',
    ...inSession(envelope),
    callId,
    at: envelope.at,
    output: failed
      ? (str(object(content).error_code) ?? '')
      : found.filter((line) => line !== '').join('\n') || contentOf(content).text,
    isError: failed,
  });
}
