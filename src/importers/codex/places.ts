import type { Places, SourceShape } from '../importer.js';
import { baseName } from '../../common/paths.js';
import { foldersOf, joinPath } from '../places.js';

/** `CODEX_HOME`, else `~/.codex`. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'CODEX_HOME');
  return named.length > 0 ? named : [joinPath(places, places.home, '.codex')];
}

/** Rollouts, active and archived, of which the oldest are one document each, the indexes of thread names, and the prompt history. */
export function shapeOf(path: string): SourceShape | null {
  if (path === 'session_index.jsonl' || path === 'history.jsonl') {
    return 'jsonl';
  }
  if (isThreadIndex(path)) {
    return 'sqlite';
  }
  const name = baseName(path);
  const inSessions = path.startsWith('sessions/') || isArchived(path);
  if (!inSessions || !name.startsWith('rollout-')) {
    return null;
  }
  return name.endsWith('.jsonl') ? 'jsonl' : name.endsWith('.json') ? 'json' : null;
}

/** The number rises with its schema. */
export function isThreadIndex(path: string): boolean {
  return /^state_\d+\.sqlite$/.test(path);
}

export function mayContain(folder: string): boolean {
  return folder === '' || /^(sessions|archived_sessions)(\/|$)/.test(folder);
}

/** Responses stand in rollouts; the index and the prompt history tell of threads by name only. */
export function counts(path: string): boolean {
  return path.includes('/');
}

export function isArchived(path: string): boolean {
  return path.startsWith('archived_sessions/');
}

/** The id in a rollout's file name, for files whose first line is unreadable. */
export function idOfName(path: string): string {
  const name = baseName(path).replace(/\.jsonl?$/, '');
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(name)?.[0] ?? name;
}
