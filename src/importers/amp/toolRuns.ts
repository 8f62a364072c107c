import type { Attachment, FileChangeEvent, ToolResultEvent } from '../../common/model.js';
import { contentOf, ofBlock } from '../attachments.js';
import { ident, isObject, jsonText, list, object, str, type Json } from '../fields.js';
import { pathOfUri } from '../fileUri.js';
import { ofNewFile, ofReplacement, ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { absolutePath } from '../places.js';
import { inThread, type Reading, type Said } from './reading.js';
import { ampTool } from './tools.js';

/** The outcome of a call: `{toolUseID, run: {status, result, error}}`; a call that goes on has none yet. */
export function toolResult(block: Json, said: Said, reading: Reading): void {
  const callId = ident(block.toolUseID) ?? ident(block.tool_use_id);
  if (callId === undefined) {
    reading.problems.push('tool_result.toolUseID is missing');
    return;
  }
  const run = isObject(block.run) ? block.run : { status: block.status, result: block.output };
  if (run.status === 'blocked-on-user') {
    reading.waiting = true;
  }
  if (GOING_ON.has(str(run.status) ?? '')) {
    return;
  }
  const call = reading.calls.get(callId);
  const { output, exitCode, attachments } = outcomeOf(run, reading.problems);
  const failed = FAILED.has(str(run.status) ?? '') || (exitCode !== undefined && exitCode !== 0);
  const event: ToolResultEvent = {
    type: 'tool_result',
    ...inThread(said, reading),
    callId,
    at: said.at,
    output: output === '' ? null : output,
    isError: failed,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  reading.events.push(event);
  if (!failed && call !== undefined) {
    changed(callId, call.name, object(call.input), object(run.result), said, reading);
  }
}

/** What a run gave back, in words. */
export function outcomeOf(
  run: Json,
  problems: string[],
): { output: string; exitCode: number | undefined; attachments: Attachment[] } {
  const { result } = run;
  const error = str(run.error) ?? str(object(run.error).message) ?? str(run.reason);
  const fields = object(result);
  const code = fields.exitCode ?? fields.exit_code;
  const exitCode =
    typeof code === 'number' && Number.isInteger(code) && Math.abs(code) <= 2 ** 32 ? code : undefined;
  if (typeof result === 'string' || Array.isArray(result)) {
    const { text, attachments } = contentOf(result);
    return { output: text === '' ? (error ?? '') : text, exitCode, attachments };
  }
  const attachment = ofBlock(fields.type === 'image' || isObject(fields.source) ? fields : null);
  const told =
    str(fields.output) ??
    str(fields.content) ??
    str(fields.diff) ??
    (fields.content === undefined ? undefined : contentOf(fields.content).text);
  const rest = attachment === null && isObject(result) ? jsonText(result, problems) : '';
  return {
    output: error ?? told ?? rest,
    exitCode,
    attachments: attachment === null ? [] : [attachment],
  };
}

const GOING_ON: ReadonlySet<string> = new Set(['in-progress', 'queued', 'blocked-on-user']);
const FAILED: ReadonlySet<string> = new Set([
  'error',
  'cancelled',
  'cancellation-requested',
  'rejected-by-user',
]);

function changed(
  callId: string,
  name: string,
  input: Json,
  result: Json,
  said: Said,
  reading: Reading,
): void {
  if (ampTool(name) === 'plan') {
    todos(input, said, reading);
  } else if (name === 'apply_patch') {
    for (const { path, operation, patch, newPath } of patchedFiles(
      str(input.patchText) ?? str(input.input) ?? '',
    )) {
      fileChange(callId, path, operation, patch, said, reading, newPath);
    }
  } else if (ampTool(name) === 'edit') {
    const path = str(input.path) ?? str(input.file_path) ?? pathOfUri(str(result.uri) ?? '');
    if (path !== '') {
      fileChange(
        callId,
        path,
        CREATES.has(name) ? 'create' : 'update',
        patchOf(name, input, result),
        said,
        reading,
      );
    }
  }
}

/** Such a tool writes a whole file, which mostly was not there. */
const CREATES: ReadonlySet<string> = new Set(['create_file', 'Write']);

/** The diff that the program shows, in a fence or without one; else what the arguments tell. */
function patchOf(name: string, input: Json, result: Json): Patch | null {
  const diff = str(result.diff)?.replace(/^```diff\n|\n```\s*$/g, '');
  const start = diff === undefined ? -1 : diff.startsWith('@@') ? 0 : diff.indexOf('\n@@') + 1;
  if (diff !== undefined && (start > 0 || diff.startsWith('@@'))) {
    return ofUnifiedDiff(diff.slice(start));
  }
  if (CREATES.has(name)) {
    return ofNewFile(str(input.content) ?? '');
  }
  return input.replace_all === true
    ? null
    : ofReplacement(input.old_str ?? input.old_string, input.new_str ?? input.new_string);
}

function fileChange(
  callId: string,
  path: string,
  operation: FileChangeEvent['operation'],
  patch: Patch | null,
  said: Said,
  reading: Reading,
  newPath?: string,
): void {
  reading.events.push({
    type: 'file_change',
    ...inThread(said, reading),
    callId,
    at: said.at,
    path: absolutePath(path, reading.cwd),
    operation,
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
    ...(newPath === undefined ? {} : { newPath: absolutePath(newPath, reading.cwd) }),
  });
}

/** `{todos: [{id, content, status: todo | in-progress | completed}]}`. */
function todos(input: Json, said: Said, reading: Reading): void {
  if (!Array.isArray(input.todos)) {
    return;
  }
  const items = list(input.todos)
    .filter(isObject)
    .flatMap(({ content, status }) => {
      const text = str(content);
      return text === undefined
        ? []
        : [
            {
              text,
              status:
                status === 'completed'
                  ? ('completed' as const)
                  : status === 'in-progress' || status === 'in_progress'
                    ? ('in_progress' as const)
                    : ('pending' as const),
            },
          ];
    });
  reading.events.push({ type: 'todos', ...inThread(said, reading), at: said.at, items });
}
