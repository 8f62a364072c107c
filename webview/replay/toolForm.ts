import type { ToolCategory } from '../../src/common/model.js';

/** The input of a tool call as a person reads it. */
export type ToolForm =
  | { kind: 'todos'; items: readonly TodoItem[] }
  | { kind: 'edits'; files: readonly FileEdit[] }
  | { kind: 'search'; pattern: string; where: string | null; rest: readonly [string, string][] }
  | { kind: 'fetch'; address: string; wanted: string | null }
  | { kind: 'task'; agent: string | null; description: string | null; prompt: string }
  | { kind: 'questions'; items: readonly Question[] }
  | { kind: 'text'; text: string };

export interface Question {
  question: string;
  /** What could be answered, and what that means. */
  options: readonly { label: string; about: string | null }[];
}

export interface TodoItem {
  text: string;
  status: 'pending' | 'in_progress' | 'completed';
}

/** What a call wanted to change in a file, as hunks of a diff. */
export interface FileEdit {
  path: string | null;
  patch: string;
}

type Fields = Record<string, unknown>;

/**
 * Reads the input of a call by the names that agents give its fields: what Claude Code calls `old_string` is `oldString`,
 * `old_str` or `before` elsewhere. Null: it is of no known form, and shown as it is.
 */
export function toolForm(category: ToolCategory, input: string): ToolForm | null {
  const fields = fieldsOf(input);
  const todos = fields ? todosOf(fields) : null;
  if (todos) {
    return { kind: 'todos', items: todos };
  }
  const patch = fields ? first(fields, ['patchText', 'patch', 'input']) : input;
  if (patch?.includes('*** Begin Patch')) {
    return { kind: 'edits', files: filesOfPatch(patch) };
  }
  if (!fields) {
    return null;
  }
  switch (category) {
    case 'edit':
      return editsOf(fields);
    case 'search':
      return searchOf(fields);
    case 'web':
      return fetchOf(fields);
    case 'delegate':
      return taskOf(fields);
    case 'plan': {
      const plan = first(fields, ['plan', 'content', 'text']);
      return plan === null ? null : { kind: 'text', text: plan };
    }
    default:
      return questionsOf(fields);
  }
}

function fieldsOf(input: string): Fields | null {
  try {
    const value: unknown = JSON.parse(input);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of these fields that is a text and not empty. */
function first(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') {
      return value;
    }
  }
  return null;
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

const todoTexts = ['content', 'text', 'step', 'description', 'title', 'subject'];

/** A list of to-dos, or a plan in steps: objects with a status, or lines with a box each. */
function todosOf(fields: Fields): TodoItem[] | null {
  for (const value of [fields['todos'], fields['todoList'], fields['plan'], fields['items']]) {
    const items = listOf(value).flatMap((item) => {
      const text = first(item, todoTexts);
      return text === null || typeof item['status'] !== 'string'
        ? []
        : { text, status: statusOf(item['status']) };
    });
    if (items.length > 0) {
      return items;
    }
    if (typeof value === 'string') {
      const lines = [...value.matchAll(/^\s*(?:[-*]|\d+\.)\s*\[(.)\]\s*(.+)$/gm)].map(([, box, text]) => ({
        text: text ?? '',
        status:
          box === ' '
            ? ('pending' as const)
            : /[x✓]/i.test(box ?? '')
              ? ('completed' as const)
              : ('in_progress' as const),
      }));
      if (lines.length > 0) {
        return lines;
      }
    }
  }
  return null;
}

function statusOf(status: string): TodoItem['status'] {
  if (/^(completed?|done)$/i.test(status)) {
    return 'completed';
  }
  return /^in[ _-]?progress$/i.test(status) ? 'in_progress' : 'pending';
}

const paths = [
  'file_path',
  'filePath',
  'path',
  'target_file',
  'relativeWorkspacePath',
  'absolute_path',
  'notebook_path',
];
const olds = ['old_string', 'oldString', 'old_str', 'before', 'oldText', 'old_text'];
const news = ['new_string', 'newString', 'new_str', 'after', 'newText', 'new_text', 'new_source'];
const wholes = ['content', 'file_text', 'code_edit', 'code', 'streamingContent', 'new_text'];

function editsOf(fields: Fields): ToolForm | null {
  const path = first(fields, paths);
  const diff = first(fields, ['diff']);
  if (diff !== null) {
    return { kind: 'edits', files: [{ path, patch: searchAndReplace(diff) }] };
  }
  const parts = listOf(fields['edits'] ?? fields['replacements'] ?? [fields]);
  const files = new Map<string | null, string[]>();
  for (const part of parts) {
    const hunk = hunkOf(part);
    if (hunk !== null) {
      const of = first(part, paths) ?? path;
      files.set(of, [...(files.get(of) ?? []), hunk]);
    }
  }
  return files.size === 0
    ? null
    : { kind: 'edits', files: [...files].map(([of, hunks]) => ({ path: of, patch: hunks.join('\n@@\n') })) };
}

function hunkOf(part: Fields): string | null {
  const old = first(part, olds);
  const fresh = first(part, news);
  if (old !== null) {
    return [signed(old, '-'), ...(fresh === null ? [] : [signed(fresh, '+')])].join('\n');
  }
  const whole = first(part, wholes) ?? fresh;
  return whole === null ? null : signed(whole, '+');
}

function signed(text: string, sign: '+' | '-'): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => sign + line)
    .join('\n');
}

