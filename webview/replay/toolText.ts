import { escapeMarkdown } from '../../src/common/markdownText.js';
import { oneLine } from '../../src/common/plainText.js';
import { commandLine, mainArgument, textField } from '../../src/common/toolInput.js';

/** One line about a tool call, from its input or the beginning of it. */
export function toolSummary(input: string): string {
  return oneLine(mainArgument(input).trim().split('\n', 1)[0] ?? '', 300);
}

/** The command of a shell call: a string, or a list of arguments of which the last is the script of a shell. */
export function shellCommand(input: string): string | null {
  const parsed = parseObject(input);
  if (!parsed) {
    return input.trim().startsWith('{') ? textField(input, 'command') : input;
  }
  const command = parsed['command'] ?? parsed['cmd'] ?? parsed['script'];
  if (typeof command === 'string') {
    return command;
  }
  return Array.isArray(command) && command.every((part) => typeof part === 'string')
    ? commandLine(command)
    : null;
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

/** The hits of a search of the web, which some agents write as JSON in a line of their own, as a list of links. */
export function linksAsList(text: string): string {
  return text.replace(/^Links: (\[.*\])$/gm, (line, json: string) => {
    const links = parseList(json).flatMap((link) => {
      const { title, url } = (link ?? {}) as { title?: unknown; url?: unknown };
      if (typeof url !== 'string' || !/^https?:\/\/[^\s<>]+$/i.test(url)) {
        return [];
      }
      const name = typeof title === 'string' && title.trim() !== '' ? title : url;
      return [`- [${escapeMarkdown(oneLine(name, 200))}](<${url}>)`];
    });
    return links.length === 0 ? line : `${links.join('\n')}\n`;
  });
}

function parseList(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
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
