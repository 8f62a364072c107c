import type { Command } from './command.js';

export const showLog: Command = {
  id: 'agentLogbook.showLog',
  run({ log }) {
    log.show();
  },
};
