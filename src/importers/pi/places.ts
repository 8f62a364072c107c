import { baseName } from '../../common/paths.js';
import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';

/** `$PI_CODING_AGENT_DIR`, else `~/.pi/agent`. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'PI_CODING_AGENT_DIR');
  return named.length > 0 ? named : [joinPath(places, places.home, '.pi', 'agent')];
}

/** `sessions/--<folder>--/<time>_<id>.jsonl`. */
export function shapeOf(path: string): SourceShape | null {
  const parts = path.split('/');
  const inSessions = parts[0] === 'sessions' && (parts.length === 2 || parts.length === 3);
  return inSessions && path.endsWith('.jsonl') ? 'jsonl' : null;
}

export function mayContain(folder: string): boolean {
  const [top, , ...deeper] = folder.split('/');
  return folder === '' || (top === 'sessions' && deeper.length === 0);
}

/** The id in a file's name, which a fork's first line tells its parent by. */
export function idOfName(path: string): string {
  const name = baseName(path.replaceAll('\\', '/')).replace(/\.jsonl$/, '');
  return name.slice(name.indexOf('_') + 1);
}
