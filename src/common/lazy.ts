/** What `make` makes, made when it is first asked for: what few runs need, no start should pay for. */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
