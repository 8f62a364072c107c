import type { Command } from './command.js';
import { sessionsToMark } from './markSessions.js';

/** A star before the title, and a place in the filter. So small a change asks for no undo: its opposite is beside it. */
export const favouriteSession: Command = {
  id: 'agentLogbook.favouriteSession',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length > 0) {
      await services.store.api.markSessions(sessions, { favourite: true });
    }
  },
};

export const unfavouriteSession: Command = {
  id: 'agentLogbook.unfavouriteSession',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length > 0) {
      await services.store.api.markSessions(sessions, { favourite: false });
    }
  },
};
