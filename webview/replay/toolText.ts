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
  if (Array.isArray(command) && command.every((part) => typeof part === 'string')) {
    const [program, flag, script] = command;
    if (command.length === 3 && /(^|\/)(ba|z|da|fi)?sh$/.test(program ?? '') && /^-\w*c$/.test(flag ?? '')) {
      return script ?? '';
    }
    return command.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part}'`)).join(' ');
  }
  return null;
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

/** JSON with indentation; any other text as it is. */
export function prettyJson(text: string): { text: string; isJson: boolean } {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > 200_000) {
    return { text, isJson: false };
  }
  try {
    return { text: JSON.stringify(JSON.parse(trimmed), null, 2), isJson: true };
  } catch {
    return { text, isJson: false };
  }
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

/** A field's text from JSON that may be cut off. */
function fieldOf(json: string, field: string): string | null {
  const start = new RegExp(`"${field}"\\s*:\\s*(\\[\\s*)?"`).exec(json);
  if (!start) {
    return null;
  }
  if (start[1] !== undefined) {
    return shellCommand(json) ?? json.slice(start.index + start[0].length - 1).replace(/[\]}]*$/, '');
  }
  const value = /^(?:[^"\\]|\\.)*/s.exec(json.slice(start.index + start[0].length))?.[0] ?? '';
  try {
    return JSON.parse(`"${value}"`) as string;
  } catch {
    return value;
  }
}

function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
