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

const zones = new Map<string, (at: number) => number>();
const mostZones = 16;

/** Milliseconds that a zone is ahead of UTC at a moment. What was asked of a zone is remembered; an unknown one throws a RangeError. */
export function offsetsOf(timeZone: string): (at: number) => number {
  let offsets = zones.get(timeZone);
  if (offsets === undefined) {
    offsets = rememberedOffsets(timeZone);
    if (zones.size >= mostZones) {
      zones.clear();
    }
    zones.set(timeZone, offsets);
  }
  return offsets;
}

function rememberedOffsets(timeZone: string): (at: number) => number {
  const read = readerOf(timeZone);
  // Asking the system takes long. Of a day that begins and ends with one offset it is asked twice; on others clocks change, at
  // a whole quarter of an hour.
  const days = new Map<number, number | null>();
  const quarters = new Map<number, number>();
  return (at) => {
    const day = Math.floor(at / dayMs);
    let ofDay = days.get(day);
    if (ofDay === undefined) {
      const offset = read(day * dayMs);
      ofDay = offset === read((day + 1) * dayMs) ? offset : null;
      days.set(day, ofDay);
    }
    if (ofDay !== null) {
      return ofDay;
    }
    const quarter = Math.floor(at / quarterMs);
    let offset = quarters.get(quarter);
    if (offset === undefined) {
      offset = read(quarter * quarterMs);
      quarters.set(quarter, offset);
    }
    return offset;
  };
}

function readerOf(timeZone: string): (at: number) => number {
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
  return (at) => {
    const whole = Math.floor(at / 60_000) * 60_000;
    const parts = Object.fromEntries(
      format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) - whole;
  };
}
