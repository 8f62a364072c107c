import type { MessageKind, Role, ToolCategory } from '../common/model.js';

/*
 * Rows hold these words as their position in the list. The lists are part of the file format: append only, never reorder.
 */

export const roles = ['user', 'assistant', 'system', 'tool'] as const satisfies readonly Role[];

export const kinds = [
  'prompt',
  'command',
  'shell',
  'injected',
  'text',
  'thinking',
  'tool',
  'compaction',
  'interrupt',
  'error',
  'notice',
  'hook',
  'retry',
  // A prompt that waited while the agent worked: to all that reads it, of the kind `prompt`.
  'queued prompt',
] as const satisfies readonly (MessageKind | 'queued prompt')[];

export function codeOfKind(kind: MessageKind, queued: boolean): number {
  return codeOf(kinds, queued && kind === 'prompt' ? 'queued prompt' : kind);
}

export function kindOf(code: number): { kind: MessageKind; queued: boolean } {
  const kind = kinds[code] ?? 'notice';
  return kind === 'queued prompt' ? { kind: 'prompt', queued: true } : { kind, queued: false };
}

/** What a person says to an agent in words. */
export const promptCodes = [codeOf(kinds, 'prompt'), codeOf(kinds, 'queued prompt')] as const;

export const categories = [
  'read',
  'edit',
  'search',
  'run',
  'web',
  'delegate',
  'plan',
  'mcp',
  'other',
] as const satisfies readonly ToolCategory[];

/** The number of a word. An unknown word is a bug of the caller and throws. */
export function codeOf(list: readonly string[], word: string): number {
  const code = list.indexOf(word);
  if (code < 0) {
    throw new Error(`No code for ${word}`);
  }
  return code;
}
