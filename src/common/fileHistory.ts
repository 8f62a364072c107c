import { applyPatch } from './applyPatch.js';
import { patchSides } from './patch.js';
import type { FileChange } from './steps.js';

/** Two versions of a file, or of the part of it that was recorded. */
export interface Sides {
  before: string;
  after: string;
  /** Both are the whole file; else the changed lines and those around them. */
  whole: boolean;
}

/** The changes of one file among those of the steps that changed it, in order. `path` is its last name. */
export function changesOf(steps: readonly (readonly FileChange[])[], path: string): FileChange[] {
  const found: FileChange[] = [];
  let name = path;
  for (const changes of [...steps].reverse()) {
    for (const change of [...changes].reverse()) {
      if ((change.newPath ?? change.path) === name) {
        found.unshift(change);
        name = change.path;
      }
    }
  }
  return found;
}

/**
 * A file before and after its changes [from, to). The whole file where it can be told: from its creation on, or from what it
 * is `now` (null: it is gone) with the changes taken back, as long as each of them fits to the letter.
 */
export function fileSides(
  changes: readonly FileChange[],
  from: number,
  to: number,
  now: string | null,
): Sides {
  const versions = versionsOf(changes, now);
  const before = versions[from] ?? null;
  const after = versions[to] ?? null;
  if (before !== null && after !== null) {
    return { before, after, whole: true };
  }
  const parts = changes.slice(from, to).map(({ patch }) => patchSides(patch ?? ''));
  const joined = (side: 'before' | 'after') => parts.map((part) => part[side]).join('\n⋯\n');
  return { before: joined('before'), after: joined('after'), whole: false };
}

/** The file before each change and after the last one; null where it cannot be told. */
function versionsOf(changes: readonly FileChange[], now: string | null): (string | null)[] {
  const versions: (string | null)[] = Array.from({ length: changes.length + 1 }, () => null);
  const step = (n: number, back: boolean) => {
    const change = changes[n];
    const [known, wanted] = back ? [n + 1, n] : [n, n + 1];
    const text = versions[known] ?? null;
    if (change && text !== null && (versions[wanted] ?? null) === null) {
      versions[wanted] = renamedOnly(change)
        ? text
        : change.patch === null
          ? null
          : applyPatch(text, change.patch, back);
    }
  };
  const forward = () => changes.forEach((_, n) => step(n, false));
  changes.forEach(({ operation }, n) => {
    if (operation === 'create') {
      versions[n] = '';
    } else if (operation === 'delete') {
      versions[n + 1] = '';
    }
  });
  forward();
  if ((versions[changes.length] ?? null) === null) {
    versions[changes.length] = now;
  }
  for (let n = changes.length - 1; n >= 0; n--) {
    step(n, true);
  }
  forward();
  return versions;
}

function renamedOnly({ operation, patch, added, removed }: FileChange): boolean {
  return operation === 'rename' && (patch ?? '') === '' && (added ?? 0) === 0 && (removed ?? 0) === 0;
}
