import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';
import * as tasks from '../taskFolder/places.js';
import { userDataFolders } from '../userData.js';

/**
 * The store that command line and extension share since version 4 of the extension (`CLINE_DATA_DIR`, else `CLINE_DIR/data`,
 * else `~/.cline/data`), and the folders of the extension before it. Both may hold sessions and tasks.
 */
export function roots(places: Places): string[] {
  const [data] = foldersOf(places, 'CLINE_DATA_DIR');
  const [home] = foldersOf(places, 'CLINE_DIR');
  return [
    data ?? joinPath(places, home ?? joinPath(places, places.home, '.cline'), 'data'),
    ...userDataFolders(places, ['globalStorage', 'saoudrizwan.claude-dev']),
  ];
}

/**
 * `sessions/<id>/<id>.json` says what a session is, `<id>.messages.json` what was said; a sub-agent's messages lie beside
 * those of its session. What a compaction left of a conversation (`*.compaction.json`) repeats it.
 */
export function shapeOf(path: string): SourceShape | null {
  return isMessages(path) || isManifest(path) ? 'json' : tasks.shapeOf(path);
}

export function mayContain(folder: string): boolean {
  return folder === 'sessions' || /^sessions\/[^/]+$/.test(folder) || tasks.mayContain(folder);
}

/** What the session is says from when on it is a copy, and whether it has ended. */
export function companions(path: string): readonly string[] {
  return isMessages(path) ? [`sessions/${folderOf(path)}/${folderOf(path)}.json`] : tasks.companions(path);
}

export function isMessages(path: string): boolean {
  return /^sessions\/[^/]+\/[^/]+\.messages\.json$/.test(path);
}

export function isManifest(path: string): boolean {
  const [, folder, name] = /^sessions\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
  return folder !== undefined && folder === name;
}

/** The folder of a session. */
export function folderOf(path: string): string {
  return path.split('/')[1] ?? path;
}

/** The name of a messages file without its ending: the session's id, or that of a sub-agent. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.messages\.json$/, '');
}
