import { useCallback, useState } from 'preact/hooks';
import { savedState } from './rpc.js';

/** State under `key` that survives the page being hidden, reloaded and restored. `check` refuses what an older version left. */
export function usePersistedState<T>(
  key: string,
  initial: T,
  check: (value: unknown) => value is T,
): [T, (value: T | ((old: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => {
    const kept = keptState()[key];
    return check(kept) ? kept : initial;
  });
  const set = useCallback(
    (next: T | ((old: T) => T)) =>
      setValue((old) => {
        const result = typeof next === 'function' ? (next as (old: T) => T)(old) : next;
        savedState.set({ ...keptState(), [key]: result });
        return result;
      }),
    [key],
  );
  return [value, set];
}

/** What is kept, by key. */
export function keptState(): Record<string, unknown> {
  const state = savedState.get();
  return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
}

/** Keeps a value without drawing anything anew. */
export function keep(key: string, value: unknown): void {
  savedState.set({ ...keptState(), [key]: value });
}
