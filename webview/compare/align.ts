import type { Turn } from './turns.js';

/** How the prompts of a pair are alike. `only`: there is none on the other side. */
export type Likeness = 'same' | 'similar' | 'other' | 'only';

/** What stands beside each other. At least one of the two is there. */
export interface Pair {
  left: Turn | null;
  right: Turn | null;
  likeness: Likeness;
}

/** Prompts that share so much of their words are taken for the same wish. */
const similarFrom = 0.5;
/** Above so many comparisons, only prompts that are the same to the letter are looked for. */
const mostComparisons = 1_000_000;

/**
 * Puts the turns of two sessions beside each other, each in its own order: prompts that are alike are paired so that as much
 * as possible is; what lies between two such pairs is paired in order.
 */
export function alignTurns(left: readonly Turn[], right: readonly Turn[]): Pair[] {
  const anchors = anchorsOf(left, right);
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [toLeft, toRight] of [...anchors, [left.length, right.length] as const]) {
    while (i < toLeft || j < toRight) {
      pairs.push(pairOf(i < toLeft ? left[i++] : undefined, j < toRight ? right[j++] : undefined));
    }
    if (toLeft < left.length && toRight < right.length) {
      pairs.push(pairOf(left[i++], right[j++]));
    }
  }
  return pairs;
}

function pairOf(left: Turn | undefined, right: Turn | undefined): Pair {
  if (!left || !right) {
    return { left: left ?? null, right: right ?? null, likeness: 'only' };
  }
  const like = likenessOf(wordsOf(left), wordsOf(right));
  return { left, right, likeness: like === 1 ? 'same' : like >= similarFrom ? 'similar' : 'other' };
}

/** Places of turns that are alike, ascending on both sides: those that share most over all. */
function anchorsOf(left: readonly Turn[], right: readonly Turn[]): [number, number][] {
  const a = left.map(wordsOf);
  const b = right.map(wordsOf);
  if (a.length * b.length > mostComparisons) {
    return sameInOrder(a, b);
  }
  const width = b.length + 1;
  // best[i * width + j]: what the turns from i and j on can share.
  const best = new Float64Array((a.length + 1) * width);
  const shares = new Float64Array(a.length * b.length);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const like = likenessOf(a[i]!, b[j]!);
      const share = like >= similarFrom ? like : 0;
      shares[i * b.length + j] = share;
      const both = share > 0 ? share + best[(i + 1) * width + j + 1]! : 0;
      best[i * width + j] = Math.max(both, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const anchors: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const share = shares[i * b.length + j]!;
    const here = best[i * width + j]!;
    // The same sum of the same numbers is the same to the bit.
    if (share > 0 && here === share + best[(i + 1) * width + j + 1]!) {
      anchors.push([i++, j++]);
    } else if (here === best[(i + 1) * width + j]!) {
      i++;
    } else {
      j++;
    }
  }
  return anchors;
}

/** Where there are thousands of prompts on both sides: the next one that is the same, wherever it is. */
function sameInOrder(a: readonly Words[], b: readonly Words[]): [number, number][] {
  const places = new Map<string, { at: number; list: number[] }>();
  b.forEach(({ text }, j) => {
    const known = places.get(text);
    if (known) {
      known.list.push(j);
    } else {
      places.set(text, { at: 0, list: [j] });
    }
  });
  const anchors: [number, number][] = [];
  let from = 0;
  a.forEach(({ text }, i) => {
    const known = places.get(text);
    if (!known) {
      return;
    }
    // What lies before the last pair is passed over for good.
    const { list } = known;
    while ((list[known.at] ?? from) < from) {
      known.at++;
    }
    const j = list[known.at];
    if (j !== undefined) {
      anchors.push([i, j]);
      from = j + 1;
    }
  });
  return anchors;
}

interface Words {
  text: string;
  words: ReadonlySet<string>;
}

/** What was there before the first prompt is like what was there before the other's. */
function wordsOf({ prompt }: Turn): Words {
  const text = prompt === null ? '' : prompt.preview.toLowerCase().replace(/\s+/g, ' ').trim();
  return { text, words: new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []) };
}

/** 0 to 1: the share of their words that both have. */
function likenessOf(a: Words, b: Words): number {
  if (a.text === b.text) {
    return 1;
  }
  let both = 0;
  for (const word of a.words) {
    both += b.words.has(word) ? 1 : 0;
  }
  const all = a.words.size + b.words.size - both;
  // The words alone never make two texts the same.
  return all === 0 ? 0 : Math.min(0.99, both / all);
}
