/**
 * Aider writes the time of the clock on the wall, without its zone. What tells it is the file: it was written last at a time
 * that is known in UTC, shortly after the newest wall time in it. Minutes that the wall is ahead of UTC: the smallest of
 * the world's zones in which that time does not lie after the writing. One zone holds for the whole file, so that times
 * of the other half of a year may be an hour off. null: the file was copied or touched, and its own time tells nothing.
 */
export function zoneOf(newestWall: number, modifiedAt: number): number | null {
  const least = (newestWall - modifiedAt) / MINUTE - SLACK;
  const zone = ZONES.find((minutes) => minutes >= least);
  // Another zone than one just above would mean that hours went by between the two.
  return zone === undefined || zone - least > FURTHEST ? null : zone;
}

/** The wall time of `2026-06-09 14:01:00` (and fractions) as if it were UTC; null: it is none. */
export function wallTime(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text);
  if (found === null) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  return at > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 ? at : null;
}

/** Milliseconds since 1970 UTC. Without a zone the wall time is taken for UTC, which is at most 14 hours off. */
export function utc(wall: number, zone: number | null): number {
  return wall - (zone ?? 0) * MINUTE;
}

const MINUTE = 60_000;
/** Minutes by which file systems and clocks may differ. */
const SLACK = 1;
/** Minutes between two neighbouring zones at most. */
const FURTHEST = 120;
/** The offsets in use, in minutes: whole hours, and those in between. */
const ZONES: readonly number[] = [
  ...Array.from({ length: 27 }, (_, index) => (index - 12) * 60),
  ...[-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765],
].toSorted((a, b) => a - b);
