/** How often each is there: the sessions of a mark by what they add to it. */
export function weights<T>(each: (add: (key: T, weight?: number) => void) => void): Map<T, number> {
  const found = new Map<T, number>();
  each((key, weight = 1) => found.set(key, (found.get(key) ?? 0) + weight));
  return found;
}
