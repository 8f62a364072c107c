import type { SourceShape } from '../importer.js';

/**
 * Files of an extension's folder: a folder a task with what was shown (`ui_messages.json`, before 2025 `claude_messages.json`)
 * and, with Roo Code, what its list of tasks shows of it; Cline has one list of all tasks.
 */
export function shapeOf(path: string): SourceShape | null {
  return path === 'state/taskHistory.json' || (isOfTask(path) && SOURCES.has(nameOf(path))) ? 'json' : null;
}

export function mayContain(folder: string): boolean {
  return folder === '' || folder === 'state' || /^tasks(?:\/[^/]+)?$/.test(folder);
}

/** What was sent and which model it was sent to; where the task was worked on and which one started it. */
export function companions(path: string): readonly string[] {
  if (!isUiMessages(path)) {
    return [];
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return COMPANIONS.map((name) => folder + name);
}

export function isUiMessages(path: string): boolean {
  return isOfTask(path) && nameOf(path) !== 'history_item.json';
}

/** The task's id is its folder's name. */
export function taskOf(path: string): string {
  return path.split('/')[1] ?? path;
}

function isOfTask(path: string): boolean {
  return /^tasks\/[^/]+\/[^/]+$/.test(path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const SOURCES: ReadonlySet<string> = new Set([
  'ui_messages.json',
  'claude_messages.json',
  'history_item.json',
]);
const COMPANIONS = ['api_conversation_history.json', 'task_metadata.json', 'history_item.json'] as const;
