import { l10n } from 'vscode';
import { oneLine } from '../common/plainText.js';
import { formatTokens } from '../common/format.js';
import type { ContextFill, FolderStatus } from '../common/protocol.js';
import { withoutIcons } from './text.js';
import { usageText } from './views/describe.js';

/** The text of the status bar item. Keys may come from a branch name, so they may draw no icons. */
export function statusText({ ticket, live }: FolderStatus): string {
  const icon = iconOf(ticket, live);
  if (!ticket) {
    return live ? `${icon} ${l10n.t('No ticket')}` : `${icon} ${l10n.t('Logbook')}`;
  }
  const usage = usageText(ticket.usage);
  return [`${icon} ${withoutIcons(oneLine(ticket.key, 30))}`, usage].filter(Boolean).join('  ');
}

/** What needs the user comes first, then what runs, then whether a ticket was started. */
function iconOf(ticket: FolderStatus['ticket'], live: FolderStatus['live']): string {
  if (live?.state === 'waiting') {
    return '$(bell-dot)';
  }
  if (live?.state === 'active') {
    return '$(play-circle)';
  }
  return ticket?.state === 'open' ? '$(record)' : '$(book)';
}

/** Shares of a context from which on it is coloured. */
const highFrom = 0.6;
const fullFrom = 0.85;

/** How a context that is so full is coloured; one of an unknown size is not. */
export function contextLevel({ tokens, window }: ContextFill): 'low' | 'high' | 'full' {
  const share = window === null ? 0 : tokens / window;
  return share >= fullFrom ? 'full' : share >= highFrom ? 'high' : 'low';
}

/** 124k / 200k (62 %); a question mark where the size is not known. */
export function contextText({ tokens, window }: ContextFill): string {
  return window === null
    ? `${formatTokens(tokens)} / ?`
    : `${formatTokens(tokens)} / ${formatTokens(window)} (${Math.floor((tokens / window) * 100)} %)`;
}
