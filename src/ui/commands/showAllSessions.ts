import type { Command } from './command.js';

export const showAllSessions: Command = {
  id: 'agentLogbook.showAllSessions',
  run({ tree }) {
    tree.scope = 'all';
  },
};
