import type { Envelope, Reading } from './state.js';

/** A call asks the user something. */
export function asked(callId: string, envelope: Envelope, reading: Reading): void {
  if (envelope.thread === undefined) {
    reading.state.waiting = callId;
    tell(true, envelope, reading);
  }
}

/** The call has its answer; or, without a call, the user said something else. */
export function answered(callId: string | undefined, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  if (state.waiting !== null && (callId === undefined || callId === state.waiting)) {
    state.waiting = null;
    tell(false, envelope, reading);
  }
}

function tell(waiting: boolean, { session, at, copied }: Envelope, { events }: Reading): void {
  if (!copied) {
    events.push({ type: 'session', session, ...(at === null ? {} : { at }), waiting });
  }
}
