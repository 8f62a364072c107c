import type { StoreApi } from '../common/storeApi.js';
import type { MarkStore } from '../store/marks.js';
import type { Changes } from './changes.js';

type MarkCalls = Pick<StoreApi, 'markSessions' | 'restoreMarks' | 'tags' | 'pins' | 'setPin' | 'removePin'>;

/** What people say of sessions, as calls of the protocol: each change is announced. */
export function markCalls(store: MarkStore, changes: Pick<Changes, 'sessions'>): MarkCalls {
  return {
    async markSessions(ids, change) {
      const before = store.markSessions(ids, change);
      changes.sessions(before.map(({ session }) => session));
      return before;
    },
    async restoreMarks(marks) {
      store.restoreMarks(marks);
      changes.sessions(marks.map(({ session }) => session));
    },
    tags: async () => store.tags(),
    pins: async (session) => store.pins(session),
    async setPin(message, note) {
      changes.sessions([store.setPin(message, note, Date.now())]);
    },
    async removePin(session, uid) {
      store.removePin(session, uid);
      changes.sessions([session]);
    },
  };
}
