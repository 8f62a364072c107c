import type { Command } from './command.js';

/** Opens the search, of a text if a program gives one. */
export const searchSessions: Command = {
  id: 'agentLogbook.searchSessions',
  run({ search }, arg) {
    search.open(typeof arg === 'string' ? arg : undefined);
  },
};
