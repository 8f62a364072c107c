import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

export const openReplay: Command = {
  id: 'agentLogbook.openReplay',
  async run(services, arg, at) {
    const id = await pickSession(services, arg);
    if (id) {
      const seq = (at as { seq?: unknown } | null | undefined)?.seq;
      services.replay.open(id, typeof seq === 'number' ? { seq } : undefined);
    }
  },
};
