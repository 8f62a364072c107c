import { max, rollup, sum } from 'd3-array';
import type { ChartData } from '../../src/common/panelProtocol.js';
import type { UsageRow } from '../../src/common/usageReport.js';
import { addDays } from './period.js';

/** Parts of a stacked bar that have a colour of their own; the rest is one part. */
const mostParts = 6;

/** Bars of a chart; the rest is one line below. */
const mostBars = 10;

/** A key of a row that may be "none". */
export type Key = string | null;

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

/** Rows per day and part as stacked columns, one for each day of the span, whether or not anything happened on it. */
export function stackOf(rows: readonly UsageRow[], measure: ChartData['measure'], span: Span | null): Stack {
  const dated = rows.filter((row): row is UsageRow & { key: string } => row.key !== null);
  const totals = rollup(
    dated,
    (part) => sum(part, (row) => row[measure] ?? 0),
    (row) => row.second,
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

  const { first, count } = span ?? spanOf(dated.map((row) => row.key));
  const unit = count > 800 ? 28 : count > 120 ? 7 : 1;
  const columns = Array.from({ length: Math.ceil(count / unit) }, (_, n) => ({
    day: addDays(first, n * unit),
    days: Math.min(unit, count - n * unit),
    total: 0,
    values: parts.map(() => 0),
  }));
  for (const row of dated) {
    const column = columns[Math.floor(daysBetween(first, row.key) / unit)];
    const value = row[measure] ?? 0;
    const part = index.get(row.second) ?? parts.length - 1;
    if (column && value > 0) {
      column.values[part] = (column.values[part] ?? 0) + value;
      column.total += value;
    }
  }
  return { parts, columns, max: max(columns, (column) => column.total) ?? 0, unit };
}

/** Colours by rank in tokens, whatever is drawn, so that a model has one colour in every chart; small ones get what is left. */
function colorsOf(rows: readonly UsageRow[], keys: readonly Key[]): number[] {
  const tokens = rollup(
    rows,
    (part) => sum(part, (row) => row.totalTokens),
    (row) => row.second,
  );
  const rank = new Map([...tokens].sort((a, b) => b[1] - a[1]).map(([key], n) => [key, n]));
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

export function daysBetween(first: string, day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000);
}

export interface Bars {
  rows: readonly { row: UsageRow; value: number }[];
  /** Rows that are not among them, and their sum. */
  rest: { count: number; value: number } | null;
  max: number;
}

/** Longest first; what has no figure (the cost of a model without a price) is left out, not drawn as zero. */
export function barsOf(rows: readonly UsageRow[], measure: ChartData['measure']): Bars {
  const sorted = rows
    .map((row) => ({ row, value: row[measure] }))
    .filter((bar): bar is { row: UsageRow; value: number } => bar.value !== null && bar.value > 0)
    .sort((a, b) => b.value - a.value);
  const shown = sorted.slice(0, sorted.length > mostBars + 1 ? mostBars : mostBars + 1);
  const rest = sorted.slice(shown.length);
  return {
    rows: shown,
    rest: rest.length === 0 ? null : { count: rest.length, value: sum(rest, (bar) => bar.value) },
    max: shown[0]?.value ?? 0,
  };
}
