import type { SessionState } from '../../common/protocol.js';
import type { Settings } from '../../common/settings.js';

const minuteMs = 60_000;

/**
 * A session is active up to some minutes after its last event, idle for some more, then ended (settings). While it has not
 * ended it waits when its last event asks the user.
 */
export function stateOf(
  { lastEventAt, waiting }: { lastEventAt: number | null; waiting: boolean },
  settings: Pick<Settings, 'idleAfterMinutes' | 'endedAfterMinutes'>,
  now: number,
): SessionState {
  const age = lastEventAt === null ? Number.POSITIVE_INFINITY : now - lastEventAt;
  if (age > settings.endedAfterMinutes * minuteMs) {
    return 'ended';
  }
  if (waiting) {
    return 'waiting';
  }
  return age <= settings.idleAfterMinutes * minuteMs ? 'active' : 'idle';
}
