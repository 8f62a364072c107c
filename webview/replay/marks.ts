import type { OutlineRow } from '../../src/common/steps.js';
import { authorOf, isError, isPrompt } from './items.js';

/** What the minimap draws, the most telling of a lane first: where two fall into one place, the first is drawn. */
export const markKinds = [
  'queued',
  'prompt',
  'answer',
  'run',
  'delegate',
  'lookup',
  'commit',
  'edit',
  'error',
  'interrupt',
  'retry',
  'hook',
  'compaction',
  'subAgent',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** The lane of each kind, from the top: what was said, what was tried, what was changed, what failed, who else worked. */
export const laneOf: Readonly<Record<MarkKind, number>> = {
  queued: 0,
  prompt: 0,
  answer: 0,
  run: 1,
  delegate: 1,
  lookup: 1,
  commit: 2,
  edit: 2,
  error: 3,
  interrupt: 3,
  retry: 3,
  hook: 3,
  compaction: 4,
  subAgent: 4,
};

export const laneCount = 5;

/** A stretch of the timeline with marks of one kind. `from` and `to` are numbers of buckets, `to` included. */
export interface Mark {
  kind: MarkKind;
  from: number;
  to: number;
}

/** The part of the session that the timeline shows: steps [from, to). */
export interface Span {
  from: number;
  to: number;
}

/**
 * What the minimap draws: the rows are put into as many buckets as there is room for, and neighbouring buckets of sub-agents
 * are one mark. So 50,000 rows cost no more elements than 500.
 */
export function marksOf(rows: readonly OutlineRow[], span: Span, buckets: number): Mark[] {
  const lanes = Array.from({ length: laneCount }, () => new Map<number, MarkKind>());
  for (const row of rows.slice(span.from, span.to)) {
    const bucket = bucketOf(row.seq, span, buckets);
    for (const kind of kindsOf(row)) {
      const lane = lanes[laneOf[kind]]!;
      const there = lane.get(bucket);
      if (there === undefined || markKinds.indexOf(kind) < markKinds.indexOf(there)) {
        lane.set(bucket, kind);
      }
    }
  }
  return lanes.flatMap((lane) => {
    const marks: Mark[] = [];
    for (const [n, kind] of [...lane].sort(([a], [b]) => a - b)) {
      const last = marks.at(-1);
      if (kind === 'subAgent' && last?.kind === kind && last.to === n - 1) {
        last.to = n;
      } else {
        marks.push({ kind, from: n, to: n });
      }
    }
    return marks;
  });
}

export function bucketOf(seq: number, { from, to }: Span, buckets: number): number {
  return Math.min(buckets - 1, Math.floor(((seq - from) / Math.max(1, to - from)) * buckets));
}

function kindsOf(row: OutlineRow): MarkKind[] {
  const kinds: MarkKind[] = [];
  if (isError(row)) {
    kinds.push('error');
  }
  if (row.kind === 'interrupt' || row.kind === 'retry' || row.kind === 'hook') {
    kinds.push(row.kind);
  }
  if (row.thread !== null) {
    kinds.push('subAgent');
  }
  if (row.kind === 'compaction') {
    kinds.push('compaction');
  }
  if (isPrompt(row)) {
    kinds.push(row.queued ? 'queued' : 'prompt');
  } else if (row.thread === null && authorOf(row) === 'agent') {
    kinds.push('answer');
  }
  if (row.tool) {
    kinds.push(isCommit(row) ? 'commit' : toolMark[row.tool.category]);
  }
  return kinds;
}

const toolMark = {
  read: 'lookup',
  search: 'lookup',
  web: 'lookup',
  edit: 'edit',
  run: 'run',
  delegate: 'delegate',
  plan: 'delegate',
  mcp: 'delegate',
  other: 'delegate',
} as const;

/** A shell call that made a commit, as far as its command tells. */
export function isCommit(row: OutlineRow): boolean {
  return (
    row.tool?.category === 'run' &&
    !row.tool.isError &&
    /\bgit\b(?:\s+-[cC]\s+\S+)*\s+commit\b(?!-)/.test(row.preview)
  );
}
