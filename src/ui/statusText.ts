import { l10n } from 'vscode';
import { oneLine } from '../common/plainText.js';
import type { FolderStatus } from '../common/protocol.js';
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
