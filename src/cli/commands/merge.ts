import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const mergeCommand: Command = {
  ...ticketCommand,
  name: 'merge',
  summary: 'Let all that names ticket FROM belong to INTO.',
  positionals: ['FROM', 'INTO'],
  takesIn: false,
  run: async ({ api, positionals }) =>
    ticketOutput(await api.mergeTickets(positionals[0] as string, positionals[1] as string)),
};

export const unmergeCommand: Command = {
  ...ticketCommand,
  name: 'unmerge',
  summary: 'Take the merging of ticket KEY into another back.',
  positionals: ['KEY'],
  takesIn: false,
  run: async ({ api, positionals }) => ticketOutput(await api.unmergeTicket(positionals[0] as string)),
};
