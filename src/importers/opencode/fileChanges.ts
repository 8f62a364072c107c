import type { FileChangeEvent } from '../../common/model.js';
import { count, isObject, list, object, str, time, type Json } from '../fields.js';
import { ofNewFile, ofReplacement, ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { absolutePath } from '../places.js';
import type { PartReading } from './say.js';

interface Change {
  path: string | undefined;
  operation: FileChangeEvent['operation'];
  patch: Patch | null;
  newPath?: string | undefined;
}

/** What a call of an editing tool changed, one event a file. */
export function fileChanges(
  tool: string,
  callId: string,
  state: Json,
  { header, reading, at }: PartReading,
): void {
  const [input, metadata] = [object(state.input), object(state.metadata)];
  const changes = EDITS.get(tool)?.(input, metadata) ?? [];
  const ended = time(object(state.time).end) ?? at;
  for (const { path, operation, patch, newPath } of changes) {
    if (path !== undefined) {
      reading.events.push({
        type: 'file_change',
        session: header.session,
        callId,
        at: ended,
        path: absolutePath(path, header.cwd),
        operation: newPath === undefined ? operation : 'rename',
        added: patch?.added ?? null,
        removed: patch?.removed ?? null,
        ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
        ...(newPath === undefined ? {} : { newPath: absolutePath(newPath, header.cwd) }),
      });
    }
  }
}

const EDITS: ReadonlyMap<string, (input: Json, metadata: Json) => Change[]> = new Map([
  ['edit', (input, metadata) => [edited(input, metadata)]],
  ['multiedit', multiEdited],
  ['write', (input, metadata) => [written(input, metadata)]],
  ['patch', patched],
  ['apply_patch', patched],
]);

/** `filePath, oldString, newString`, and in the metadata the diff that was made, with its lines counted. */
function edited(input: Json, metadata: Json): Change {
  const made = object(metadata.filediff);
  const diff = str(metadata.diff) ?? str(made.patch);
  const isNew = input.oldString === '' && made.before === '';
  const before = str(input.oldString);
  return {
    path: str(input.filePath) ?? str(made.file),
    operation: isNew ? 'create' : 'update',
    patch: counted(diff, made) ?? (before === undefined ? null : ofReplacement(before, input.newString)),
  };
}

/** Several edits of one file: each has its own diff, and together they are one change. */
function multiEdited(input: Json, metadata: Json): Change[] {
  const path = str(input.filePath);
  const edits = list(metadata.results).filter(isObject);
  const patches = edits.map((result) => edited({}, result).patch);
  if (edits.length === 0 || patches.includes(null)) {
    return [{ path, operation: 'update', patch: null }];
  }
  const of = patches.filter((patch) => patch !== null);
  return [
    {
      path,
      operation: 'update',
      patch: {
        added: of.reduce((sum, { added }) => sum + added, 0),
        removed: of.reduce((sum, { removed }) => sum + removed, 0),
        patch: of.flatMap(({ patch }) => (patch === undefined ? [] : [patch])).join('\n'),
      },
    },
  ];
}

/** `filePath, content`. What an overwritten file held before is told by a diff, and by older versions not at all. */
function written(input: Json, metadata: Json): Change {
  const isNew = metadata.exists === false;
  const content = str(input.content) ?? '';
  const diff = counted(str(metadata.diff) ?? str(object(metadata.filediff).patch), object(metadata.filediff));
  return {
    path: str(input.filePath) ?? str(metadata.filepath),
    operation: isNew ? 'create' : 'update',
    patch: isNew ? ofNewFile(content) : diff,
  };
}

/** The files of a patch: as the tool counted them, else as the patch names them. */
function patched(input: Json, metadata: Json): Change[] {
  const files = list(metadata.files).filter(isObject);
  if (files.length > 0) {
    return files.map((file) => ({
      path: str(file.filePath) ?? str(file.relativePath),
      operation: OPERATIONS.get(str(file.type) ?? '') ?? 'update',
      patch: counted(str(file.patch) ?? str(file.diff), file),
      ...(str(file.movePath) === undefined ? {} : { newPath: str(file.movePath) }),
    }));
  }
  return patchedFiles(str(input.patchText) ?? '');
}

const OPERATIONS: ReadonlyMap<string, FileChangeEvent['operation']> = new Map([
  ['add', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['move', 'rename'],
]);

/** The hunks of a diff, with the tool's own count of lines where it has one. */
function counted(diff: string | undefined, { additions, deletions }: Json): Patch | null {
  const [added, removed] = [count(additions), count(deletions)];
  const hunks = diff === undefined ? -1 : diff.startsWith('@@') ? 0 : diff.indexOf('\n@@') + 1;
  const patch =
    diff === undefined || hunks < 0 || !diff.startsWith('@@', hunks)
      ? null
      : ofUnifiedDiff(diff.slice(hunks));
  if (added === undefined || removed === undefined) {
    return patch;
  }
  return { added, removed, ...(patch?.patch === undefined ? {} : { patch: patch.patch }) };
}
