import { isAbsolute, normalize, sep } from 'node:path';
import type { Settings } from '../common/settings.js';
import type { Importer, Places, SourceShape } from '../importers/importer.js';
import type { Root } from './scan.js';

/** A folder that an agent may have its files in; with a problem it is not looked at. */
export interface AgentFolder {
  path: string;
  problem: string | null;
}

/** Where the agents that are switched on may have files. */
export function rootsOf(importers: readonly Importer[], places: Places, settings: Settings): Root[] {
  return importers
    .filter(({ id }) => !settings.disabledAgents.includes(id))
    .flatMap((importer) =>
      foldersOf(importer, places, settings)
        .filter(({ problem }) => problem === null)
        .map(({ path }) => ({ importer, path })),
    );
}

/** An agent's own places and those that the settings add. */
export function foldersOf(
  importer: Importer,
  places: Places,
  { extraRoots }: Pick<Settings, 'extraRoots'>,
): AgentFolder[] {
  const paths = [...importer.roots(places), ...(extraRoots[importer.id] ?? [])];
  return [...new Set(paths.map((path) => clean(path, places.home)))].map((path) => ({
    path,
    problem: isAbsolute(path)
      ? null
      : 'It is not read, because it is not a whole path: begin with the root of the file system or with ~/',
  }));
}

/** The root and agent that a path belongs to, and what it may be; null for a path that no scan would look at. */
export function placeOf(
  path: string,
  roots: readonly Root[],
): { root: Root; path: string; shape: SourceShape | null }[] {
  const found = [];
  for (const root of roots) {
    if (path === root.path) {
      found.push({ root, path: '', shape: null });
    } else if (path.startsWith(root.path.endsWith(sep) ? root.path : root.path + sep)) {
      const parts = path.slice(root.path.length).split(sep).filter(Boolean);
      const reachable = parts
        .slice(0, -1)
        .every((_, index) => root.importer.mayContain(parts.slice(0, index + 1).join('/')));
      if (reachable) {
        const below = parts.join('/');
        found.push({ root, path: below, shape: root.importer.shapeOf(below) });
      }
    }
  }
  return found;
}

function clean(path: string, home: string): string {
  const absolute = path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
  const normal = normalize(absolute);
  return normal.length > 1 && normal.endsWith(sep) && !normal.endsWith(`:${sep}`)
    ? normal.slice(0, -1)
    : normal;
}
