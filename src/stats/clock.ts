import { addDays } from '../common/calendar.js';
import { offsetsOf } from './localTime.js';

/** The time, and the days of a zone. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now: number;
  /** `YYYY-MM-DD` of a moment. */
  dayOf(at: number): string;
  /** The first moment of a day. */
  startOf(day: string): number;
}

const hourMs = 3_600_000;

/** The clock of an IANA zone; an unknown one throws a RangeError. */
export function clockOf(timeZone: string, now: number): Clock {
  const offsetAt = offsetsOf(timeZone);
  const days = new Map<number, string>();
  const dayOf = (at: number) => {
    const number = Math.floor((at + offsetAt(at)) / (24 * hourMs));
    let day = days.get(number);
    if (day === undefined) {
      day = new Date(number * 24 * hourMs).toISOString().slice(0, 10);
      days.set(number, day);
    }
    return day;
  };
  return {
    now,
    dayOf,
    startOf(day) {
      const noon = Date.parse(`${day}T12:00:00Z`);
      let at = noon - 12 * hourMs - offsetAt(noon);
      // Clocks may have changed in the night; they do so by whole quarters of an hour.
      while (dayOf(at) >= day) {
        at -= hourMs / 4;
      }
      while (dayOf(at) < day && dayOf(at) !== addDays(day, 1)) {
        at += hourMs / 4;
      }
      return at;
    },
  };
}
