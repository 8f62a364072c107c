import type { OutlineRow } from '../../src/common/steps.js';
import { oneLine } from '../../src/common/plainText.js';
import { t } from '../app/strings.js';
import { authorOf } from './items.js';
import { toolSummary } from './toolText.js';

/** Whether the author is told in words: where the look of the row does not say it. */
export function showsAuthor(row: OutlineRow): boolean {
  return saysKind.has(row.kind) || row.queued === true;
}

const saysKind: ReadonlySet<string> = new Set([
  ...['command', 'shell', 'interrupt', 'error', 'notice', 'hook', 'retry'],
]);

/** What a step is called. */
export function authorLabel(row: OutlineRow): string {
  switch (row.kind) {
    case 'command':
      return t('command');
    case 'shell':
      return t('shellOfUser');
    case 'interrupt':
      return t('interrupted');
    case 'error':
      return t('error');
    case 'notice':
      return t('notice');
    case 'hook':
      return t('hook');
    case 'retry':
      return t('retried');
    case 'compaction':
      return t('summary');
    case 'tool':
      return toolName(row);
    case 'thinking':
      return t('thinking');
    case 'injected':
      return t('injected');
    default:
      return { user: t('you'), agent: t('agent') }[authorOf(row) as string] ?? t('system');
  }
}

/** The codicon of a step. */
export function iconOf(row: OutlineRow): string {
  switch (row.kind) {
    case 'tool':
      return toolIcon(row);
    case 'thinking':
      return 'lightbulb';
    case 'command':
      return 'symbol-event';
    case 'shell':
      return 'terminal';
    case 'compaction':
      return 'fold';
    case 'interrupt':
      return 'debug-stop';
    case 'error':
      return 'error';
    case 'hook':
      return 'zap';
    case 'retry':
      return 'refresh';
    case 'injected':
    case 'notice':
      return 'info';
    default:
      return row.queued
        ? 'clock'
        : authorOf(row) === 'user'
          ? 'account'
          : authorOf(row) === 'agent'
            ? 'sparkle'
            : 'info';
  }
}

const icons = {
  read: 'book',
  edit: 'edit',
  search: 'search',
  run: 'terminal',
  web: 'globe',
  delegate: 'organization',
  plan: 'checklist',
  mcp: 'plug',
  other: 'tools',
} as const;

/** The codicon of a tool's category. */
function toolIcon(row: OutlineRow): string {
  return icons[row.tool?.category ?? 'other'];
}

/** What a tool is called; one of a server by the server and its own name, as one says it. */
export function toolName(row: OutlineRow): string {
  const name = oneLine(row.tool?.name ?? '', 80);
  return name.replace(/^mcp__(.+?)__(.+)$/, '$1 › $2') || t('categoryOther');
}

/** A step in a line: what a tool was called for, or how a text begins. `shortPath` makes paths short. */
export function stepLine(row: OutlineRow, shortPath: (path: string) => string): string {
  const text = row.tool ? `${toolName(row)}: ${shortPath(toolSummary(row.preview))}` : row.preview;
  return oneLine(text, 120) || authorLabel(row);
}
