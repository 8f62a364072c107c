import type { SessionState } from '../../common/protocol.js';
import type { Settings } from '../../common/settings.js';
import { errorCode } from '../../common/errorCode.js';

const minuteMs = 60_000;

/**
 * A session is active up to some minutes after its last event, idle for some more, then ended (settings). While it has not
 * ended it waits when its last event asks the user. One whose process still runs has not ended, however long it is silent.
 */
export function stateOf(
  {
    lastEventAt,
    waiting,
    processId,
  }: { lastEventAt: number | null; waiting: boolean; processId: number | null },
  settings: Pick<Settings, 'idleAfterMinutes' | 'endedAfterMinutes'>,
  now: number,
): SessionState {
  const age = lastEventAt === null ? Number.POSITIVE_INFINITY : now - lastEventAt;
  if (age > settings.endedAfterMinutes * minuteMs && !isRunning(processId)) {
    return 'ended';
  }
  if (waiting) {
    return 'waiting';
  }
  return age <= settings.idleAfterMinutes * minuteMs ? 'active' : 'idle';
}

/** Asks the system. What it may not be asked about is there. */
function isRunning(id: number | null): boolean {
  if (id === null) {
    return false;
  }
  try {
    return process.kill(id, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
