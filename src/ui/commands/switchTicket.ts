import * as vscode from 'vscode';
import { withoutIcons } from '../text.js';
import { ticketDescription } from '../views/describe.js';
import { askTicket, ticketFolder } from './askTicket.js';
import type { Command } from './command.js';

export const switchTicket: Command = {
  id: 'agentLogbook.switchTicket',
  async run({ store }, arg) {
    const folder = ticketFolder(store, typeof arg === 'string' ? arg : undefined);
    if (!folder) {
      return;
    }
    const wanted = (arg as { ticket?: { key?: unknown } } | null | undefined)?.ticket?.key;
    if (typeof wanted === 'string') {
      await store.api.switchTicket({ key: wanted, folder });
      return;
    }
    const [status, tickets] = await Promise.all([store.api.folderStatus(folder), store.api.tickets({})]);
    const other = { label: `$(add) ${vscode.l10n.t('Another key…')}`, key: null };
    const picked = await vscode.window.showQuickPick(
      [
        other,
        ...tickets
          .filter((ticket) => ticket.key !== status.ticket?.key)
          .map((ticket) => ({
            label: withoutIcons(ticket.key),
            description: withoutIcons(ticketDescription(ticket, Date.now())),
            key: ticket.key,
          })),
      ],
      { placeHolder: vscode.l10n.t('Switch to which ticket?'), matchOnDescription: true },
    );
    if (!picked) {
      return;
    }
    const asked = picked.key
      ? { key: picked.key }
      : await askTicket(vscode.l10n.t('Switch ticket'), status.proposedKey);
    if (asked) {
      await store.api.switchTicket({ ...asked, folder });
    }
  },
};
