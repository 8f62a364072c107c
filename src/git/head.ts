import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFolderOf } from './place.js';

/** The branch that is checked out in a worktree, read from its HEAD; null when none is (detached) or there is no repository. */
export function branchOf(worktree: string): string | null {
  const gitFolder = gitFolderOf(worktree);
  if (gitFolder === null) {
    return null;
  }
  try {
    const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(readFileSync(join(gitFolder, 'HEAD'), 'utf8'))?.[1];
    // Git writes this name where the branch is kept elsewhere (the reftable format).
    return branch === '.invalid' ? null : (branch ?? null);
  } catch {
    return null;
  }
}
