import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const statusCommand: Command = {
  ...ticketCommand,
  name: 'status',
  summary: "Show this worktree's ticket and what it took so far.",
  positionals: [],
  takesIn: true,
  async run({ api, folder }) {
    const { ticket } = await api.folderStatus(folder);
    return ticketOutput(ticket && (await api.ticket(ticket.key, folder)));
  },
};
