import type { FileChangeEvent } from '../../common/model.js';
import { isObject, list, object, str, type Json } from '../fields.js';
import { ofHunks, ofNewFile, ofReplacement, type Patch } from '../patch.js';
import { inSession, type Envelope } from './state.js';

/** What an edit tool did to a file, from its structured result; null for results of other tools. */
export function fileChangeOf(result: Json, callId: string, envelope: Envelope): FileChangeEvent | null {
  const path = str(result.filePath) ?? str(result.notebook_path);
  if (path === undefined || !isEdit(result)) {
    return null;
  }
  const created = result.type === 'create';
  const patch = created
    ? ofNewFile(str(result.content) ?? '')
    : (ofHunks(result.structuredPatch) ?? replaced(result));
  return {
    type: 'file_change',
    ...inSession(envelope),
    callId,
    at: envelope.at,
    path,
    operation: created ? 'create' : 'update',
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  };
}

/** Only results of edits have one of these; reading a file and planning name a path too. */
function isEdit(result: Json): boolean {
  return (
    Array.isArray(result.structuredPatch) ||
    Array.isArray(result.edits) ||
    typeof result.newString === 'string' ||
    typeof result.new_source === 'string' ||
    result.type === 'create' ||
    result.type === 'update'
  );
}

/** Versions without a structured patch tell the texts that were put in each other's place. */
function replaced(result: Json): Patch | null {
  if (typeof result.newString === 'string') {
    return ofReplacement(result.oldString, result.newString);
  }
  const edits = list(result.edits).filter(isObject);
  if (edits.length === 0) {
    return Array.isArray(result.structuredPatch) ? { added: 0, removed: 0 } : null;
  }
  const patches = edits.map((edit) => ofReplacement(object(edit).old_string, object(edit).new_string));
  return {
    added: patches.reduce((sum, patch) => sum + (patch?.added ?? 0), 0),
    removed: patches.reduce((sum, patch) => sum + (patch?.removed ?? 0), 0),
    patch: patches.map((patch) => patch?.patch ?? '').join('\n'),
  };
}
