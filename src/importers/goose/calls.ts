import type { FileChangeEvent } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import {
  ident,
  isObject,
  jsonText,
  list,
  object,
  remember,
  str,
  typeName,
  word,
  type Json,
} from '../fields.js';
import { ofNewFile, ofReplacement, ofUnifiedDiff, type Patch } from '../patch.js';
import { absolutePath } from '../places.js';
import { say, type MessageReading } from './say.js';
import { gooseTool } from './tools.js';

/** `{id, toolCall: {status: success | error, value: {name, arguments}, error}}`. */
export function called(content: Json, of: MessageReading): void {
  const { reading, told, at } = of;
  const call = object(content.toolCall);
  const value = object(call.value);
  const callId = ident(content.id);
  if (callId === undefined) {
    reading.problems.push('toolRequest.id is missing');
    return;
  }
  const name = word(value.name) ?? 'unknown';
  const input = object(value.arguments);
  const text = isObject(value.arguments) ? jsonText(input, reading.problems) : (str(call.error) ?? '');
  say(
    content,
    of,
    { role: 'assistant', kind: 'tool', tool: { callId, name, category: gooseTool(name, input) } },
    text,
  );
  const change = changeOf(name, input);
  if (change === null) {
    return;
  }
  const { path, operation, patch } = change;
  const event: FileChangeEvent = {
    type: 'file_change',
    session: told.session,
    callId,
    at,
    path: absolutePath(path, str(told.cwd)),
    operation,
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  };
  if ((patch?.patch?.length ?? 0) > PATCH_LIMIT || path.length > PATCH_LIMIT) {
    // The state must stay small: this one does not wait for its outcome.
    reading.events.push(event);
  } else {
    const { edits } = reading.state;
    edits.splice(
      0,
      edits.length,
      ...edits.filter(({ id, change }) => id !== callId || change.session !== told.session),
    );
    remember(edits, { id: callId, change: event }, EDITS);
  }
}

/** `{id, toolResult: {status: success | error, value: [content] | {content, isError}, error}}`. */
export function returned(content: Json, of: MessageReading): void {
  const { reading, told, at } = of;
  const callId = ident(content.id);
  if (callId === undefined) {
    reading.problems.push('toolResponse.id is missing');
    return;
  }
  const result = object(content.toolResult);
  if (!isObject(content.toolResult)) {
    reading.problems.push(`toolResponse.toolResult is ${typeName(content.toolResult)}, not an object`);
  }
  const value = isObject(result.value) ? result.value : { content: result.value };
  const isError = result.status === 'error' || value.isError === true || value.is_error === true;
  const { text, attachments } =
    result.status === 'error' ? contentOf(result.error) : shownToModel(value.content);
  reading.events.push({
    type: 'tool_result',
    session: told.session,
    callId,
    at,
    output: text,
    isError,
    ...(attachments.length === 0 ? {} : { attachments }),
  });
  const { edits } = reading.state;
  const place = edits.findIndex(({ id, change }) => id === callId && change.session === told.session);
  const [edit] = place < 0 ? [] : edits.splice(place, 1);
  if (edit !== undefined && !isError) {
    reading.events.push({ ...edit.change, at });
  }
}

/** A tool may say the same to the model and, in other words, to the user: what the model was shown is taken. */
function shownToModel(content: unknown): ReturnType<typeof contentOf> {
  const items = list(content).map((item) => {
    const resource = isObject(item) && item.type === 'resource' ? object(item.resource) : null;
    return resource === null ? item : { type: 'text', text: str(resource.text) ?? str(resource.uri) };
  });
  const forModel = items.filter((item) => {
    const fields = object(item);
    const audience = list(object(fields.annotations).audience ?? fields.audience);
    return audience.length === 0 || audience.includes('assistant');
  });
  return contentOf(forModel.length === 0 ? items : forModel);
}

/** What an editing tool of Goose's own would do to a file. */
function changeOf(
  name: string,
  input: Json,
): { path: string; operation: 'create' | 'update'; patch: Patch | null } | null {
  const path = str(input.path) ?? str(input.file_path);
  const tool = name.replace(/^developer__/, '');
  if (path === undefined || !EDITING.has(tool)) {
    return null;
  }
  const command = tool === 'text_editor' ? input.command : tool;
  switch (command) {
    case 'write':
    case 'create':
      // Whether the file was there before is not told.
      return { path, operation: 'update', patch: null };
    case 'str_replace':
    case 'edit_file':
    case 'edit': {
      const diff = str(input.diff);
      const patch =
        diff === undefined
          ? ofReplacement(input.old_str ?? input.before, input.new_str ?? input.after)
          : ofUnifiedDiff(diff.slice(Math.max(0, diff.indexOf('@@'))));
      return { path, operation: 'update', patch };
    }
    case 'insert': {
      const { added } = ofNewFile(str(input.new_str) ?? str(input.insert_text) ?? '');
      return { path, operation: 'update', patch: { added, removed: 0 } };
    }
    case 'undo_edit':
      return { path, operation: 'update', patch: null };
    default:
      return null;
  }
}

const EDITING: ReadonlySet<string> = new Set(['text_editor', 'write', 'edit', 'edit_file']);
const EDITS = 6;
const PATCH_LIMIT = 6000;
