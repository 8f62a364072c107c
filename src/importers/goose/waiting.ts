import { remember } from '../fields.js';
import type { MessageReading } from './say.js';

/** The program asks whether a tool may run, or what the tool wants to know. */
export function asked(of: MessageReading): void {
  const { waiting } = of.reading.state;
  if (!of.told.copied && !waiting.includes(of.told.session)) {
    remember(waiting, of.told.session, MOST);
    tell(true, of);
  }
}

/** Whatever comes in the user's role next is the answer. */
export function answered(of: MessageReading): void {
  const { waiting } = of.reading.state;
  const place = waiting.indexOf(of.told.session);
  if (place >= 0) {
    waiting.splice(place, 1);
    tell(false, of);
  }
}

function tell(waiting: boolean, { told, reading, at }: MessageReading): void {
  reading.events.push({ type: 'session', session: told.session, ...(at === null ? {} : { at }), waiting });
}

const MOST = 50;
