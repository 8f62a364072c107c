import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const switchCommand: Command = {
  ...ticketCommand,
  name: 'switch',
  summary: "Finish this worktree's ticket and start KEY at that moment.",
  positionals: ['KEY'],
  takesIn: false,
  run: async ({ api, folder, positionals, now }) =>
    ticketOutput(await api.switchTicket({ key: positionals[0] as string, folder, at: now })),
};
