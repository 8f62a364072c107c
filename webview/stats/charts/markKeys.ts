import { sessionDimensions, type Cell, type ChartKey, type Unit } from '../../../src/common/charts.js';
import { unitOf, type Figures } from './values.js';

/** Units whose values name something that sessions have a part in. */
const naming: ReadonlySet<Unit> = new Set([
  ...(['day', 'model', 'agent', 'project', 'branch', 'ticket', 'hourOfWeek', 'quarter'] as const),
  ...sessionDimensions,
  ...(['tool', 'file', 'session'] as const),
]);

/** What tells a row from the others of its chart, and leads to its sessions. */
export function markKeys(figures: Figures, row: readonly Cell[]): ChartKey[] {
  const { columns, names = [], mark } = figures.chart;
  const told = 'of' in mark ? [mark.of, 'part' in mark ? mark.part : null] : [];
  return columns.flatMap((column, index) => {
    const unit = unitOf(figures, column, row);
    const value = row[index] ?? null;
    return naming.has(unit) || names.includes(column.id) || told.includes(column.id)
      ? [{ unit, key: value === null ? null : String(value) }]
      : [];
  });
}
