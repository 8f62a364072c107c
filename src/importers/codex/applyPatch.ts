import type { FileChangeEvent } from '../../common/model.js';
import { isObject, object, remember, str, type Json } from '../fields.js';
import { ofDeletedFile, ofNewFile, ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { absolutePath } from '../places.js';
import type { Reading } from './state.js';

/** A patch that is larger than this does not wait for its outcome: the state must stay small. */
const WAITING_LIMIT = 64 * 1024;
const WAITING_CHANGES = 100;

/** Notes a call whose input is a patch; its changes are told when the call has ended well. */
export function patchCalled(callId: string, input: string, reading: Reading): void {
  const start = input.indexOf('*** Begin Patch');
  if (start < 0) {
    return;
  }
  const changes = changesOf(input, callId, reading);
  if (input.length - start > WAITING_LIMIT || changes.length > WAITING_CHANGES) {
    reading.events.push(...changes);
  } else {
    remember(reading.state.patches, { id: callId, changes }, 4);
  }
}

/** The outcome of a call that may have been a patch. */
export function patchEnded(callId: string, failed: boolean, reading: Reading): void {
  const index = reading.state.patches.findIndex((patch) => patch.id === callId);
  const [patch] = index < 0 ? [] : reading.state.patches.splice(index, 1);
  if (patch !== undefined && !failed) {
    reading.events.push(...patch.changes.map((change) => ({ ...change, at: reading.at })));
  }
}

/** `patch_apply_end` and `FileChange`: `{path: {type: add | delete | update, content | unified_diff, move_path}}`. */
export function changesApplied(changes: unknown, callId: string, reading: Reading): void {
  const { patches } = reading.state;
  const index = patches.findIndex((patch) => patch.id === callId);
  if (index >= 0) {
    patches.splice(index, 1);
  }
  for (const [path, change] of Object.entries(object(changes))) {
    if (isObject(change)) {
      reading.events.push(applied(path, change, callId, reading));
    }
  }
}

function applied(path: string, change: Json, callId: string, reading: Reading): FileChangeEvent {
  const kind = str(change.type) ?? str(object(change.kind).type);
  const content = str(change.content) ?? '';
  const diff = str(change.unified_diff) ?? str(change.diff);
  if (kind === 'add') {
    return changed(
      path,
      'create',
      diff !== undefined && content === '' ? ofUnifiedDiff(diff) : ofNewFile(content),
      callId,
      reading,
    );
  }
  if (kind === 'delete') {
    return changed(path, 'delete', content === '' ? null : ofDeletedFile(content), callId, reading);
  }
  const patch = diff === undefined ? null : ofUnifiedDiff(diff);
  return changed(
    path,
    'update',
    patch,
    callId,
    reading,
    str(change.move_path) ?? str(object(change.kind).move_path),
  );
}

/** The changes in the text of a patch, of files that are named from the folder that the turn works in. */
function changesOf(input: string, callId: string, reading: Reading): FileChangeEvent[] {
  return patchedFiles(input).map(({ path, operation, patch, newPath }) =>
    changed(
      absolutePath(path, reading.state.cwd),
      operation,
      patch,
      callId,
      reading,
      newPath === undefined ? undefined : absolutePath(newPath, reading.state.cwd),
    ),
  );
}

function changed(
  path: string,
  operation: FileChangeEvent['operation'],
  patch: Patch | null,
  callId: string,
  reading: Reading,
  newPath?: string,
): FileChangeEvent {
  return {
    type: 'file_change',
    session: reading.session,
    callId,
    at: reading.at,
    path,
    operation: newPath === undefined ? operation : 'rename',
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
    ...(newPath === undefined ? {} : { newPath }),
  };
}
