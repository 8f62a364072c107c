import { contentOf } from '../attachments.js';
import { ident, isObject, jsonText, list, object, str, word, type Json } from '../fields.js';
import { ofNewFile, ofReplacement, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { message, type Reading, type Said } from './reading.js';
import { clineTool } from './tools.js';

/** A call of a tool, with what it changed once it was answered. */
export function called(block: Json, response: string | undefined, said: Said, reading: Reading): void {
  const callId = ident(block.id);
  if (callId === undefined) {
    reading.problems.push('id of a tool_use is missing');
    return;
  }
  const name = word(block.name) ?? 'tool';
  const input = typeof block.input === 'string' ? block.input : jsonText(block.input ?? {}, reading.problems);
  message(
    {
      role: 'assistant',
      kind: 'tool',
      text: input,
      tool: { callId, name, category: clineTool(name) },
      ...(response === undefined ? {} : { response }),
    },
    callId,
    said,
    reading,
  );
  const result = reading.results.get(callId);
  if (result !== undefined && !isError(result)) {
    changed(name, block.input, callId, said, reading);
  }
}

/** The answer to a call: a text, blocks, or what each of several commands or queries came back with. */
export function answered(block: Json, at: number | null, reading: Reading): void {
  const callId = ident(block.tool_use_id);
  if (callId === undefined) {
    reading.problems.push('tool_use_id of a tool_result is missing');
    return;
  }
  const { text, attachments } = contentOf(block.content);
  const parts = list(block.content).filter((part): part is Json => isObject(part) && part.type === undefined);
  const texts = parts.map(partText).filter((part) => part !== '');
  const output = parts.length === 0 ? text : texts.join('\n');
  reading.events.push({
    type: 'tool_result',
    session: reading.session,
    callId,
    at,
    output,
    isError: isError(block),
    ...(attachments.length === 0 ? {} : { attachments }),
  });
}

/** `{query, result, success, error}` of one command. */
function partText(part: Json): string {
  return [str(part.result) ?? contentOf(part.result).text, str(part.error) ?? '']
    .filter((text) => text !== '')
    .join('\n');
}

function isError(block: Json): boolean {
  return block.is_error === true || list(block.content).some((part) => object(part).success === false);
}

/** `editor` puts one text in another's place, inserts it or makes a file; `apply_patch` takes a patch. */
function changed(name: string, input: unknown, callId: string, said: Said, reading: Reading): void {
  const fields = object(input);
  const common = { type: 'file_change', session: reading.session, callId, at: said.at } as const;
  if (name === 'apply_patch') {
    const text = typeof input === 'string' ? input : (str(fields.input) ?? '');
    for (const { path, operation, patch, newPath } of patchedFiles(text)) {
      reading.events.push({
        ...common,
        path,
        operation,
        ...lines(patch),
        ...(newPath === undefined ? {} : { newPath }),
      });
    }
    return;
  }
  const path = str(fields.path);
  const text = typeof fields.new_text === 'string' ? fields.new_text : undefined;
  if (name === 'editor' && path !== undefined && text !== undefined) {
    const before = str(fields.old_text);
    const isNew = before === undefined && typeof fields.insert_line !== 'number';
    reading.events.push({
      ...common,
      path,
      operation: isNew ? 'create' : 'update',
      ...lines(isNew ? ofNewFile(text) : ofReplacement(before, text)),
    });
  }
}

function lines(patch: Patch | null): { added: number | null; removed: number | null; patch?: string } {
  return {
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  };
}
