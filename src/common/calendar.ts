/** Days as people count them. A day is `YYYY-MM-DD`, whatever the zone. */

export interface TimeSpan {
  since?: number;
  until?: number;
}

const dayMs = 86_400_000;

/** Calendar days later; no time zone is involved. What is no day stays as it is. */
export function addDays(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * dayMs).toISOString().slice(0, 10);
}

export function daysBetween(first: string, day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / dayMs);
}

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** Days of the month that a day lies in. */
export function daysInMonth(day: string): number {
  const [year = 1970, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
