import { offsetsOf } from '../../stats/localTime.js';
import { quarterMs } from '../quarters.js';

/** The calendar of one time zone. All of today's offsets are whole quarters of an hour, so a quarter lies in one day. */
export interface Calendar {
  /** `YYYY-MM-DD` of a quarter of an hour, counted from 1970 UTC. */
  dayOfQuarter(quarter: number): string;
  /** `1-09`: Monday (7: Sunday), from nine on. */
  hourOfWeek(quarter: number): string;
  /** Milliseconds [since, until) of a day; empty for a day that the zone skipped. */
  rangeOf(day: string): { since: number; until: number };
}

const dayMs = 86_400_000;

const calendars = new Map<string, Calendar>();

/** The calendar of an IANA zone; UTC when there is none. An unknown zone throws a RangeError. */
export function calendarOf(timeZone: string | undefined): Calendar {
  const zone = timeZone ?? 'UTC';
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = newCalendar(zone);
    calendars.set(zone, calendar);
  }
  return calendar;
}

/** Of a moment that is told as if it were one of UTC. */
function hourOfWeek(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDay() || 7}-${String(date.getUTCHours()).padStart(2, '0')}`;
}

function newCalendar(timeZone: string): Calendar {
  const offsetAt = offsetsOf(timeZone);
  const days = new Map<number, string>();
  const localTime = (quarter: number) => quarter * quarterMs + offsetAt(quarter * quarterMs);
  const dayOfQuarter = (quarter: number) => {
    const number = Math.floor(localTime(quarter) / dayMs);
    let day = days.get(number);
    if (day === undefined) {
      day = new Date(number * dayMs).toISOString().slice(0, 10);
      days.set(number, day);
    }
    return day;
  };
  /** The first moment whose local day is `day` or later. No zone is more than 15 hours from UTC. */
  const startOf = (day: string) => {
    let low = (Date.parse(day) - 15 * 3_600_000) / quarterMs;
    let high = (Date.parse(day) + 15 * 3_600_000) / quarterMs;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (dayOfQuarter(middle) < day) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low * quarterMs;
  };
  return {
    dayOfQuarter,
    hourOfWeek: (quarter) => hourOfWeek(localTime(quarter)),
    rangeOf: (day) => ({
      since: startOf(day),
      until: startOf(new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)),
    }),
  };
}
