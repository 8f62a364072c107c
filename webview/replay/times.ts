/** The time of day of a step, in the user's language and zone. */
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function formatClock(at: number | null): string {
  return at === null ? '' : clock.format(at);
}

export function formatMoment(at: number | null): string {
  return at === null ? '' : dayAndClock.format(at);
}
