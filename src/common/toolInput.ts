/** What a tool call is about: the telling field of its input, or of the beginning of it, which may end in the middle of the JSON. */
export function mainArgument(input: string): string {
  const text = input.trim();
  if (!text.startsWith('{')) {
    return text;
  }
  for (const field of telling) {
    const value = textField(text, field);
    if (value !== null && value.trim() !== '') {
      return value;
    }
  }
  return text === '{}' ? '' : text;
}

/** Fields of a tool's input that say what the call is about, the most telling first. */
const telling = [
  'command',
  'cmd',
  'commands',
  'file_path',
  'filePath',
  'absolute_path',
  'notebook_path',
  'pattern',
  'query',
  'queries',
  'path',
  'paths',
  'dir_path',
  'url',
  'urls',
  'question',
  'description',
  'prompt',
  'subject',
  'skill',
  'message',
  'name',
  'plan',
  'content',
  'step',
  'id',
];

/** The words of a command as a line; of a shell that runs a script, the script. */
export function commandLine(words: readonly string[]): string {
  const [program = '', flag = '', script] = words;
  if (script !== undefined && /(^|\/)(ba|z|da|fi)?sh$/.test(program) && /^-\w*c$/.test(flag)) {
    return script;
  }
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/** A field's text from JSON that may be cut off; of a list of texts, the command that they are. */
export function textField(json: string, field: string): string | null {
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
