import type { Command } from './command.js';

export const clearFilter: Command = {
  id: 'agentLogbook.clearFilter',
  run({ tree }) {
    tree.clear();
  },
};
