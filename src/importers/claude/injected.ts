import type { MessageKind } from '../../common/model.js';

export interface Told {
  kind: MessageKind;
  text: string;
  queued?: true;
}

/**
 * Tells the user's own words from what the program puts into the user's role (§1.4 of the format notes). Only the start of
 * the text is looked at, however long it is.
 */
export function userText(text: string): Told {
  const start = firstInk(text);
  const code = text.charCodeAt(start);
  if (code === LESS) {
    return tagged(text, start);
  }
  if (code === BRACKET && text.startsWith('[Request interrupted by user', start)) {
    return { kind: 'interrupt', text };
  }
  if (text.startsWith('Caveat: The messages below', start)) {
    return { kind: 'injected', text };
  }
  if (text.startsWith('Stop hook feedback:', start)) {
    return { kind: 'hook', text };
  }
  return { kind: 'prompt', text };
}

/** The text between `<name>` and `</name>`, or undefined. */
export function tag(text: string, name: string): string | undefined {
  const open = text.indexOf(`<${name}>`);
  if (open < 0) {
    return undefined;
  }
  const from = open + name.length + 2;
  const close = text.indexOf(`</${name}>`, from);
  return (close < 0 ? text.slice(from) : text.slice(from, close)).trim();
}

function tagged(text: string, start: number): Told {
  const end = text.indexOf('>', start);
  // A name may be followed by attributes; a `<` that opens no tag is the user's own.
  const name = /^<([a-z][\w-]*)/i.exec(
    text.slice(start, end < 0 ? start + 60 : Math.min(end, start + 60)),
  )?.[1];
  switch (name) {
    case 'command-name':
    case 'command-message': {
      const command = tag(text, 'command-name') ?? tag(text, 'command-message') ?? '';
      const args = tag(text, 'command-args') ?? '';
      return { kind: 'command', text: args === '' ? command : `${command} ${args}` };
    }
    case 'bash-input':
      return { kind: 'shell', text: tag(text, 'bash-input') ?? text };
    case 'bash-stdout':
    case 'bash-stderr':
      return {
        kind: 'injected',
        text: [tag(text, 'bash-stdout'), tag(text, 'bash-stderr')].filter(Boolean).join('\n'),
      };
    case 'local-command-stdout':
    case 'local-command-stderr':
      return { kind: 'injected', text: tag(text, name) ?? text };
    case 'post-tool-use-hook':
    case 'user-prompt-submit-hook':
      return { kind: 'hook', text };
    default:
      return { kind: name !== undefined && INJECTED.has(name) ? 'injected' : 'prompt', text };
  }
}

const INJECTED: ReadonlySet<string> = new Set([
  'local-command-caveat',
  'task-notification',
  'system-reminder',
  'ide_opened_file',
  'ide_selection',
  'ide_diagnostics',
  'user-memory-input',
  'new-diagnostics',
  'teammate-message',
  'background-task-notification',
]);

function firstInk(text: string): number {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 32) {
    at++;
  }
  return at;
}

const LESS = 60;
const BRACKET = 91;
