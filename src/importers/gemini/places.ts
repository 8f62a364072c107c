import { baseName } from '../../common/paths.js';
import type { Places, SourceShape } from '../importer.js';
import { foldersOf, isUuid, joinPath } from '../places.js';

/** `$GEMINI_CLI_HOME/.gemini`, else `~/.gemini`. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'GEMINI_CLI_HOME');
  return (named.length > 0 ? named : [places.home]).map((home) => joinPath(places, home, '.gemini'));
}

/**
 * Below `tmp/<project>/`: `chats/session-*.jsonl` (older: `.json`), `chats/<parent>/<sub-agent>.jsonl`, `logs.json` (prompts), and
 * plans. Source: `packages/core/src/config/storage.ts`.
 */
export function shapeOf(path: string): SourceShape | null {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (parts[0] !== 'tmp') {
    return null;
  }
  if (parts[2] === 'chats' && (parts.length === 4 || parts.length === 5)) {
    return name.endsWith('.jsonl') ? 'jsonl' : name.endsWith('.json') ? 'json' : null;
  }
  if (isPlan(path)) {
    return 'text';
  }
  return parts.length === 3 && name === 'logs.json' ? 'json' : null;
}

export function mayContain(folder: string): boolean {
  const [top, , inside, below, ...deeper] = folder.split('/');
  if (folder === '') {
    return true;
  }
  if (top !== 'tmp' || deeper.length > 0) {
    return false;
  }
  return (
    inside === undefined ||
    inside === 'chats' ||
    (inside === 'plans' && below === undefined) ||
    (isUuid(inside) && (below === undefined || below === 'plans'))
  );
}

/** Responses and sessions are told by the chats alone. */
export function counts(path: string): boolean {
  return path.split('/')[2] === 'chats';
}

/** The project's folder stands in a file of its own beside the chats (0.2x on). */
export function companions(path: string): string[] {
  const [top, project] = path.split('/');
  return top === 'tmp' && project !== undefined && !isPlan(path) ? [`tmp/${project}/.project_root`] : [];
}

/** `plans/<name>.md`, of a project or of one of its sessions. */
export function isPlan(path: string): boolean {
  const parts = path.split('/');
  const inPlans =
    (parts.length === 4 && parts[2] === 'plans') ||
    (parts.length === 5 && parts[3] === 'plans' && isUuid(parts[2] ?? ''));
  return parts[0] === 'tmp' && inPlans && path.endsWith('.md');
}

/** The session that a plan or a sub-agent's file lies below. */
export function ownerOf(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length === 5 ? parts[isPlan(path) ? 2 : 3] : undefined;
}

/** For files whose first line is unreadable. */
export function idOfName(path: string): string {
  return baseName(path).replace(/\.jsonl?$/, '');
}
