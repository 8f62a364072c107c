import * as vscode from 'vscode';
import type { TicketSummary } from '../../common/protocol.js';
import { chooseTicket, ticketKeyOf } from './chooseTicket.js';
import type { Command } from './command.js';

/** Opens the page of a ticket: a row's, a group's, or one that is asked for. */
export const openTicketPage: Command = {
  id: 'agentLogbook.openTicketPage',
  async run(services, arg, folder) {
    const key =
      ticketKeyOf(arg) ??
      (await chooseTicket(services.store.api, vscode.l10n.t('Page of which ticket?')))?.key;
    if (!key) {
      return;
    }
    const ticket = (arg as { ticket?: TicketSummary } | null | undefined)?.ticket;
    const place = typeof folder === 'string' ? folder : (ticket?.worktree ?? ticket?.repository ?? null);
    services.ticketPages.open({ ticket: key, folder: place });
  },
};
