import type { OutlineRow } from '../../src/common/steps.js';
import { isPrompt } from './items.js';

/** When what the session did from this step on began, in milliseconds: the first of these steps that tells its time; null: none does. */
export function timeFrom(rows: readonly OutlineRow[], seq: number): number | null {
  for (let n = Math.max(0, seq); n < rows.length; n++) {
    const at = rows[n]!.at;
    if (at !== null) {
      return at;
    }
  }
  return null;
}

/** The prompt that a step belongs to: itself, or the last one before it on the way that was kept. */
export function promptOf(rows: readonly OutlineRow[], seq: number): OutlineRow | undefined {
  for (let n = Math.min(seq, rows.length - 1); n >= 0; n--) {
    const row = rows[n]!;
    if (isPrompt(row) && row.kind === 'prompt' && row.branch === 0) {
      return row;
    }
  }
  return undefined;
}
