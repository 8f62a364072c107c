import type { Cell, ChartKey, Mark } from '../../../src/common/charts.js';
import { daysBetween } from '../../../src/common/calendar.js';
import type { StatsRange } from '../../../src/common/statsPanel.js';
import { dayOf } from '../filter/choice.js';
import type { Span } from './series.js';
import { columnAt, unitOf, type Figures } from './values.js';

/** What every drawing is given. */
export interface DrawingProps<Kind extends Mark['kind']> {
  figures: Figures;
  mark: Extract<Mark, { kind: Kind }>;
  title: string;
  range: StatsRange;
  /** A mark was chosen: leads to its sessions. */
  onOpen(keys: readonly ChartKey[], label: string): void;
}

/** Reads columns of rows by their ids. */
export function reader(figures: Figures) {
  const places = new Map(figures.chart.columns.map(({ id }) => [id, columnAt(figures, id)]));
  const cell = (row: readonly Cell[], id: string | null): Cell =>
    id === null ? null : (row[places.get(id) ?? -1] ?? null);
  return {
    cell,
    text: (row: readonly Cell[], id: string | null) => {
      const value = cell(row, id);
      return value === null ? null : String(value);
    },
    number: (row: readonly Cell[], id: string | null) => {
      const value = cell(row, id);
      return typeof value === 'number' ? value : null;
    },
  };
}

/** The unit of a column by its id. */
export function unitAt(figures: Figures, id: string | null, row?: readonly Cell[]) {
  return unitOf(
    figures,
    figures.chart.columns.find((column) => column.id === id),
    row,
  );
}

/** All days of a range that has a beginning, so that quiet days are seen; else null: the days that there are. */
export function wholeSpan(range: StatsRange): Span | null {
  if (range.since === undefined) {
    return null;
  }
  const first = dayOf(range.since);
  const last = dayOf(Math.min(Date.now(), range.until === undefined ? Infinity : range.until - 1));
  const count = daysBetween(first, last) + 1;
  return count > 0 ? { first, count } : null;
}
