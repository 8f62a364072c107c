import { join, sep } from 'node:path';
import { isInside } from '../common/paths.js';
import type { Importer, SourceShape } from '../importers/importer.js';
import { describeFileError, isMissing } from './fileSource.js';
import type { FileSource, FileStat, FolderEntry } from './fileSource.js';
import { statSource } from './sourceStat.js';

/** Of real paths, which have the case that the folders have. */
const rules = { windows: sep === '\\', ignoreCase: false };

/** A folder that may hold an agent's files. */
export interface Root {
  importer: Importer;
  path: string;
}

export interface FoundFile {
  agent: string;
  root: string;
  /** Below the root, with `/`. */
  path: string;
  file: string;
  shape: SourceShape;
  stat: FileStat;
}

export interface ScanResult {
  files: FoundFile[];
  /** Every folder that was looked into, for the watcher. */
  folders: string[];
  /** Roots that are there. */
  roots: Root[];
  /** Folders and files that could not be looked at. */
  problems: { file: string; message: string }[];
}

interface Candidate {
  path: string;
  file: string;
  shape: SourceShape;
}

/** Looks at once at this many files or folders: one by one costs twice the CPU, and the thread is free in between. */
const together = 32;
/** Deeper than any agent goes; ends what links of a file system that has no real paths might do. */
const maxDepth = 32;

/**
 * Finds the source files below the roots, or below `below` only. Folders that cannot be read are problems and stop
 * nothing; folders that vanish meanwhile are no problem. Symbolic links are followed once.
 */
export async function scan(
  allRoots: readonly Root[],
  files: FileSource,
  signal?: AbortSignal,
  below?: { root: string; path: string },
): Promise<ScanResult> {
  const result: ScanResult = { files: [], folders: [], roots: [], problems: [] };
  // Of the many places of editors made from VS Code most are not there.
  const roots = allRoots.filter(({ path }) => files.exists?.(path) !== false);
  const seen = new Set<string>();
  const realRoots: string[] = [];
  for (const root of roots) {
    realRoots.push(await files.realPath(root.path).catch(() => root.path));
  }
  const visited = new Map<string, Set<string>>();
  for (const [index, root] of roots.entries()) {
    if (below !== undefined && root.path !== below.root) {
      continue;
    }
    const real = realRoots[index] ?? root.path;
    const targets = visited.get(root.importer.id) ?? new Set();
    visited.set(root.importer.id, targets);
    if (targets.has(real)) {
      continue;
    }
    targets.add(real);
    await scanRoot(root, real, targets);
  }
  return result;

  async function scanRoot(root: Root, real: string, targets: Set<string>): Promise<void> {
    const pending: { path: string; depth: number }[] = [{ path: below?.path ?? '', depth: 0 }];
    while (pending.length > 0) {
      if (signal?.aborted) {
        return;
      }
      const folders = pending.splice(-together).map((next) => ({
        ...next,
        folder: next.path === '' ? root.path : join(root.path, next.path),
      }));
      const listed = await Promise.all(folders.map(({ folder }) => list(folder)));
      const candidates: Candidate[] = [];
      for (const [i, { path: parent, depth, folder }] of folders.entries()) {
        const entries = listed[i] ?? null;
        if (entries === null) {
          continue;
        }
        if (parent === '') {
          result.roots.push(root);
        }
        result.folders.push(folder);
        const { endsAt } = root.importer;
        const isEnd = endsAt !== undefined && entries.some(({ name }) => name === endsAt);
        for (const { name, kind } of entries) {
          if (isEnd && kind !== 'file') {
            continue;
          }
          const path = parent === '' ? name : `${parent}/${name}`;
          const file = join(folder, name);
          const actual = kind === 'link' ? await resolveLink(file, path, root, real, targets) : kind;
          if (actual === 'folder' && depth < maxDepth && root.importer.mayContain(path)) {
            pending.push({ path, depth: depth + 1 });
          } else if (actual === 'file') {
            const shape = root.importer.shapeOf(path);
            if (shape !== null) {
              candidates.push({ path, file, shape });
            }
          }
        }
      }
      for (let i = 0; i < candidates.length; i += together) {
        await Promise.all(candidates.slice(i, i + together).map((candidate) => look(root, candidate)));
      }
    }
  }

  async function list(folder: string): Promise<FolderEntry[] | null> {
    try {
      return await files.list(folder);
    } catch (error) {
      if (!isMissing(error)) {
        result.problems.push({ file: folder, message: describeFileError(error) });
      }
      return null;
    }
  }

  async function look(root: Root, candidate: Candidate): Promise<void> {
    try {
      const stat = await statSource(files, candidate.file, candidate.shape);
      const key = `${root.importer.id}\n${candidate.file}`;
      if (stat.kind === 'file' && !seen.has(key)) {
        seen.add(key);
        result.files.push({ agent: root.importer.id, root: root.path, ...candidate, stat });
      }
    } catch (error) {
      if (!isMissing(error)) {
        result.problems.push({ file: candidate.file, message: describeFileError(error) });
      }
    }
  }

  /** What a link leads to; null for a place that is looked at anyway, or was already. */
  async function resolveLink(
    file: string,
    path: string,
    root: Root,
    real: string,
    targets: Set<string>,
  ): Promise<'file' | 'folder' | 'other' | null> {
    if (!root.importer.mayContain(path) && root.importer.shapeOf(path) === null) {
      return null;
    }
    try {
      const target = await files.realPath(file);
      const { kind } = await files.stat(target);
      const known = [real, ...targets].some((folder) => isInside(target, folder, rules));
      if (known && kind === 'folder') {
        return null;
      }
      if (kind === 'folder') {
        targets.add(target);
      }
      return kind;
    } catch (error) {
      if (!isMissing(error)) {
        result.problems.push({ file, message: describeFileError(error) });
      }
      return null;
    }
  }
}
