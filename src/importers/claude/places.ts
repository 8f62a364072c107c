import type { Places, SourceShape } from '../importer.js';
import { baseName } from '../../common/paths.js';
import { foldersOf, isUuid, joinPath } from '../places.js';

/**
 * `CLAUDE_CONFIG_DIR` (several may be separated by commas), else `~/.claude` and the folder that some 1.0 builds used,
 * `$XDG_CONFIG_HOME/claude` or `~/.config/claude`.
 */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'CLAUDE_CONFIG_DIR');
  if (named.length > 0) {
    return [...new Set(named)];
  }
  const config = foldersOf(places, 'XDG_CONFIG_HOME')[0] ?? joinPath(places, places.home, '.config');
  return [joinPath(places, places.home, '.claude'), joinPath(places, config, 'claude')];
}

/**
 * Transcripts, sub-agents, their descriptions, workflows, plans, to-do lists, the sessions that run now and the prompt
 * history; nothing else below a root.
 */
export function shapeOf(path: string): SourceShape | null {
  if (path === 'history.jsonl') {
    return 'jsonl';
  }
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  switch (parts[0]) {
    case 'projects':
      return shapeInProject(parts, name);
    case 'plans':
      return parts.length === 2 && name.endsWith('.md') ? 'text' : null;
    case 'todos':
      return parts.length === 2 && name.endsWith('.json') ? 'json' : null;
    case 'tasks':
      // Lists that several agents share have a name; only those of a session have its id.
      return parts.length === 3 && isUuid(parts[1] ?? '') && /^\d+\.json$/.test(name) ? 'json' : null;
    case 'sessions':
      return parts.length === 2 && /^\d+\.json$/.test(name) ? 'json' : null;
    default:
      return null;
  }
}

export function mayContain(folder: string): boolean {
  const parts = folder === '' ? [] : folder.split('/');
  switch (parts[0]) {
    case undefined:
      return true;
    case 'plans':
    case 'todos':
    case 'sessions':
      return parts.length === 1;
    case 'tasks':
      return parts.length === 1 || (parts.length === 2 && isUuid(parts[1] ?? ''));
    case 'projects':
      // projects/<project>/<session>/subagents/workflows/<run>, projects/<project>/<session>/workflows. Files that a person
      // hands over may have sessions whose ids are no UUIDs.
      return (
        parts.length <= 3 || parts[3] === 'subagents' || (parts[3] === 'workflows' && parts.length === 4)
      );
    default:
      return false;
  }
}

/** Responses stand in transcripts; descriptions, plans, lists and the prompt history tell of sessions by name only. */
export function counts(path: string): boolean {
  return path.startsWith('projects/') && path.endsWith('.jsonl');
}

/** Whose lines a file holds, by its path. */
export interface Owner {
  /** Null where the first line has to tell. */
  session: string | null;
  thread: string | null;
}

/**
 * The id of the file name is the session, whatever its lines say: a fork and an old resume hold lines of another. Sub-agents
 * belong to the session whose folder they lie in; beside the sessions their first line names it.
 */
export function ownerOf(path: string): Owner {
  const parts = path.split('/');
  const name = baseName(path).replace(/(\.meta)?\.jsonl?$/, '');
  const folder = Math.max(parts.lastIndexOf('subagents'), parts[3] === 'workflows' ? 3 : -1);
  const thread = name.startsWith('agent-') ? name.slice('agent-'.length) : null;
  if (folder > 0) {
    return { session: parts[folder - 1] ?? null, thread };
  }
  return { session: thread === null && isUuid(name) ? name : null, thread };
}

function shapeInProject(parts: readonly string[], name: string): SourceShape | null {
  if (parts[3] === 'subagents') {
    if (name.endsWith('.meta.json')) {
      return name.startsWith('agent-') ? 'json' : null;
    }
    return name.endsWith('.jsonl') && (name.startsWith('agent-') || name === 'journal.jsonl')
      ? 'jsonl'
      : null;
  }
  if (parts[3] === 'workflows') {
    return parts.length === 5 && name.startsWith('wf_') && name.endsWith('.json') ? 'json' : null;
  }
  return parts.length === 3 && name.endsWith('.jsonl') ? 'jsonl' : null;
}
