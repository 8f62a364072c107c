/** Smaller inputs of the same shape, the boldest first: parts left out, texts cut, values made simple. */
export function* smaller(input: unknown): Generator<unknown, void, void> {
  if (Array.isArray(input)) {
    const list: unknown[] = input;
    for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < list.length; at += size) {
        yield [...list.slice(0, at), ...list.slice(at + size)];
      }
    }
    for (const [at, value] of list.entries()) {
      for (const less of smaller(value)) {
        yield list.with(at, less);
      }
    }
  } else if (typeof input === 'object' && input !== null) {
    const entries = Object.entries(input);
    for (const [key] of entries) {
      yield Object.fromEntries(entries.filter(([other]) => other !== key));
    }
    for (const [key, value] of entries) {
      for (const less of smaller(value)) {
        yield Object.fromEntries(entries.map(([other, old]) => [other, other === key ? less : old]));
      }
    }
  } else if (typeof input === 'string' && input !== '') {
    for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < input.length; at += size) {
        yield input.slice(0, at) + input.slice(at + size);
      }
    }
  }
}

/**
 * The smallest input found within `ms` that still fails in the same way. `fails` tells the way, or null.
 */
export async function shrink(
  input: unknown,
  way: string,
  fails: (input: unknown) => Promise<string | null>,
  ms = 15_000,
): Promise<unknown> {
  let best = input;
  const end = performance.now() + ms;
  for (let found = true; found && performance.now() < end;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (performance.now() > end) {
        break;
      }
      if ((await fails(candidate)) === way) {
        best = candidate;
        found = true;
        break;
      }
    }
  }
  return best;
}
