/*
 * Okapi BM25 among a bounded number of hits. How rare a word is over all documents FTS4 would have to count through the
 * whole index; how rare it is among the hits says the same where it matters, when not every hit has every word.
 */

const saturation = 1.2;
const lengthWeight = 0.75;

/**
 * The ids of the `limit` best, best first, newer ones before older ones of the same score. `counts`: how often each of the
 * words stands in the document; `lengths` in bytes.
 */
export function bestOf(
  hits: readonly { id: number; counts: Uint32Array }[],
  words: number,
  lengths: ReadonlyMap<number, number>,
  limit: number,
): number[] {
  const average = hits.reduce((sum, { id }) => sum + (lengths.get(id) ?? 0), 0) / hits.length || 1;
  const rarity = Array.from({ length: words }, (_, word) => {
    const having = hits.filter(({ counts }) => (counts[word] ?? 0) > 0).length;
    return Math.log(1 + (hits.length - having + 0.5) / (having + 0.5)) + 0.1;
  });
  const scored = hits.map(({ id, counts }) => {
    const norm = 1 - lengthWeight + (lengthWeight * (lengths.get(id) ?? 0)) / average;
    const score = rarity.reduce((sum, weight, word) => {
      const count = counts[word] ?? 0;
      return sum + (weight * count * (saturation + 1)) / (count + saturation * norm);
    }, 0);
    return { id, score };
  });
  scored.sort((a, b) => b.score - a.score || b.id - a.id);
  return scored.slice(0, limit).map(({ id }) => id);
}
