const quarterMs = 900_000;
const dayMs = 86_400_000;

/**
 * SQL for the milliseconds that a time zone is ahead of UTC at `at`, an expression over times. It names each change of the
 * clocks, so that it needs no function beyond SQLite's own.
 */
export function offsetSql(at: string, timeZone: string, since: number, until: number): string {
  const changes = offsetChanges(timeZone, since, until);
  const [first] = changes;
  const rest = changes.slice(1);
  if (rest.length === 0) {
    return String(first?.offset ?? 0);
  }
  const cases = rest.map(({ from }, n) => `when ${at} < ${from} then ${changes[n]?.offset ?? 0}`);
  return `case ${cases.join(' ')} else ${rest.at(-1)?.offset ?? 0} end`;
}

/** From when on a zone has which offset, beginning with the one at `since`. Clocks change at whole quarters of an hour. */
export function offsetChanges(
  timeZone: string,
  since: number,
  until: number,
): { from: number; offset: number }[] {
  const offsetAt = offsetsOf(timeZone);
  const found = [{ from: since, offset: offsetAt(since) }];
  let before = since;
  for (let at = since + 7 * dayMs; before < until; at += 7 * dayMs) {
    const offset = offsetAt(at);
    if (offset !== found.at(-1)?.offset) {
      let low = Math.floor(before / quarterMs);
      let high = Math.ceil(at / quarterMs);
      const old = offsetAt(before);
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle * quarterMs) === old) {
          low = middle;
        } else {
          high = middle;
        }
      }
      found.push({ from: high * quarterMs, offset });
    }
    before = at;
  }
  return found;
}

/** Milliseconds that a zone is ahead of UTC at a moment. */
export function offsetsOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    // Clocks change at whole quarters of an hour, and asking the system takes long.
    const quarter = Math.floor(at / quarterMs);
    let offset = known.get(quarter);
    if (offset === undefined) {
      offset = read(quarter * quarterMs);
      known.set(quarter, offset);
    }
    return offset;
  };
  function read(at: number): number {
    const whole = Math.floor(at / 60_000) * 60_000;
    const parts = Object.fromEntries(
      format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) - whole;
  }
}
