import type { FileChangeEvent, ToolResultEvent } from '../../common/model.js';
import { count, ident, isObject, list, num, object, str, word, type Json } from '../fields.js';
import { ofReplacement, ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { absolutePath } from '../places.js';
import { say, type Draft, type Reading } from './reading.js';
import { bareName, cursorTool } from './tools.js';

/**
 * `toolFormerData`: `{name, toolCallId, rawArgs, params, result, error, status: completed | error | cancelled | loading | …,
 * userDecision}`; arguments and results are JSON in texts.
 */
export function toolCall(
  uid: string,
  of: Pick<Draft, 'session' | 'at' | 'position' | 'model'>,
  data: Json,
  folder: string | undefined,
  reading: Reading,
): void {
  const callId = ident(data.toolCallId) ?? ident(uid) ?? uid.slice(0, 200);
  const name = word(data.name) ?? 'unknown';
  const text = textOf(data.rawArgs) ?? textOf(data.params) ?? '';
  say(
    { ...of, uid, role: 'assistant', kind: 'tool', text, tool: { callId, name, category: cursorTool(name) } },
    reading,
  );
  const status = str(data.status) ?? '';
  const rejected = data.userDecision === 'rejected' || status === 'cancelled';
  if (!ENDED.has(status) && !rejected) {
    return;
  }
  const result = inside(data.result);
  reading.events.push(outcome(callId, of, data, result, rejected || status === 'error'));
  if (status === 'completed' && !rejected) {
    const input = { ...inside(data.params), ...inside(data.rawArgs) };
    reading.events.push(
      ...changes(name, callId, of, input, result).map((change) => ({
        ...change,
        path: absolutePath(change.path, folder),
        ...(change.newPath === undefined ? {} : { newPath: absolutePath(change.newPath, folder) }),
      })),
    );
  }
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'error', 'cancelled']);

function outcome(
  callId: string,
  { session, at }: Pick<Draft, 'session' | 'at'>,
  data: Json,
  result: Json,
  failed: boolean,
): ToolResultEvent {
  const exit = num(result.exitCodeV2) ?? num(result.exitCode);
  const exitCode = exit !== undefined && Math.abs(exit) <= 2 ** 32 ? Math.trunc(exit) : undefined;
  const error = inside(data.error);
  const why =
    str(error.clientVisibleErrorMessage) ?? str(error.modelVisibleErrorMessage) ?? textOf(data.error);
  const said = str(result.output) ?? str(result.contents) ?? textOf(data.result);
  return {
    type: 'tool_result',
    session,
    callId,
    at,
    output: (failed ? (why ?? said) : said) ?? null,
    isError: failed || (exitCode !== undefined && exitCode !== 0),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

/** What an editing tool changed, one event a file. */
function changes(
  tool: string,
  callId: string,
  { session, at }: Pick<Draft, 'session' | 'at'>,
  input: Json,
  result: Json,
): FileChangeEvent[] {
  const name = bareName(tool);
  const change = (
    path: string,
    operation: FileChangeEvent['operation'],
    patch: Patch | null,
  ): FileChangeEvent => ({
    ...{ type: 'file_change', session, callId, at, path, operation },
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  });
  const path =
    str(input.file_path) ?? str(input.target_file) ?? str(input.relativeWorkspacePath) ?? str(input.path);
  if (name === 'apply_patch' || name === 'applypatch') {
    return patchedFiles(str(input.patch) ?? str(input.input) ?? '').map(({ newPath, ...file }) => ({
      ...change(file.path, newPath === undefined ? file.operation : 'rename', file.patch),
      ...(newPath === undefined ? {} : { newPath }),
    }));
  }
  if (path === undefined || !EDITS.has(name)) {
    return [];
  }
  if (name === 'delete_file' || name === 'delete') {
    return [change(path, 'delete', null)];
  }
  const told = ofChunks(object(result.diff).chunks);
  const replaced =
    input.old_string === undefined
      ? null
      : ofReplacement(input.old_string, input.new_string ?? input.new_str);
  return [change(path, result.isNewFile === true ? 'create' : 'update', told ?? replaced)];
}

const EDITS: ReadonlySet<string> = new Set([
  ...['edit_file', 'search_replace', 'write', 'strreplace', 'str_replace', 'edit', 'reapply', 'create_file'],
  ...['delete_file', 'delete'],
]);

/** `[{diffString, oldStart, oldLines, newStart, newLines, linesAdded, linesRemoved}]`. */
function ofChunks(chunks: unknown): Patch | null {
  const hunks = list(chunks).filter(isObject);
  if (hunks.length === 0) {
    return null;
  }
  const texts = hunks.map((hunk) => {
    const [old, fresh] = [
      `${count(hunk.oldStart) ?? 0},${count(hunk.oldLines) ?? 0}`,
      `${count(hunk.newStart) ?? 0},${count(hunk.newLines) ?? 0}`,
    ];
    return `@@ -${old} +${fresh} @@\n${str(hunk.diffString) ?? ''}`;
  });
  return ofUnifiedDiff(texts.join('\n'));
}

/** The object in a text of JSON, or an empty one: many tools have other results. */
function inside(value: unknown): Json {
  if (typeof value !== 'string') {
    return object(value);
  }
  try {
    return object(JSON.parse(value));
  } catch {
    // A tool's output that is no JSON is kept as the text that it is.
    return {};
  }
}

/** Arguments or a result as a text. */
function textOf(value: unknown): string | undefined {
  if (isObject(value)) {
    try {
      return JSON.stringify(value);
    } catch {
      // Nested too deeply to be written: nothing that a tool was given.
      return undefined;
    }
  }
  return str(value);
}
