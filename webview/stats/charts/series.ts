import { max, rollup, sum } from 'd3-array';
import { addDays, daysBetween } from '../../../src/common/calendar.js';

/** Parts of a stacked bar that have a colour of their own; the rest is one part. */
const mostParts = 6;

/** Bars of a chart; the rest is one line below. */
const mostBars = 10;

/** A key of a row that may be "none". */
export type Key = string | null;

/** What a stack is made of: a value of a part on a day. */
export interface Point {
  day: Key;
  part: Key;
  value: number | null;
  /** Decides on the part's colour, whatever is drawn. */
  weight: number;
}

export interface Part {
  key: Key;
  /** The parts that are too small for a colour of their own. */
  others: boolean;
  /** Number of its colour: the same in every chart of the same rows. */
  color: number;
  total: number;
}

export interface Column {
  /** First day. */
  day: string;
  /** How many days the bar stands for. */
  days: number;
  total: number;
  /** In the order of `parts`. */
  values: readonly number[];
}

export interface Stack {
  parts: readonly Part[];
  columns: readonly Column[];
  max: number;
  /** Days in one column. */
  unit: 1 | 7 | 28;
}

/** Points as stacked columns, one for each day of the span, whether or not anything happened on it. */
export function stackOf(points: readonly Point[], span: Span | null): Stack {
  const dated = points.filter((point): point is Point & { day: string } => point.day !== null);
  const totals = rollup(
    dated,
    (part) => sum(part, ({ value }) => value ?? 0),
    ({ part }) => part,
  );
  const ranked = [...totals].filter(([, total]) => total > 0).sort((a, b) => b[1] - a[1]);
  const named = ranked.slice(0, ranked.length > mostParts + 1 ? mostParts : mostParts + 1);
  const rest = ranked.slice(named.length);
  const colors = colorsOf(
    dated,
    named.map(([key]) => key),
  );
  const parts: Part[] = named.map(([key, total], n) => ({
    key,
    others: false,
    color: colors[n] ?? n,
    total,
  }));
  if (rest.length > 0) {
    const total = sum(rest, ([, part]) => part);
    parts.push({ key: String(rest.length), others: true, color: mostParts, total });
  }
  const index = new Map(named.map(([key], n) => [key, n]));

  const { first, count } = span ?? spanOf(dated.map(({ day }) => day));
  const unit = count > 800 ? 28 : count > 120 ? 7 : 1;
  const columns = Array.from({ length: Math.ceil(count / unit) }, (_, n) => ({
    day: addDays(first, n * unit),
    days: Math.min(unit, count - n * unit),
    total: 0,
    values: parts.map(() => 0),
  }));
  for (const { day, part, value } of dated) {
    const column = columns[Math.floor(daysBetween(first, day) / unit)];
    const place = index.get(part) ?? parts.length - 1;
    if (column && value !== null && value > 0) {
      column.values[place] = (column.values[place] ?? 0) + value;
      column.total += value;
    }
  }
  return { parts, columns, max: max(columns, (column) => column.total) ?? 0, unit };
}

/** Colours by rank in weight, so that a model has one colour in every chart; small ones get what is left. */
function colorsOf(points: readonly Point[], keys: readonly Key[]): number[] {
  const weights = rollup(
    points,
    (part) => sum(part, ({ weight }) => weight),
    ({ part }) => part,
  );
  const rank = new Map([...weights].sort((a, b) => b[1] - a[1]).map(([key], n) => [key, n]));
  const colors = keys.map((key) => rank.get(key) ?? mostParts);
  const free = Array.from({ length: mostParts + 1 }, (_, n) => n).filter(
    (n) => n === mostParts || !colors.includes(n),
  );
  return colors.map((color) => (color < mostParts ? color : (free.shift() ?? mostParts)));
}

export interface Span {
  first: string;
  count: number;
}

/** From the first to the last of some days. */
export function spanOf(days: readonly string[]): Span {
  const sorted = [...days].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  return first === undefined || last === undefined
    ? { first: '1970-01-01', count: 0 }
    : { first, count: daysBetween(first, last) + 1 };
}

export interface Bars<Row> {
  rows: readonly { row: Row; value: number }[];
  /** Rows that are not among them, and their sum. */
  rest: { count: number; value: number } | null;
  max: number;
}

/** Longest first; what has no figure (the cost of a model without a price) is left out, not drawn as zero. */
export function barsOf<Row>(rows: readonly Row[], valueOf: (row: Row) => number | null): Bars<Row> {
  const sorted = rows
    .map((row) => ({ row, value: valueOf(row) }))
    .filter((bar): bar is { row: Row; value: number } => bar.value !== null && bar.value > 0)
    .sort((a, b) => b.value - a.value);
  const shown = sorted.slice(0, sorted.length > mostBars + 1 ? mostBars : mostBars + 1);
  const rest = sorted.slice(shown.length);
  return {
    rows: shown,
    rest: rest.length === 0 ? null : { count: rest.length, value: sum(rest, (bar) => bar.value) },
    max: shown[0]?.value ?? 0,
  };
}
