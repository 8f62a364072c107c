import type { OutlineRow } from '../../src/common/steps.js';
import type { Pair } from './align.js';

/** What the list shows, in order: the heads of pairs, and below those that are open their steps beside each other. */
export type Item = PairItem | StepItem;

export interface PairItem {
  type: 'pair';
  key: string;
  pair: Pair;
  /** Among the pairs, from 0. */
  index: number;
  /** From 1, not counting what was before the first prompts. */
  number: number;
  open: boolean;
}

export interface StepItem {
  type: 'step';
  key: string;
  left: OutlineRow | null;
  right: OutlineRow | null;
}

/** Names a pair by what it begins with, so that it stays open while rows are added at the end. */
export function pairKey({ left, right }: Pair): string {
  return [left, right].map((turn) => turn?.prompt?.uid ?? turn?.steps[0]?.uid ?? '').join(' | ');
}

/** The items of the pairs. `open` has keys. */
export function itemsOf(pairs: readonly Pair[], open: ReadonlySet<string>): Item[] {
  const items: Item[] = [];
  let number = 0;
  pairs.forEach((pair, index) => {
    const key = pairKey(pair);
    const isOpen = open.has(key);
    number += (pair.left?.prompt ?? pair.right?.prompt) ? 1 : 0;
    items.push({ type: 'pair', key, pair, index, number, open: isOpen });
    if (!isOpen) {
      return;
    }
    const [left, right] = [pair.left?.steps ?? [], pair.right?.steps ?? []];
    for (let n = 0; n < Math.max(left.length, right.length); n++) {
      items.push({ type: 'step', key: `${key} ${n}`, left: left[n] ?? null, right: right[n] ?? null });
    }
  });
  return items;
}
