import type { OutlineRow } from '../../src/common/protocol.js';
import { isError, isPrompt } from './items.js';

/** The lanes of the timeline, from top to bottom. */
export const lanes = ['prompts', 'edits', 'errors', 'subAgents'] as const;
export type Lane = (typeof lanes)[number];

/** A stretch of the timeline with marks in one lane. `from` and `to` are numbers of buckets, `to` included. */
export interface Mark {
  lane: Lane;
  from: number;
  to: number;
}

/**
 * What the minimap draws: the rows are put into as many buckets as there is room for, and neighbouring buckets of a lane are
 * one mark where the lane shows stretches (sub-agents). So 50,000 rows cost no more elements than 500.
 */
export function marksOf(rows: readonly OutlineRow[], total: number, buckets: number): Mark[] {
  const size = Math.max(1, total);
  const filled = new Map<Lane, Set<number>>(lanes.map((lane) => [lane, new Set<number>()]));
  for (const row of rows) {
    const bucket = bucketOf(row.seq, size, buckets);
    if (isError(row)) {
      filled.get('errors')?.add(bucket);
    }
    if (isPrompt(row)) {
      filled.get('prompts')?.add(bucket);
    }
    if (row.tool?.category === 'edit') {
      filled.get('edits')?.add(bucket);
    }
    if (row.thread !== null) {
      filled.get('subAgents')?.add(bucket);
    }
  }
  return lanes.flatMap((lane) => {
    const numbers = [...(filled.get(lane) ?? [])].sort((a, b) => a - b);
    const marks: Mark[] = [];
    for (const n of numbers) {
      const last = marks.at(-1);
      if (lane === 'subAgents' && last?.to === n - 1) {
        last.to = n;
      } else {
        marks.push({ lane, from: n, to: n });
      }
    }
    return marks;
  });
}

export function bucketOf(seq: number, total: number, buckets: number): number {
  return Math.min(buckets - 1, Math.floor((seq / Math.max(1, total)) * buckets));
}
