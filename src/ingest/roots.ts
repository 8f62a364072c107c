import { existsSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { Settings } from '../common/settings.js';
import type { Importer, Places, SourceShape } from '../importers/importer.js';
import type { Root } from './scan.js';
import { databaseOf } from './sourceStat.js';

/** A folder that an agent may have its files in; with a problem it is not looked at. */
export interface AgentFolder {
  path: string;
  problem: string | null;
}

/** Where the agents that are switched on may have files. */
export function rootsOf(importers: readonly Importer[], places: Places, settings: Settings): Root[] {
  return enabled(importers, settings).flatMap((importer) =>
    foldersOf(importer, places, settings)
      .filter(({ problem }) => problem === null)
      .map(({ path }) => ({ importer, path })),
  );
}

/** Where copies of the agents' files lie that a person gave, below our own folder. */
export function importedRootsOf(importers: readonly Importer[], folder: string, settings: Settings): Root[] {
  return enabled(importers, settings)
    .map((importer) => ({ importer, path: join(folder, importer.id) }))
    .filter(({ path }) => existsSync(path));
}

function enabled(importers: readonly Importer[], settings: Settings): Importer[] {
  return importers.filter(({ id }) => !settings.disabledAgents.includes(id));
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

/** A path as an agent's: below which root it lies, and what it may be. */
export interface Place {
  root: Root;
  path: string;
  file: string;
  shape: SourceShape | null;
}

/** The root and agent that a path belongs to, and what it may be; null for a path that no scan would look at. */
export function placeOf(path: string, roots: readonly Root[]): Place[] {
  const found: Place[] = [];
  for (const root of roots) {
    if (path === root.path) {
      found.push({ root, path: '', file: path, shape: null });
    } else if (path.startsWith(root.path.endsWith(sep) ? root.path : root.path + sep)) {
      const parts = path.slice(root.path.length).split(sep).filter(Boolean);
      const reachable = parts
        .slice(0, -1)
        .every((_, index) => root.importer.mayContain(parts.slice(0, index + 1).join('/')));
      if (reachable) {
        found.push(placeBelow(root, parts.join('/'), path));
      }
    }
  }
  return found;
}

/** What happens to the log of a database happens to the database. */
function placeBelow(root: Root, path: string, file: string): Place {
  const shape = root.importer.shapeOf(path);
  const database = shape === null ? databaseOf(path) : null;
  return database !== null && root.importer.shapeOf(database) === 'sqlite'
    ? { root, path: database, file: databaseOf(file) ?? file, shape: 'sqlite' }
    : { root, path, file, shape };
}

function clean(path: string, home: string): string {
  const absolute = path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
  const normal = normalize(absolute);
  return normal.length > 1 && normal.endsWith(sep) && !normal.endsWith(`:${sep}`)
    ? normal.slice(0, -1)
    : normal;
}
