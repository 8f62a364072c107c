import type { MessageKind } from '../common/model.js';

/**
 * What the user typed, and what the program added to it: files that were named with `@`, and what hooks said. `shown` is the
 * text as the program shows it, where it tells that.
 */
export function split(texts: readonly string[], shown: string | undefined): { typed: string; added: string } {
  const told = texts.filter((text) => text !== '');
  if (shown !== undefined && shown !== '') {
    return { typed: shown, added: told.filter((text) => text !== shown).join('\n') };
  }
  const files = told.findIndex((text) => ADDED.some((start) => text.trimStart().startsWith(start)));
  return files < 1
    ? { typed: told.join('\n'), added: '' }
    : { typed: told.slice(0, files).join('\n'), added: told.slice(files).join('\n') };
}

/** What a text of the user's role is, told by its start. */
export function kindOf(text: string): MessageKind {
  const start = text.slice(0, 200).trimStart();
  if (start.startsWith('<state_snapshot>')) {
    return 'compaction';
  }
  if (start.startsWith('I ran the following shell command:')) {
    return 'shell';
  }
  return INJECTED.some((prefix) => start.startsWith(prefix)) ? 'injected' : 'prompt';
}

const ADDED: readonly string[] = [
  '--- Content from referenced files ---',
  '<qwen:user-prompt-submit-context>',
  '<hook_context>',
];

/** `<session_context>` in new versions, a sentence in old ones. */
const INJECTED: readonly string[] = [
  '<session_context>',
  '<hook_context>',
  '<loaded_context>',
  '<system-reminder>',
  '<task-notification>',
  '<qwen:user-prompt-submit-context>',
  'This is the Gemini CLI. We are setting up the context for our chat.',
  'This is the Qwen Code. We are setting up the context for our chat.',
  "Here is the user's editor context",
  "Here is a summary of changes in the user's editor context",
  'System: Please continue',
];
