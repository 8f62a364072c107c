/** Random numbers by seed: the same seed gives the same choices. */
export interface Random {
  /** In [0, 1). */
  (): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** One of the list, which is not empty. */
  pick<T>(list: readonly T[]): T;
}

/** mulberry32 */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return Object.assign(next, {
    below,
    pick<T>(list: readonly T[]): T {
      return list[below(list.length)] as T;
    },
  });
}
