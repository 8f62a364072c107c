import type { OutlineRow } from '../../src/common/steps.js';
import { isError, isPrompt, passes, type Filters } from './items.js';

/** What a step is taken by. */
export const stepUnits = ['event', 'prompt', 'tool', 'error', 'change'] as const;
export type StepUnit = (typeof stepUnits)[number];

const tests: Readonly<Record<StepUnit, (row: OutlineRow) => boolean>> = {
  event: () => true,
  prompt: isPrompt,
  tool: (row) => row.tool !== null,
  error: isError,
  change: (row) => row.changes !== undefined,
};

/** The next row of this kind in a direction; undefined: there is none. With `filters`, only among those that are shown. */
export function nextRow(
  rows: readonly OutlineRow[],
  seq: number,
  unit: StepUnit,
  by: 1 | -1,
  filters?: Filters,
): OutlineRow | undefined {
  for (let n = seq + by; n >= 0 && n < rows.length; n += by) {
    const row = rows[n];
    if (row && tests[unit](row) && (!filters || passes(row, filters))) {
      return row;
    }
  }
  return undefined;
}
