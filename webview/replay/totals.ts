import type { OutlineRow, StepChange } from '../../src/common/steps.js';

/** What a session has come to at one step. */
export interface Totals {
  tokens: number;
  costUsd: number;
  /** Responses of models without a price, which are not in the cost. */
  unpriced: boolean;
  /** Tokens that the session's own last response read; null before the first. A sub-agent has a context of its own. */
  context: number | null;
  /** Files changed so far, each once. */
  files: number;
  /** Milliseconds since the first step that has a time. */
  elapsedMs: number | null;
}

/** Sums over the steps, so that the totals at any of them cost nothing while one drags along. */
export interface RunningTotals {
  at(seq: number): Totals;
}

export function runningTotals(rows: readonly OutlineRow[]): RunningTotals {
  const tokens = new Float64Array(rows.length);
  const cost = new Float64Array(rows.length);
  const context = new Float64Array(rows.length);
  const files = new Uint32Array(rows.length);
  const latest = new Float64Array(rows.length);
  const seen = new Set<string>();
  let firstUnpriced = Infinity;
  let sums = { tokens: 0, cost: 0, context: -1, latest: -Infinity };
  let start: number | null = null;
  rows.forEach((row, n) => {
    const { spent } = row;
    if (spent) {
      sums = {
        ...sums,
        tokens: sums.tokens + spent.tokens,
        cost: sums.cost + (spent.costUsd ?? 0),
        context: row.thread === null ? spent.context : sums.context,
      };
      if (spent.costUsd === null) {
        firstUnpriced = Math.min(firstUnpriced, n);
      }
    }
    for (const change of row.changes ?? []) {
      seen.add(change.newPath ?? change.path);
    }
    if (row.at !== null) {
      start ??= row.at;
      sums.latest = Math.max(sums.latest, row.at);
    }
    tokens[n] = sums.tokens;
    cost[n] = sums.cost;
    context[n] = sums.context;
    latest[n] = sums.latest;
    files[n] = seen.size;
  });
  return {
    at(seq) {
      const n = Math.min(rows.length - 1, Math.max(0, seq));
      const read = context[n] ?? -1;
      const time = latest[n] ?? -Infinity;
      return {
        tokens: tokens[n] ?? 0,
        costUsd: cost[n] ?? 0,
        unpriced: firstUnpriced <= n,
        context: read < 0 ? null : read,
        files: files[n] ?? 0,
        elapsedMs: start === null || time === -Infinity ? null : Math.max(0, time - start),
      };
    },
  };
}

/** A file with all that was done to it up to a step. */
export interface ChangedFile {
  /** Its name at the end, and at the start. */
  path: string;
  first: string;
  /** What became of it, seen from the start. */
  operation: StepChange['operation'];
  /** Lines; null where an agent did not tell them of every change. */
  added: number | null;
  removed: number | null;
  /** Numbers of the steps that changed it, in order. */
  steps: readonly number[];
  /** There are changed lines to show. */
  hasPatch: boolean;
}

/** The files changed up to and including a step, by path. A file that was renamed is one file. */
export function changedFiles(rows: readonly OutlineRow[], seq: number): ChangedFile[] {
  const files = new Map<string, ChangedFile & { steps: number[] }>();
  for (const row of rows.slice(0, seq + 1)) {
    for (const change of row.changes ?? []) {
      const before = files.get(change.path);
      const path = change.newPath ?? change.path;
      files.delete(change.path);
      const steps = before?.steps ?? [];
      if (steps.at(-1) !== row.seq) {
        steps.push(row.seq);
      }
      files.set(path, {
        path,
        first: before?.first ?? change.path,
        operation: operationOf(before?.operation, change.operation),
        added: sum(before ? before.added : 0, change.added),
        removed: sum(before ? before.removed : 0, change.removed),
        steps,
        hasPatch: change.hasPatch || before?.hasPatch === true,
      });
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The paths of all files that were changed, in order. */
export function filePaths(rows: readonly OutlineRow[]): string[] {
  return changedFiles(rows, rows.length - 1).map(({ path }) => path);
}

/** What was made in this session stays new, however often it is changed afterwards. */
function operationOf(
  before: StepChange['operation'] | undefined,
  now: StepChange['operation'],
): StepChange['operation'] {
  if (before === 'create' && now !== 'delete') {
    return 'create';
  }
  return before === 'rename' && now === 'update' ? 'rename' : now;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
