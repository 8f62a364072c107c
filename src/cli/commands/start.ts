import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const startCommand: Command = {
  ...ticketCommand,
  name: 'start',
  summary: "Start work on ticket KEY in this folder's worktree.",
  positionals: ['KEY'],
  takesIn: false,
  run: async ({ api, folder, positionals, now }) =>
    ticketOutput(await api.startTicket({ key: positionals[0] as string, folder, at: now })),
};
