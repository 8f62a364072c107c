import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';
import { sharedData } from '../userData.js';

/** `$AMP_DATA_DIR`, else `amp` where the user's programs share their data. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'AMP_DATA_DIR');
  return named.length > 0 ? named : [joinPath(places, ...sharedData(places), 'amp')];
}

/** `threads/T-<id>.json`. */
export function shapeOf(path: string): SourceShape | null {
  return /^threads\/[^/]+\.json$/.test(path) ? 'json' : null;
}

export function mayContain(folder: string): boolean {
  return folder === '' || folder === 'threads';
}
