import type { ImportProgress } from '../common/importReport.js';
import type { Changed, SessionId } from '../common/protocol.js';

/** Collects what changed and announces it together. */
export interface Changes {
  sessions(changed: readonly SessionId[] | 'all'): void;
  tickets(): void;
  settings(): void;
  progress(progress: ImportProgress): void;
  dispose(): void;
}

/** An announcement makes views ask again, so there is one in this time at most, in milliseconds. */
const intervalMs = 100;
/** Of more sessions than these a view looks at all of them anyway. */
const mostSessions = 500;

/**
 * The first change after a quiet time is announced at once, with what else changes in that moment; those that follow wait
 * until the interval is over. `now` is in milliseconds, from any start; `onSessions` is told
 * at once, so that what is remembered of sessions is forgotten before anybody asks.
 */
export function collectChanges(
  emit: (changed: Changed) => void,
  now: () => number = () => performance.now(),
  onSessions: (changed: readonly SessionId[] | 'all') => void = () => {},
): Changes {
  let sessions: Set<SessionId> | 'all' = new Set();
  let tickets = false;
  let settings = false;
  let progress: ImportProgress | null = null;
  let timer: NodeJS.Timeout | null = null;
  let announcedAt = -Infinity;

  const announce = () => {
    timer = null;
    announcedAt = now();
    const changed = { sessions: sessions === 'all' ? sessions : [...sessions], tickets, progress, settings };
    sessions = new Set();
    tickets = false;
    settings = false;
    progress = null;
    emit(changed);
  };
  const later = () => {
    timer ??= setTimeout(announce, Math.max(0, announcedAt + intervalMs - now()));
  };

  return {
    sessions(changed) {
      onSessions(changed);
      if (changed === 'all') {
        sessions = 'all';
      } else if (sessions !== 'all') {
        for (const id of changed) {
          sessions.add(id);
        }
        sessions = sessions.size > mostSessions ? 'all' : sessions;
      }
      later();
    },
    tickets() {
      tickets = true;
      later();
    },
    settings() {
      settings = true;
      later();
    },
    progress(current) {
      progress = current;
      later();
    },
    dispose() {
      if (timer) {
        clearTimeout(timer);
        timer = null;
      }
    },
  };
}
