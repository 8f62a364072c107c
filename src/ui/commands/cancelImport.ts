import type { Command } from './command.js';

export const cancelImport: Command = {
  id: 'agentLogbook.cancelImport',
  run: ({ store }) => store.own.api.cancelImport(),
};
