import { oneLine } from '../../src/common/plainText.js';

/** Fields of a tool's input that say in one line what the call is about, the most telling first. */
const telling = [
  'command',
  'cmd',
  'file_path',
  'filePath',
  'notebook_path',
  'pattern',
  'query',
  'path',
  'url',
  'description',
  'prompt',
  'subject',
  'skill',
  'question',
  'message',
  'name',
  'id',
];

/** One line about a tool call, from its input or the beginning of it (a preview may end in the middle of the JSON). */
export function toolSummary(input: string): string {
  const text = input.trim();
  if (!text.startsWith('{')) {
    return firstLine(text);
  }
  for (const field of telling) {
    const value = fieldOf(text, field);
    if (value !== null && value.trim() !== '') {
      return firstLine(value);
    }
  }
  return text === '{}' ? '' : firstLine(text);
}

/** The command of a shell call: a string, or a list of arguments of which the last is the script of a shell. */
export function shellCommand(input: string): string | null {
  const parsed = parseObject(input);
  if (!parsed) {
    return input.trim().startsWith('{') ? fieldOf(input, 'command') : input;
  }
  const command = parsed['command'] ?? parsed['cmd'] ?? parsed['script'];
  if (typeof command === 'string') {
    return command;
  }
  return Array.isArray(command) && command.every((part) => typeof part === 'string')
    ? commandLine(command)
    : null;
}

function commandLine(words: readonly string[]): string {
  const [program = '', flag = '', script] = words;
  if (script !== undefined && /(^|\/)(ba|z|da|fi)?sh$/.test(program) && /^-\w*c$/.test(flag)) {
    return script;
  }
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/** The file a call is about, if its input names one. */
export function pathOf(input: string): string | null {
  const parsed = parseObject(input);
  for (const field of ['file_path', 'filePath', 'notebook_path', 'path']) {
    const value = parsed?.[field];
    if (typeof value === 'string' && value !== '') {
      return value;
    }
  }
  return null;
}

/** JSON with indentation, unless that would make it many times as long; any other text as it is. */
export function prettyJson(text: string): { text: string; isJson: boolean } {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > 200_000) {
    return { text, isJson: false };
  }
  try {
    const value: unknown = JSON.parse(trimmed);
    return { text: growsTooMuch(trimmed) ? trimmed : JSON.stringify(value, null, 2), isJson: true };
  } catch {
    return { text, isJson: false };
  }
}

/** Whether indentation would make the text more than four times as long. What is within strings counts too. */
function growsTooMuch(json: string): boolean {
  let depth = 0;
  let spaces = 0;
  for (const [mark] of json.matchAll(/[[\]{},]/g)) {
    depth += mark === '[' || mark === '{' ? 1 : mark === ',' ? 0 : -1;
    spaces += 2 * depth;
    if (spaces > 4 * json.length + 1000) {
      return true;
    }
  }
  return false;
}

function parseObject(input: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A field's text from JSON that may be cut off; of a list of texts, the command that they are. */
function fieldOf(json: string, field: string): string | null {
  const start = new RegExp(`"${field}"\\s*:\\s*(\\[\\s*)?(?=")`).exec(json);
  if (!start) {
    return null;
  }
  const rest = json.slice(start.index + start[0].length);
  if (start[1] === undefined) {
    return textAtStart(rest).text;
  }
  const words: string[] = [];
  for (let at = 0; rest[at] === '"';) {
    const { text, end } = textAtStart(rest.slice(at));
    words.push(text);
    at += end + (/^\s*,\s*/.exec(rest.slice(at + end))?.[0].length ?? 0);
  }
  return commandLine(words);
}

/** The JSON string at the start of a text; it may lack its end. */
function textAtStart(json: string): { text: string; end: number } {
  const value = /^"(?:[^"\\]|\\.)*/s.exec(json)?.[0] ?? '"';
  const end = Math.min(value.length + 1, json.length);
  try {
    return { text: JSON.parse(`${value}"`) as string, end };
  } catch {
    return { text: value.slice(1), end };
  }
}

function firstLine(text: string): string {
  return oneLine(text.trim().split('\n', 1)[0] ?? '', 300);
}
