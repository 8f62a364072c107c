import type { SessionNode } from '../views/sessionTree.js';
import { moreOfTicket, type TicketNode } from '../views/ticketTree.js';
import type { Command } from './command.js';

/** The last row of a list that is longer than its page. */
export const loadMore: Command = {
  id: 'agentLogbook.loadMore',
  run({ sessions, tickets, plans }, arg) {
    const node = arg as { id?: string } | null | undefined;
    if (node?.id === 'plans/more') {
      plans.loadMore();
    } else if (node?.id?.startsWith(moreOfTicket)) {
      tickets.loadMore(node as Extract<TicketNode, { kind: 'more' }>);
    } else if (node?.id) {
      sessions.loadMore(node as SessionNode);
    }
  },
};
