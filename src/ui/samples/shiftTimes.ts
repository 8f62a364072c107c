/** The moment at which the sample sessions were written, so to speak: they are moved so that it is now. */
export const samplesMadeAt = Date.UTC(2026, 0, 15, 12, 0, 0);

/** Moves every time in a text by `ms`: RFC 3339 in UTC with milliseconds, as the agents write them. */
export function shiftTimes(text: string, ms: number): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g, (time) =>
    new Date(Date.parse(time) + ms).toISOString(),
  );
}
