import { isObject, list, object, str, type Json } from '../fields.js';
import { ofNewFile, ofReplacement, type Patch } from '../patch.js';
import { patchedFiles, type PatchedFile } from '../patchText.js';

/**
 * What a call of an edit tool does to files, from its arguments: of the command line (`create`, `edit`, `insert`,
 * `str_replace_editor`) and of the chat in VS Code (`create_file`, `replace_string_in_file`, …); both have `apply_patch`.
 */
export function editsOf(tool: string, input: unknown): PatchedFile[] {
  if (tool === 'apply_patch') {
    const text = typeof input === 'string' ? input : (str(object(input).input) ?? str(object(input).patch));
    return patchedFiles(text ?? '');
  }
  const of = object(input);
  if (tool === 'multi_replace_string_in_file') {
    return byFile(list(of.replacements).filter(isObject).flatMap(replaced));
  }
  const action = tool === 'str_replace_editor' ? str(of.command) : tool;
  switch (action) {
    case 'create':
    case 'create_file':
    case 'write':
      return created(of);
    case 'edit':
    case 'str_replace':
    case 'replace_string_in_file':
      return replaced(of);
    case 'insert':
      return changed(of, ofReplacement('', of.new_str ?? of.insert_text));
    // The text leaves out with a mark what stays as it is: how many lines changed is not told.
    case 'insert_edit_into_file':
    case 'edit_notebook_file':
      return changed(of, null);
    default:
      return [];
  }
}

function created(of: Json): PatchedFile[] {
  const content = of.file_text ?? of.content;
  const path = pathOf(of);
  return path === undefined
    ? []
    : [{ path, operation: 'create', patch: typeof content === 'string' ? ofNewFile(content) : null }];
}

function replaced(of: Json): PatchedFile[] {
  const [before, after] = [of.old_str ?? of.oldString, of.new_str ?? of.newString];
  return changed(of, ofReplacement(before, after));
}

function changed(of: Json, patch: Patch | null): PatchedFile[] {
  const path = pathOf(of);
  return path === undefined ? [] : [{ path, operation: 'update', patch }];
}

function pathOf(of: Json): string | undefined {
  return str(of.path) ?? str(of.filePath);
}

/** One row a file and call: what one call does to a file in several places is put together. */
function byFile(edits: readonly PatchedFile[]): PatchedFile[] {
  const files = new Map<string, PatchedFile>();
  for (const edit of edits) {
    const known = files.get(edit.path);
    files.set(edit.path, known === undefined ? edit : { ...known, patch: together(known.patch, edit.patch) });
  }
  return [...files.values()];
}

function together(first: Patch | null, second: Patch | null): Patch | null {
  if (first === null || second === null) {
    return null;
  }
  const sum = { added: first.added + second.added, removed: first.removed + second.removed };
  return first.patch === undefined || second.patch === undefined
    ? sum
    : { ...sum, patch: `${first.patch}\n${second.patch}` };
}
