import { baseName } from '../../common/paths.js';
import {
  companions as ofGemini,
  counts as countsOfGemini,
  mayContain as mayContainOfGemini,
  shapeOf as shapeOfGemini,
} from '../gemini/places.js';
import type { Places, SourceShape } from '../importer.js';
import { foldersOf, joinPath } from '../places.js';

/** `$QWEN_HOME`, else `~/.qwen`; what a run leaves may lie in `$QWEN_RUNTIME_DIR`. */
export function roots(places: Places): string[] {
  const named = foldersOf(places, 'QWEN_HOME');
  const homes = named.length > 0 ? named : [joinPath(places, places.home, '.qwen')];
  return [...new Set([...homes, ...foldersOf(places, 'QWEN_RUNTIME_DIR')])];
}

/**
 * Below `projects/<slug>/`: `chats/<session>.jsonl`, `subagents/<session>/agent-<id>.jsonl` and its `.meta.json`; and `tmp/` of old
 * versions. `usage_record.jsonl` has the sums of each run, which the sessions tell answer by answer.
 */
export function shapeOf(path: string): SourceShape | null {
  if (isGeminiForm(path)) {
    return shapeOfGemini(path);
  }
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (parts[0] !== 'projects') {
    return null;
  }
  if (parts[2] === 'chats' && parts.length === 4) {
    return name.endsWith('.jsonl') ? 'jsonl' : null;
  }
  if (parts[2] !== 'subagents' || parts.length !== 5) {
    return null;
  }
  return name.endsWith('.jsonl') ? 'jsonl' : isMeta(path) ? 'json' : null;
}

export function mayContain(folder: string): boolean {
  if (isGeminiForm(folder) || folder === '') {
    return mayContainOfGemini(folder);
  }
  const [top, , inside, below, ...deeper] = folder.split('/');
  return (
    top === 'projects' &&
    deeper.length === 0 &&
    (inside === undefined || inside === 'subagents' || (inside === 'chats' && below === undefined))
  );
}

/** Responses and sessions are told by lines alone. */
export function counts(path: string): boolean {
  return isGeminiForm(path) ? countsOfGemini(path) : path.endsWith('.jsonl');
}

/** A sub-agent's file does not tell its model and the call that started it; its description does. */
export function companions(path: string): readonly string[] {
  if (isGeminiForm(path)) {
    return ofGemini(path);
  }
  return ownerOf(path) !== undefined && path.endsWith('.jsonl')
    ? [path.replace(/\.jsonl$/, '.meta.json')]
    : [];
}

/** Before `projects/` (0.2 and earlier) the folders were those of Gemini CLI. */
export function isGeminiForm(path: string): boolean {
  return path === 'tmp' || path.startsWith('tmp/');
}

export function isMeta(path: string): boolean {
  return path.endsWith('.meta.json');
}

/** The session and the sub-agent that a file below `subagents/` belongs to. */
export function ownerOf(path: string): { session: string; thread: string } | undefined {
  const [, , folder, session] = path.split('/');
  return folder !== 'subagents' || session === undefined
    ? undefined
    : { session, thread: idOfName(path).replace(/^agent-/, '') };
}

export function idOfName(path: string): string {
  return baseName(path).replace(/(\.meta\.json|\.jsonl)$/, '');
}
