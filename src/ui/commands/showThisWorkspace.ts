import type { Command } from './command.js';

export const showThisWorkspace: Command = {
  id: 'agentLogbook.showThisWorkspace',
  run({ tree }) {
    tree.scope = 'workspace';
  },
};
