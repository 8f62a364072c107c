import type { ImportEvent } from '../common/model.js';

/** A line being read, of a session that may wait for the user. */
interface WaitingReading {
  readonly state: { waiting: boolean };
  readonly session: string;
  readonly at: number | null;
  readonly events: ImportEvent[];
}

/** The session asks the user something and waits. */
export function asked(reading: WaitingReading): void {
  reading.state.waiting = true;
  tell(true, reading);
}

/** What was asked is answered when the session goes on. */
export function answered(reading: WaitingReading): void {
  if (reading.state.waiting) {
    reading.state.waiting = false;
    tell(false, reading);
  }
}

/** With its time, because of several such facts the latest holds. */
function tell(waiting: boolean, { session, at, events }: WaitingReading): void {
  events.push({ type: 'session', session, ...(at === null ? {} : { at }), waiting });
}
