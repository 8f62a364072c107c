import type { FileChangeEvent } from '../common/model.js';
import { ofUnifiedDiff, type Patch } from './patch.js';

/** What a patch does to one file. */
export interface PatchedFile {
  path: string;
  operation: FileChangeEvent['operation'];
  /** null: the text tells that the file changed, not how. */
  patch: Patch | null;
  newPath?: string;
}

/**
 * The changes in the text of a patch as several agents' `apply_patch` tools take it:
 * `*** Add File: p` with `+` lines, `*** Delete File: p`, `*** Update File: p` with `@@` hunks, and `*** Move to: q`.
 * Source: openai/codex, `codex-rs/apply-patch`. Paths are as they are written.
 */
export function patchedFiles(text: string): PatchedFile[] {
  const start = text.indexOf('*** Begin Patch');
  const files: PatchedFile[] = [];
  let current: Section | null = null;
  for (const line of start < 0 ? [] : text.slice(start).split('\n')) {
    const header = /^\*\*\* (Add|Update|Delete) File: (.+)$/.exec(
      line.startsWith('***') ? line.trimEnd() : '',
    );
    if (header !== null) {
      if (current !== null) {
        files.push(ofSection(current));
      }
      current = {
        path: header[2] ?? '',
        operation: OPERATIONS[header[1] as keyof typeof OPERATIONS],
        lines: [],
      };
    } else if (line.startsWith('*** End Patch')) {
      break;
    } else if (current !== null && line.startsWith('*** Move to: ')) {
      current.moved = line.slice('*** Move to: '.length).trimEnd();
    } else if (current !== null && !line.startsWith('*** ')) {
      current.lines.push(line);
    }
  }
  if (current !== null) {
    files.push(ofSection(current));
  }
  return files;
}

interface Section {
  path: string;
  operation: 'create' | 'update' | 'delete';
  moved?: string;
  lines: string[];
}

const OPERATIONS = { Add: 'create', Update: 'update', Delete: 'delete' } as const;

function ofSection({ path, operation, moved, lines }: Section): PatchedFile {
  if (operation === 'delete') {
    return { path, operation, patch: null };
  }
  const body = lines.join('\n');
  // The hunks of this format start with "@@" or the text near it, and some files have none at all.
  const patch = ofUnifiedDiff(lines.some((line) => line.startsWith('@@')) ? body : `@@\n${body}`);
  return moved === undefined
    ? { path, operation, patch }
    : { path, operation: 'rename', patch, newPath: moved };
}