/** Blocks of what is searched for and what it is replaced by, as Cline and Roo write them; another diff stays as it is. */
function searchAndReplace(diff: string): string {
  let side: '-' | '+' | '' = '';
  let isOfBlocks = false;
  const lines = diff.split('\n').flatMap((line) => {
    if (/^[-<]{7} SEARCH/.test(line)) {
      side = '-';
      isOfBlocks = true;
      return ['@@'];
    }
    if (/^={7}$/.test(line) && side === '-') {
      side = '+';
      return [];
    }
    if (/^[+>]{7} REPLACE/.test(line)) {
      side = '';
      return [];
    }
    return side === '' ? (isOfBlocks ? [] : [line]) : /^(:\w+:.*|-{7})$/.test(line) ? [] : [side + line];
  });
  return lines.join('\n');
}

/** The files of the patch format that Codex brought up, each with its lines. */
function filesOfPatch(text: string): FileEdit[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const head = /^\*\*\* (?:Add|Update|Delete) File: (.+)$/.exec(line);
    const moved = /^\*\*\* Move to: (.+)$/.exec(line);
    const last = files.at(-1);
    if (head) {
      files.push({ path: (head[1] ?? '').trim(), lines: [] });
    } else if (moved && last) {
      last.path = `${last.path} → ${(moved[1] ?? '').trim()}`;
    } else if (last && !line.startsWith('*** ')) {
      last.lines.push(line);
    }
  }
  return files.map(({ path, lines }) => ({ path, patch: lines.join('\n').trimEnd() }));
}

const patterns = ['pattern', 'regex', 'query', 'search', 'glob', 'name_pattern', 'filePattern'];
const places = [
  'path',
  'dir_path',
  'directory',
  'dir',
  'folder',
  'target_directory',
  'includePattern',
  'include',
];

function searchOf(fields: Fields): ToolForm | null {
  const queries = fields['queries'];
  const several = Array.isArray(queries) ? queries.filter((one) => typeof one === 'string').join(' · ') : '';
  const name = patterns.find((one) => typeof fields[one] === 'string' && fields[one] !== '');
  const pattern = name === undefined ? several : (first(fields, [name]) ?? '');
  if (pattern === '') {
    return null;
  }
  const where = places.find((one) => typeof fields[one] === 'string' && fields[one] !== '');
  const rest = Object.entries(fields).flatMap(([key, value]): [string, string][] => {
    const isSaid = key === name || key === where || key === 'tool';
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isSaid || !isPlain ? [] : [[key, String(value)]];
  });
  return { kind: 'search', pattern, where: where === undefined ? null : first(fields, [where]), rest };
}

function fetchOf(fields: Fields): ToolForm | null {
  const urls = fields['urls'];
  const address =
    first(fields, ['url', 'uri', 'query', 'search_query']) ?? (Array.isArray(urls) ? urls.join('\n') : null);
  return address === null
    ? null
    : { kind: 'fetch', address, wanted: first(fields, ['prompt', 'description']) };
}

function taskOf(fields: Fields): ToolForm | null {
  const prompt = first(fields, ['prompt', 'task', 'message', 'content', 'instructions']);
  return prompt === null
    ? null
    : {
        kind: 'task',
        agent: first(fields, ['subagent_type', 'agent_type', 'agent_name', 'mode']),
        description: first(fields, ['description', 'title']),
        prompt,
      };
}

function questionsOf(fields: Fields): ToolForm | null {
  const asked = listOf(fields['questions'] ?? (fields['question'] === undefined ? [] : [fields]));
  const items = asked.flatMap((one) => {
    const question = first(one, ['question', 'header', 'text']);
    const options = Array.isArray(one['options']) ? one['options'] : [];
    return question === null ? [] : { question, options: options.flatMap(optionOf) };
  });
  return items.length === 0 ? null : { kind: 'questions', items };
}

function optionOf(option: unknown): Question['options'] {
  if (typeof option === 'string') {
    return [{ label: option, about: null }];
  }
  const label = isFields(option) ? first(option, ['label', 'value']) : null;
  return label === null ? [] : [{ label, about: first(option as Fields, ['description']) }];
}
