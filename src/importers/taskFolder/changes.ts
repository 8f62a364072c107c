import type { FileChangeEvent } from '../../common/model.js';
import { count, isObject, list, object, str, type Json } from '../fields.js';
import { ofNewFile, ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { ofReplacements, replacementsOf } from '../searchReplace.js';

type Change = Pick<FileChangeEvent, 'path' | 'operation' | 'added' | 'removed' | 'patch' | 'newPath'>;

/** What an edit that was shown has done to files: one of them, or several at once (`batchDiffs`). */
export function changesShown(tool: Json): Change[] {
  const batch = list(tool.batchDiffs).filter(isObject);
  if (batch.length > 0) {
    return batch.flatMap((of) => {
      const path = str(of.path);
      const diffs = list(of.diffs).flatMap((diff) => str(object(diff).content) ?? []);
      const text = str(of.content) ?? diffs.join('\n');
      return path === undefined ? [] : [changed(path, 'update', patchIn(text), of.diffStats)];
    });
  }
  const text = str(tool.diff) ?? str(tool.content) ?? '';
  if (text.includes('*** Begin Patch')) {
    return patchedFiles(text).map(({ path, operation, patch, newPath }) => ({
      ...changed(path, operation, patch, undefined),
      ...(newPath === undefined ? {} : { newPath }),
    }));
  }
  const path = str(tool.path);
  if (path === undefined) {
    return [];
  }
  switch (tool.tool) {
    case 'fileDeleted':
    case 'deleteFile':
      return [changed(path, 'delete', null, undefined)];
    case 'newFileCreated':
      return [changed(path, 'create', patchIn(text) ?? ofNewFile(text), tool.diffStats)];
    case 'generateImage':
    case 'imageGenerated':
      return [changed(path, 'create', null, undefined)];
    default:
      return [changed(path, 'update', patchIn(text), tool.diffStats)];
  }
}

function changed(
  path: string,
  operation: FileChangeEvent['operation'],
  patch: Patch | null,
  stats: unknown,
): Change {
  // What the extension counted itself is the truth of the editor; a block of an edit tells no unchanged line apart.
  const { added, removed } = object(stats);
  return {
    path,
    operation,
    added: count(added) ?? patch?.added ?? null,
    removed: count(removed) ?? patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  };
}

/** Edits are shown as SEARCH/REPLACE blocks or as a unified diff; null: as something that tells no lines. */
function patchIn(text: string): Patch | null {
  const blocks = replacementsOf(text);
  if (blocks.length > 0) {
    return ofReplacements(blocks);
  }
  const hunks = /^@@ /m.exec(text);
  return hunks === null ? null : ofUnifiedDiff(text.slice(hunks.index));
}
