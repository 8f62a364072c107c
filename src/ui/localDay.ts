/** The beginning of a day of this machine's time zone, in milliseconds; null: the text is no day (`2026-01-31`). */
export function startOfDay(text: string): number | null {
  const [, year, month, day] = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/.exec(text) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  // 2026-02-31 would be a day in March.
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date.getTime() : null;
}
