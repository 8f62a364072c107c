/** What `before:` and `after:` take, as people are told. */
export const momentExamples: readonly string[] = ['2026-01-31', '2026-01', '7d', '12h', 'today', 'yesterday'];

const units: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
const instant = /^\d{4}-\d{2}-\d{2}t([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(z|[+-]\d{2}:\d{2})$/;

/**
 * The beginning of the day, month or year, or the moment so long ago, that a word names; null: it names none. In
 * milliseconds; days are those of this process's time zone.
 */
export function momentOf(word: string, now: number): number | null {
  const text = word.toLowerCase();
  const today = new Date(now);
  const ago = /^(\d{1,5})([hdwmy])$/.exec(text);
  if (ago) {
    const [count, unit] = [Number(ago[1]), ago[2] ?? ''];
    const ms = units[unit];
    // Months and years go by the calendar.
    const moment = new Date(now);
    moment.setMonth(moment.getMonth() - count * (unit === 'y' ? 12 : 1));
    return ms === undefined ? moment.getTime() : now - count * ms;
  }
  if (text === 'today' || text === 'yesterday') {
    const days = text === 'today' ? 0 : 1;
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days).getTime();
  }
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (year !== undefined) {
    const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
    const date = new Date(y, m, d);
    return y >= 1970 && date.getMonth() === m && date.getDate() === d ? date.getTime() : null;
  }
  const at = instant.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
