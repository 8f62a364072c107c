/** Deeper values are no session's: they are looked at as JSON text. */
export const deepest = 200;

/** Every text in a value, names of fields among them. */
export function* textsOf(value: unknown, depth = 0): Iterable<string> {
  if (typeof value === 'string') {
    yield value;
  } else if (typeof value === 'object' && value !== null) {
    if (depth > deepest) {
      yield JSON.stringify(value);
      return;
    }
    for (const [name, field] of Object.entries(value)) {
      if (!Array.isArray(value)) {
        yield name;
      }
      yield* textsOf(field, depth + 1);
    }
  }
}
