import type { FileChangeEvent, ToolResultEvent } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { ident, object, str, type Json } from '../fields.js';
import { ofNumberedDiff } from './edits.js';
import type { Reading } from './state.js';

/** The outcome of a call: `{toolCallId, toolName, content, details, isError}`. */
export function toolResult(told: Json, reading: Reading): void {
  const callId = ident(told.toolCallId);
  if (callId === undefined) {
    reading.problems.push('message.toolCallId is missing');
    return;
  }
  const { session, line, state, events } = reading;
  const { text, attachments } = contentOf(told.content);
  const exitCode = told.toolName === 'bash' ? exitCodeOf(text) : undefined;
  const event: ToolResultEvent = {
    type: 'tool_result',
    session,
    callId,
    at: line.at,
    output: text === '' ? null : text,
    isError: told.isError === true,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  events.push(event);
  const index = state.edits.findIndex(({ id }) => id === callId);
  const [edit] = index < 0 ? [] : state.edits.splice(index, 1);
  if (edit === undefined || event.isError) {
    return;
  }
  const diff = str(object(told.details).diff);
  const patch = (diff === undefined ? null : ofNumberedDiff(diff)) ?? edit;
  const change: FileChangeEvent = {
    type: 'file_change',
    session,
    callId,
    at: line.at,
    path: edit.path,
    operation: 'update',
    added: patch.added,
    removed: patch.removed,
    ...(patch.patch === undefined ? {} : { patch: patch.patch }),
  };
  events.push(change);
}

/** `bash` ends its output with the code where that is not 0. */
function exitCodeOf(text: string): number | undefined {
  const told = /Command exited with code (-?\d{1,9})\s*$/.exec(text.slice(-80))?.[1];
  return told === undefined ? undefined : Number(told);
}
