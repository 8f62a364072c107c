import type { Command } from '../command.js';
import { ticketCommand, ticketOutput } from './ticket.js';

export const finishCommand: Command = {
  ...ticketCommand,
  name: 'finish',
  summary: "Finish this worktree's ticket and show what it took.",
  positionals: [],
  takesIn: false,
  run: async ({ api, folder, now }) => ticketOutput(await api.finishTicket(folder, now)),
};
