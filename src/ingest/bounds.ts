import type { ImportEvent } from '../common/model.js';
import { maxTextBytes } from './batchBuilder.js';

/** Characters at most of what is stored whole and shown in lists. */
const longest = {
  /** Ids, models, branches, tools, kinds of sub-agents: what the agents write is a tenth of it. */
  name: 500,
  /** The systems' own limit is 4,096 bytes; Windows knows longer ones, which nobody has. */
  path: 4096,
  /** Titles, labels, descriptions, an item of a to-do list. */
  line: 2000,
  prompt: 64 << 10,
  plan: maxTextBytes >> 1,
} as const;
const mostItems = 500;

const paths: ReadonlySet<string> = new Set(['cwd', 'path', 'newPath', 'project', 'overflowPath', 'url']);
const lines: ReadonlySet<string> = new Set(['description', 'label']);
/** Texts of messages, results and patches go into blocks, which have a limit of their own. */
const bodies: ReadonlySet<string> = new Set(['text', 'output', 'patch']);

/**
 * The event with everything cut that is stored whole: no line of a session file makes a list in the interface slow or large,
 * whatever it claims to be a branch, a path or a plan. Most events come back as they are.
 */
export function bounded<T extends ImportEvent>(event: T): T {
  return isSmall(event) ? event : cutAll(event);
}

/** The quick look that nearly all events pass: nothing in it could be too long. */
function isSmall(event: ImportEvent): boolean {
  const isPlain = event.type !== 'plan' && event.type !== 'prompt';
  for (const field in event) {
    const value: unknown = event[field as keyof ImportEvent];
    if (typeof value === 'string') {
      if (value.length > longest.name && !(isPlain && bodies.has(field))) {
        return false;
      }
    } else if (typeof value === 'object' && value !== null && field !== 'tokens') {
      if (field !== 'tool' || !areShort(value)) {
        return false;
      }
    }
  }
  return true;
}

function areShort(values: object): boolean {
  for (const field in values) {
    const value = (values as Record<string, unknown>)[field];
    if (typeof value === 'string' && value.length > longest.name) {
      return false;
    }
  }
  return true;
}

function cutAll<T extends ImportEvent>(event: T): T {
  const cuts: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(event)) {
    const limited = typeof value === 'string' ? limit(event.type, field, value) : nested(field, value);
    if (limited !== value) {
      cuts[field] = limited;
    }
  }
  return Object.keys(cuts).length === 0 ? event : { ...event, ...cuts };
}

function limit(type: ImportEvent['type'], field: string, value: string): string {
  if (bodies.has(field)) {
    return type === 'plan'
      ? cut(value, longest.plan)
      : type === 'prompt'
        ? cut(value, longest.prompt)
        : value;
  }
  return cut(value, paths.has(field) ? longest.path : lines.has(field) ? longest.line : longest.name);
}

function nested(field: string, value: unknown): unknown {
  if (field === 'items' || field === 'attachments') {
    return list(value);
  }
  return field === 'title' || field === 'tool' ? fields(value, longest.name) : value;
}

function list(value: unknown): unknown {
  const all = value as readonly unknown[];
  const kept = all.slice(0, mostItems).map((item) => fields(item, longest.line));
  return all.length <= mostItems && kept.every((item, index) => item === all[index]) ? value : kept;
}

function fields(value: unknown, most: number): unknown {
  const all = Object.entries(value as object);
  return all.some(([, text]) => typeof text === 'string' && text.length > most)
    ? Object.fromEntries(all.map(([name, text]) => [name, typeof text === 'string' ? cut(text, most) : text]))
    : value;
}

/** Never in the middle of a character. */
function cut(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}
