import type { Reading } from './state.js';

/** A call waits for the user's consent. */
export function asked(at: number | null, reading: Reading): void {
  tell(true, at, reading);
}

/** What was asked is answered when the conversation goes on. */
export function answered(at: number | null, reading: Reading): void {
  tell(false, at, reading);
}

function tell(waiting: boolean, at: number | null, { state, session, events }: Reading): void {
  if (state.waiting !== waiting) {
    state.waiting = waiting;
    events.push({ type: 'session', session, ...(at === null ? {} : { at }), waiting });
  }
}
