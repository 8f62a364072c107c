import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';
import { applicationData, sharedData } from '../userData.js';

/** `GOOSE_PATH_ROOT`, else the shared data folder, on Windows that of the application. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'GOOSE_PATH_ROOT');
  if (named.length > 0) {
    return named.map((root) => joinPath(places, root, 'data', 'sessions'));
  }
  return places.platform === 'win32'
    ? [joinPath(places, ...applicationData(places), 'Block', 'goose', 'data', 'sessions')]
    : [joinPath(places, ...sharedData(places), 'goose', 'sessions')];
}

/** The database, and the lines of a session from before it. */
export function shapeOf(path: string): SourceShape | null {
  if (path === 'sessions.db') {
    return 'sqlite';
  }
  return /^[^/]+\.jsonl$/.test(path) ? 'jsonl' : null;
}

export function mayContain(folder: string): boolean {
  return folder === '';
}
