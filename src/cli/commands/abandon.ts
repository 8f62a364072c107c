import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const abandonCommand: Command = {
  ...ticketCommand,
  name: 'abandon',
  summary: 'Give a ticket up; what was done for it stays its own.',
  positionals: ['KEY'],
  takesIn: false,
  run: async ({ api, positionals }) => ticketOutput(await api.abandonTicket(positionals[0] as string)),
};
