import type { MessageKind, Role, ToolCategory } from '../../src/common/model.js';
import type { OutlineRow } from '../../src/common/steps.js';

/** Which messages are shown. */
export interface Filters {
  user: boolean;
  agent: boolean;
  tools: boolean;
  thinking: boolean;
  system: boolean;
  hooks: boolean;
  retries: boolean;
  subAgents: boolean;
  errorsOnly: boolean;
  category: ToolCategory | 'all';
  /** Only tool calls about this file; '': all. */
  file: string;
  /** Only this sub-agent, by itself; '': all. */
  thread: string;
}

export const noFilters: Filters = {
  user: true,
  agent: true,
  tools: true,
  thinking: true,
  system: true,
  hooks: true,
  retries: true,
  subAgents: true,
  errorsOnly: false,
  category: 'all',
  file: '',
  thread: '',
};

/** What the list shows, in order: messages, and the heads of sub-agents and of ways that were left. */
export type Item = MessageItem | GroupItem;

export interface MessageItem {
  type: 'message';
  row: OutlineRow;
  /** 1 inside a group. */
  depth: number;
}

export interface GroupItem {
  type: 'group';
  key: string;
  /** The first row of the group that is shown. */
  row: OutlineRow;
  count: number;
  errors: number;
  /** The group was interrupted by another one and goes on here. */
  continues: boolean;
  open: boolean;
}

/** The group that a row is folded into; null for the main way of the conversation. */
export function groupOf(row: Pick<OutlineRow, 'thread' | 'branch'>): string | null {
  if (row.thread !== null) {
    return `thread:${row.thread}`;
  }
  return row.branch > 0 ? `branch:${row.branch}` : null;
}

/**
 * The items of all rows that pass the filters and, with `only`, are of these numbers. Rows of one group that follow each other
 * have one head.
 */
export function itemsOf(
  rows: readonly OutlineRow[],
  filters: Filters,
  open: ReadonlySet<string>,
  only: ReadonlySet<number> | null = null,
): Item[] {
  const items: Item[] = [];
  const seen = new Set<string>();
  let head: GroupItem | undefined;
  for (const row of rows) {
    if (!passes(row, filters) || (only !== null && !only.has(row.seq))) {
      continue;
    }
    const key = groupOf(row);
    // A sub-agent by itself needs no head.
    if (key === null || filters.thread !== '') {
      head = undefined;
      items.push({ type: 'message', row, depth: 0 });
      continue;
    }
    if (head?.key !== key) {
      head = { type: 'group', key, row, count: 0, errors: 0, continues: seen.has(key), open: open.has(key) };
      seen.add(key);
      items.push(head);
    }
    head.count++;
    if (isError(row)) {
      head.errors++;
    }
    if (head.open) {
      items.push({ type: 'message', row, depth: 1 });
    }
  }
  return items;
}

export function passes(row: OutlineRow, filters: Filters): boolean {
  if (filters.errorsOnly && !isError(row)) {
    return false;
  }
  if (filters.file !== '' && !isAbout(row, filters.file)) {
    return false;
  }
  if (filters.thread !== '' ? row.thread !== filters.thread : !filters.subAgents && row.thread !== null) {
    return false;
  }
  switch (authorOf(row)) {
    case 'user':
      return filters.user;
    case 'tools':
      return filters.tools && (filters.category === 'all' || row.tool?.category === filters.category);
    case 'thinking':
      return filters.thinking;
    case 'system':
      return row.kind === 'hook' ? filters.hooks : row.kind === 'retry' ? filters.retries : filters.system;
    case 'agent':
      return filters.agent;
  }
}

/** Which of the kinds that only some sessions have there are. */
export function kindsIn(rows: readonly OutlineRow[]): { hooks: boolean; retries: boolean } {
  return {
    hooks: rows.some(({ kind }) => kind === 'hook'),
    retries: rows.some(({ kind }) => kind === 'retry'),
  };
}

/** A call that changed the file, or whose input names it, as far as its preview goes. */
function isAbout(row: OutlineRow, file: string): boolean {
  const changed = row.changes?.some(({ path, newPath }) => path === file || newPath === file) ?? false;
  return changed || (row.tool !== null && row.preview.includes(file));
}

/** Whom a message is shown as from. The user's role holds much that the user never wrote. */
export function authorOf(row: {
  role: Role;
  kind: MessageKind;
}): 'user' | 'agent' | 'tools' | 'thinking' | 'system' {
  switch (row.kind) {
    case 'prompt':
    case 'command':
    case 'shell':
      return 'user';
    case 'tool':
      return 'tools';
    case 'thinking':
      return 'thinking';
    case 'text':
      return row.role === 'assistant' ? 'agent' : row.role === 'user' ? 'user' : 'system';
    case 'injected':
    case 'compaction':
    case 'interrupt':
    case 'error':
    case 'notice':
    case 'hook':
    case 'retry':
      return 'system';
  }
}

export function isError(row: OutlineRow): boolean {
  return row.kind === 'error' || row.tool?.isError === true;
}

export function isPrompt(row: OutlineRow): boolean {
  return row.thread === null && authorOf(row) === 'user';
}

/** The item that shows a row, or stands for it: its folded group, else the last item before it. −1 without items. */
export function itemIndexOf(items: readonly Item[], seq: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.row.seq ?? 0) <= seq) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  if (items.length === 0) {
    return -1;
  }
  // A group's head has the number of its first row, so an open group's head and row are two items of one number.
  return low;
}

/** The next item of messages after `from` (or before it) that `test` accepts; −1 when there is none. */
export function findItem(
  items: readonly Item[],
  from: number,
  test: (item: Item) => boolean,
  step = 1,
): number {
  for (let n = from + step; n >= 0 && n < items.length; n += step) {
    const item = items[n];
    if (item && test(item)) {
      return n;
    }
  }
  return -1;
}
