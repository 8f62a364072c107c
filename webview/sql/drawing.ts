import { max, rollup, sum } from 'd3-array';
import type { SqlRows } from '../../src/common/sqlConsole.js';
import type { SqlChart } from '../../src/common/sqlQuery.js';
import { cellText } from './values.js';

/** Parts of a column that have a colour of their own; the last one is the rest. */
const mostParts = 7;
const mostBars = 40;
const mostColumns = 400;

export interface Drawing {
  chart: SqlChart;
  /** In the order of the rows. `values` are in the order of `parts`. */
  marks: readonly { label: string; total: number; values: readonly number[] }[];
  parts: readonly { label: string; others: boolean }[];
  max: number;
  /** Rows' values that there is no room for. */
  rest: number;
}

/** Which columns hold figures, and which could name them. */
export function columnsFor({ columns, rows }: SqlRows): { figures: string[]; names: string[] } {
  const figures = columns.filter(
    (_, n) =>
      rows.some((row) => typeof row[n] === 'number') &&
      rows.every((row) => typeof (row[n] ?? 0) === 'number'),
  );
  return { figures, names: [...columns] };
}

/** A chart of these rows: the one that is wanted, as far as its columns are there, else one that fits; null: nothing to draw. */
export function chartFor(result: SqlRows, wanted: SqlChart | null): SqlChart | null {
  const { figures, names } = columnsFor(result);
  const has = (name: string | undefined) => name !== undefined && names.includes(name);
  const texts = names.filter((name) => !figures.includes(name));
  const y =
    wanted && figures.includes(wanted.y)
      ? wanted.y
      : (figures.find((name) => name !== names[0]) ?? figures[0]);
  const x = wanted && has(wanted.x) ? wanted.x : (texts[0] ?? names.find((name) => name !== y));
  if (y === undefined || x === undefined) {
    return null;
  }
  const isTime = /^(day|date|week|month|monday|hour|time)$/.test(x);
  const mark = wanted?.mark ?? (isTime ? 'column' : 'bar');
  return {
    mark,
    x,
    y,
    ...(wanted?.series !== undefined && has(wanted.series) ? { series: wanted.series } : {}),
  };
}

/** The rows added up by what stands along, and by part. Values below 0 are drawn as none: a bar cannot be shorter than that. */
export function drawingOf({ columns, rows }: SqlRows, chart: SqlChart): Drawing {
  const at = (name: string | undefined) => (name === undefined ? -1 : columns.indexOf(name));
  const [x, y, series] = [at(chart.x), at(chart.y), at(chart.series)];
  const points = rows.map((row) => ({
    label: cellText(row[x] ?? null, chart.x),
    part: series < 0 ? '' : cellText(row[series] ?? null, chart.series ?? ''),
    value: Math.max(0, typeof row[y] === 'number' ? row[y] : 0),
  }));
  const totals = rollup(
    points,
    (of) => sum(of, ({ value }) => value),
    ({ part }) => part,
  );
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([part]) => part);
  const named = ranked.slice(0, ranked.length > mostParts ? mostParts - 1 : mostParts);
  const parts = [
    ...named.map((label) => ({ label, others: false })),
    ...(ranked.length > named.length ? [{ label: '', others: true }] : []),
  ];
  const places = new Map(named.map((part, n) => [part, n]));
  const marks = new Map<string, number[]>();
  for (const { label, part, value } of points) {
    const values = marks.get(label) ?? parts.map(() => 0);
    const place = places.get(part) ?? parts.length - 1;
    values[place] = (values[place] ?? 0) + value;
    marks.set(label, values);
  }
  const all = [...marks].map(([label, values]) => ({ label, values, total: sum(values) }));
  const most = chart.mark === 'bar' ? mostBars : mostColumns;
  const shown = all.slice(0, most);
  return {
    chart,
    marks: shown,
    parts,
    max: max(shown, ({ total }) => total) ?? 0,
    rest: all.length - shown.length,
  };
}
