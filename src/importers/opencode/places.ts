import { baseName } from '../../common/paths.js';
import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';
import { sharedData } from '../userData.js';

/** What a file below the root tells of. */
export type Kind = 'database' | 'session' | 'message' | 'todo';

/** `OPENCODE_DATA_DIR`, else `opencode` in the shared data folder, on every platform. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'OPENCODE_DATA_DIR');
  return named.length > 0 ? named : [joinPath(places, ...sharedData(places), 'opencode')];
}

/**
 * `opencode.db`, with the channel's name in builds that are no release; before that a tree of JSON files: first one in each
 * project's folder (`project/<folder>/storage/session/{info,message}`), then one for all.
 */
export function kindOf(path: string): Kind | null {
  if (/^opencode(?:-[\w.]+)?\.db$/.test(path)) {
    return 'database';
  }
  const storage = /^(?:project\/[^/]+\/)?storage\/(.+)\.json$/.exec(path)?.[1];
  if (storage === undefined) {
    return null;
  }
  if (/^session\/message\/[^/]+\/[^/]+$/.test(storage) || /^message\/[^/]+\/[^/]+$/.test(storage)) {
    return 'message';
  }
  if (/^session\/[^/]+\/[^/]+$/.test(storage)) {
    return /^session\/(?:message|part|share)\//.test(storage) ? null : 'session';
  }
  return /^todo\/[^/]+$/.test(storage) ? 'todo' : null;
}

export function shapeOf(path: string): SourceShape | null {
  const kind = kindOf(path);
  return kind === null ? null : kind === 'database' ? 'sqlite' : 'json';
}

export function mayContain(folder: string): boolean {
  const below = folder.replace(/^project\/[^/]+(?:\/|$)/, '');
  return (
    folder === '' ||
    folder === 'project' ||
    below === '' ||
    below === 'storage' ||
    /^storage\/(?:session|message|todo)(?:\/|$)/.test(below)
  );
}

/** The folder of the parts that a message is made of. */
export function companions(path: string): string[] {
  if (kindOf(path) !== 'message') {
    return [];
  }
  const message = baseName(path).replace(/\.json$/, '');
  return path.includes('storage/session/message/')
    ? [`${path.slice(0, -'.json'.length).replace('storage/session/message/', 'storage/session/part/')}/`]
    : [`${path.slice(0, path.indexOf('storage/message/'))}storage/part/${message}/`];
}

/** To-do lists tell neither a response nor a session. */
export function counts(path: string): boolean {
  return kindOf(path) !== 'todo';
}
