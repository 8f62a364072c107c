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
    calendar = zone === 'UTC' ? utc : localCalendar(zone);
    calendars.set(zone, calendar);
  }
  return calendar;
}

const utcDays = new Map<number, string>();

const utc: Calendar = {
  dayOfQuarter(quarter) {
    const number = Math.floor((quarter * quarterMs) / dayMs);
    let day = utcDays.get(number);
    if (day === undefined) {
      day = new Date(quarter * quarterMs).toISOString().slice(0, 10);
      utcDays.set(number, day);
    }
    return day;
  },
  hourOfWeek: (quarter) => hourOfWeek(quarter * quarterMs),
  rangeOf: (day) => ({ since: Date.parse(day), until: Date.parse(day) + dayMs }),
};

/** Of a moment that is told as if it were one of UTC. */
function hourOfWeek(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDay() || 7}-${String(date.getUTCHours()).padStart(2, '0')}`;
}

function localCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const days = new Map<number, string>();
  const dayOfQuarter = (quarter: number) => {
    let day = days.get(quarter);
    if (day === undefined) {
      const parts = new Map(
        format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, value] as const),
      );
      day = `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
      days.set(quarter, day);
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
  const hours = new Map<number, string>();
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  return {
    dayOfQuarter,
    hourOfWeek(quarter) {
      let hour = hours.get(quarter);
      if (hour === undefined) {
        hour = hourOfWeek(
          Date.parse(dayOfQuarter(quarter)) + Number(clock.format(quarter * quarterMs)) * 3_600_000,
        );
        hours.set(quarter, hour);
      }
      return hour;
    },
    rangeOf: (day) => ({
      since: startOf(day),
      until: startOf(new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)),
    }),
  };
}
