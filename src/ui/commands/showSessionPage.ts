import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/** Everything about one session on a page: figures, marks, conclusions, commits, and what it belongs to. */
export const showSessionPage: Command = {
  id: 'agentLogbook.showSessionPage',
  async run(services, arg) {
    const id = await pickSession(services, arg);
    if (id !== undefined) {
      services.sessionPages.open(id);
    }
  },
};
