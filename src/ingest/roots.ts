import { isAbsolute, normalize, sep } from 'node:path';
import type { Settings } from '../common/settings.js';
import type { Importer, Places, SourceShape } from '../importers/importer.js';
import type { Root } from './scan.js';

/** Where the agents that are switched on may have files: their own places and those that the settings add. */
export function rootsOf(importers: readonly Importer[], places: Places, settings: Settings): Root[] {
  const roots: Root[] = [];
  for (const importer of importers) {
    if (settings.disabledAgents.includes(importer.id)) {
      continue;
    }
    const paths = [...importer.roots(places), ...(settings.extraRoots[importer.id] ?? [])];
    for (const path of new Set(paths.map((path) => clean(path, places.home)))) {
      if (isAbsolute(path)) {
        roots.push({ importer, path });
      }
    }
  }
  return roots;
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
