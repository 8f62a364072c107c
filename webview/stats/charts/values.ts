import type { Cell, ChartColumn, ChartData, PartDimension, Unit } from '../../../src/common/charts.js';
import { formatDuration } from '../../../src/common/format.js';
import { oneLine } from '../../../src/common/plainText.js';
import { agentLabel } from '../../app/labels.js';
import { t, tr } from '../../app/strings.js';
import { formatsOf, type Formats } from './formats.js';

/** The language of the page, which VS Code tells. */
export const formats: Formats = formatsOf(
  typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en',
);

/** A row with what its columns are, so that a chart need not know their places. */
export interface Figures {
  chart: ChartData;
  part: PartDimension | undefined;
  rows: readonly (readonly Cell[])[];
}

/** The place of a column; -1 when there is none. */
export function columnAt({ chart }: Figures, id: string): number {
  return chart.columns.findIndex((column) => column.id === id);
}

/** What the values of a column are; where the row says it, as it says. */
export function unitOf(figures: Figures, column: ChartColumn | undefined, row?: readonly Cell[]): Unit {
  if (column?.unit === 'part') {
    const part = figures.part ?? figures.chart.parts?.[0] ?? 'none';
    return part === 'none' ? 'text' : part;
  }
  if (column?.unit === 'mixed' && row) {
    return (row[columnAt(figures, 'unit')] as Unit | null | undefined) ?? 'count';
  }
  return column?.unit ?? 'count';
}

/** The heading of a column. */
export function columnLabel(figures: Figures, column: ChartColumn): string {
  return column.unit === 'part' ? dimensionLabel(unitOf(figures, column)) : tr(column.label);
}

/** Units whose values are figures: they stand at the right, and sort largest first. */
export function isFigure(unit: Unit): boolean {
  return figureUnits.has(unit);
}

const figureUnits: ReadonlySet<Unit> = new Set([
  ...(['tokens', 'usd', 'count', 'lines', 'duration', 'share', 'mixed', 'time', 'quarter'] as const),
]);

/** A value as people read it. */
export function valueText(unit: Unit, value: Cell): string {
  return typeof value === 'number' ? figureText(unit, value) : keyText(unit, value);
}

function figureText(unit: Unit, value: number): string {
  switch (unit) {
    case 'tokens':
      return formats.tokens(value);
    case 'usd':
      return formats.usd(value);
    case 'share':
      return formats.share(value);
    case 'duration':
      return formatDuration(value);
    case 'time':
    case 'quarter':
      return formats.time(value);
    default:
      return value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)
        ? value.toFixed(1)
        : formats.count(value);
  }
}

/** How a key is called; `null` is what has no ticket, branch, … */
export function keyText(unit: Unit, key: string | null): string {
  return oneLine(textOf(unit, key), 200) || t('unknown');
}

function textOf(unit: Unit, key: string | null): string {
  if (key === null) {
    return noneText(unit);
  }
  switch (unit) {
    case 'project':
    case 'file':
      return key.split(/[\\/]/).filter(Boolean).at(-1) ?? key;
    case 'agent':
      return agentLabel(key);
    case 'day':
      return formats.day(key);
    case 'hourOfWeek':
      return hourText(key);
    case 'category':
    case 'term':
      return tr(key);
    default:
      return key;
  }
}

function noneText(unit: Unit): string {
  switch (unit) {
    case 'ticket':
      return t('noTicket');
    case 'branch':
      return t('noBranch');
    case 'project':
      return t('noProject');
    case 'model':
      return t('noModel');
    case 'category':
      return tr('not looked at yet');
    case 'tags':
      return t('noTags');
    case 'usd':
      return t('noPrice');
    default:
      return isFigure(unit) ? '?' : t('unknown');
  }
}

/** Mon 09–10. */
function hourText(key: string): string {
  const [day, hour] = key.split('-').map(Number);
  return day === undefined || hour === undefined
    ? key
    : `${formats.weekday(day)} ${formats.hour(hour)}–${formats.hour((hour + 1) % 24)}`;
}

/** The name of a dimension. */
export function dimensionLabel(unit: Unit | PartDimension): string {
  switch (unit) {
    case 'day':
      return t('day');
    case 'model':
      return t('model');
    case 'agent':
      return t('agent');
    case 'project':
      return t('project');
    case 'branch':
      return t('branch');
    case 'ticket':
      return t('ticket');
    case 'session':
      return t('session');
    case 'category':
      return tr('Kind of work');
    case 'tags':
      return t('tags');
    default:
      return t('total');
  }
}
