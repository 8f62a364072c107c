import type { Envelope, Reading } from './state.js';

/** A call that asks the user something: the session waits until its result comes, or the user says something else. */
export function asks(callId: string, envelope: Envelope, reading: Reading): void {
  // A sub-agent asks its parent, not a person, and copied history asks nobody.
  if (envelope.thread === undefined && !envelope.copied) {
    reading.state.waiting = callId;
    tell(true, envelope, reading);
  }
}

/** The user has answered. */
export function answered(envelope: Envelope, reading: Reading): void {
  if (reading.state.waiting !== null) {
    reading.state.waiting = null;
    tell(false, envelope, reading);
  }
}

/** With its time, because of several such facts the latest holds. */
function tell(waiting: boolean, { session, at }: Envelope, reading: Reading): void {
  reading.events.push({ type: 'session', session, ...(at === null ? {} : { at }), waiting });
}
