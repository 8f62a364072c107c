import type { Reading } from './state.js';

/** The session asks the user something and waits. */
export function asked(reading: Reading): void {
  reading.state.waiting = true;
  tell(true, reading);
}

/** What was asked is answered when the session goes on. */
export function answered(reading: Reading): void {
  if (reading.state.waiting) {
    reading.state.waiting = false;
    tell(false, reading);
  }
}

/** With its time, because of several such facts the latest holds. */
function tell(waiting: boolean, { session, at, events }: Reading): void {
  events.push({ type: 'session', session, ...(at === null ? {} : { at }), waiting });
}
