import { openFirstRun } from '../firstRun.js';
import type { Command } from './command.js';

export const showFirstRun: Command = {
  id: 'agentLogbook.showFirstRun',
  run: ({ extension }) => openFirstRun(extension.id),
};
