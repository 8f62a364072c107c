/** In a reading that is taken step by step: lets others work until the promise is settled, and gives or throws what it gave. */
export function* until<T>(promise: Promise<T>): Generator<void, T, void> {
  const results: ({ value: T } | { error: unknown })[] = [];
  promise.then(
    (value) => results.push({ value }),
    (error: unknown) => results.push({ error }),
  );
  for (;;) {
    const [result] = results;
    if (result === undefined) {
      yield;
    } else if ('error' in result) {
      throw result.error;
    } else {
      return result.value;
    }
  }
}
