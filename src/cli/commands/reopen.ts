import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const reopenCommand: Command = {
  ...ticketCommand,
  name: 'reopen',
  summary: 'Start a finished or abandoned ticket again.',
  positionals: ['KEY'],
  takesIn: false,
  run: async ({ api, positionals }) => ticketOutput(await api.reopenTicket(positionals[0] as string)),
};
