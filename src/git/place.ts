import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { isOnAnotherMachine } from '../common/paths.js';

/** What git says of a folder, without running git: absolute paths, links followed; null where it is in no repository. */
export interface GitPlace {
  /** The main worktree, or the bare repository: the same for all worktrees of a repository. */
  repository: string | null;
  worktree: string | null;
}

const nowhere: GitPlace = { repository: null, worktree: null };

/**
 * The repository and worktree of a working folder. A few synchronous look-ups. A folder that is gone counts as part of
 * the repository that its existing parents are in. A submodule is a repository of its own. What lies on another machine is
 * not looked at.
 */
export function resolvePlace(cwd: string): GitPlace {
  if (!isAbsolute(cwd) || cwd.includes('\0') || isOnAnotherMachine(cwd)) {
    return nowhere;
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const place = placeAt(folder);
    if (place) {
      return place;
    }
    if (dirname(folder) === folder) {
      return nowhere;
    }
  }
}

/** The folder with HEAD and index of a worktree: `.git`, or what a `.git` file points to; null when there is none. */
export function gitFolderOf(worktree: string): string | null {
  const dotGit = join(worktree, '.git');
  const kind = kindOf(dotGit);
  if (kind === 'folder') {
    return dotGit;
  }
  if (kind === 'file') {
    const target = /^gitdir: (.+?)\r?\n?$/.exec(textOf(dotGit) ?? '')?.[1];
    const folder = target === undefined ? null : resolve(worktree, target);
    return folder === null || isOnAnotherMachine(folder) ? null : folder;
  }
  return isBare(worktree) ? worktree : null;
}

function placeAt(folder: string): GitPlace | null {
  const gitFolder = gitFolderOf(folder);
  if (gitFolder === null || (gitFolder === join(folder, '.git') && !existsSync(join(gitFolder, 'HEAD')))) {
    return null;
  }
  const worktree = realPath(folder);
  return { repository: mainOf(gitFolder) ?? worktree, worktree };
}

/** The repository that a linked worktree belongs to; null when the folder is no linked worktree's. */
function mainOf(gitFolder: string): string | null {
  const common = textOf(join(gitFolder, 'commondir'))?.trim();
  const parent = dirname(gitFolder);
  // The folder of a worktree that git has pruned is gone, but its path still tells whose it was.
  const main =
    common !== undefined
      ? resolve(gitFolder, common)
      : basename(parent) === 'worktrees'
        ? dirname(parent)
        : null;
  if (main === null || isOnAnotherMachine(main)) {
    return null;
  }
  return realPath(basename(main) === '.git' ? dirname(main) : main);
}

function isBare(folder: string): boolean {
  return (
    basename(folder) !== '.git' &&
    existsSync(join(folder, 'HEAD')) &&
    existsSync(join(folder, 'objects')) &&
    existsSync(join(folder, 'refs'))
  );
}

/** null also for what may not be looked at: git could not use it either. */
function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const stats = statSync(path);
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}

/** null when the file cannot be read: then git could not use it either. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The path with links followed, as agents write their working folder; as it is where that fails or reaches too far. */
export function realPath(path: string): string {
  if (isOnAnotherMachine(path)) {
    return path;
  }
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
