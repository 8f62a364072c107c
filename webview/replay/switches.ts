import type { OutlineRow } from '../../src/common/steps.js';

/** Steps from which another model answers than before, with its name. The first model is no switch; sub-agents have their own. */
export function modelSwitches(rows: readonly OutlineRow[]): Map<number, string> {
  const switches = new Map<number, string>();
  let last: string | null = null;
  for (const { seq, thread, model, branch } of rows) {
    if (thread !== null || branch > 0 || model === null || model === last) {
      continue;
    }
    if (last !== null) {
      switches.set(seq, model);
    }
    last = model;
  }
  return switches;
}
