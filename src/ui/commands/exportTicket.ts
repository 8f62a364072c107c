import * as vscode from 'vscode';
import { withoutIcons } from '../text.js';
import { ticketDescription } from '../views/describe.js';
import type { Command, Services } from './command.js';
import { exportSelection } from './exportSelection.js';

/** Exports what was done for the ticket of a row; from the palette, for one that is chosen. */
export const exportTicket: Command = {
  id: 'agentLogbook.exportTicket',
  async run(services, arg) {
    const row = (arg as { ticket?: { key?: unknown; worktree?: unknown; repository?: unknown } } | undefined)
      ?.ticket;
    const ticket =
      typeof row?.key === 'string'
        ? { key: row.key, folder: row.worktree ?? row.repository }
        : await pickTicket(services);
    if (ticket) {
      const folder = typeof ticket.folder === 'string' ? { folder: ticket.folder } : {};
      await exportSelection(services, { ticket: ticket.key, ...folder }, ticket.key);
    }
  },
};

async function pickTicket({ store }: Services): Promise<{ key: string; folder: unknown } | undefined> {
  const tickets = await store.api.tickets({});
  const picked = await vscode.window.showQuickPick(
    tickets.map((ticket) => ({
      label: withoutIcons(ticket.key),
      description: withoutIcons(ticketDescription(ticket, Date.now())),
      ticket,
    })),
    { placeHolder: vscode.l10n.t('Which ticket?'), matchOnDescription: true },
  );
  return picked && { key: picked.ticket.key, folder: picked.ticket.worktree ?? picked.ticket.repository };
}
