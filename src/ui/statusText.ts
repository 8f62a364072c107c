import { l10n } from 'vscode';
import type { FolderStatus } from '../common/protocol.js';
import { oneLine, withoutIcons } from './text.js';
import { usageText } from './views/describe.js';

/** The text of the status bar item. Keys may come from a branch name, so they may draw no icons. */
export function statusText({ ticket, live }: FolderStatus): string {
  const icon =
    live?.state === 'waiting' ? '$(bell-dot)' : live?.state === 'active' ? '$(play-circle)' : '$(book)';
  if (!ticket) {
    return live ? `${icon} ${l10n.t('No ticket')}` : `${icon} ${l10n.t('Logbook')}`;
  }
  const usage = usageText(ticket.usage);
  return [`${icon} ${withoutIcons(oneLine(ticket.key, 30))}`, usage].filter(Boolean).join('  ');
}
