/**
 * Rows of numbers as bytes: each row tells which of its values differ from those of the row before, and by how much. A tool
 * call with all that charts ask of it takes about twelve bytes.
 */
export type NumberRow = readonly (number | null)[];

/** Differences above this are not told exactly by a varint, nor are fractions. */
const mostDifference = 2 ** 50;
/** What stands for a value that is not known, and for one that follows as it is, in 8 bytes. Differences come above. */
const [unknown, whole, differences] = [0, 1, 2];

/** Rows of one length each, of 30 values at most. */
export function packRows(rows: readonly NumberRow[]): Uint8Array {
  const bytes: number[] = [];
  const before: number[] = [];
  const last: (number | null)[] = [];
  const add = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      bytes.push((rest % 128) + 128);
    }
    bytes.push(rest);
  };
  for (const row of rows) {
    add(
      row.reduce<number>((bits, value, i) => (Object.is(value, last[i] ?? null) ? bits : bits | (1 << i)), 0),
    );
    for (const [i, value] of row.entries()) {
      if (Object.is(value, last[i] ?? null)) {
        continue;
      }
      last[i] = value;
      if (value === null) {
        add(unknown);
        continue;
      }
      const difference = value - (before[i] ?? 0);
      if (Number.isSafeInteger(value) && Math.abs(difference) <= mostDifference) {
        add(differences + (difference < 0 ? -2 * difference - 1 : 2 * difference));
      } else {
        add(whole);
        bytes.push(...new Uint8Array(Float64Array.of(value).buffer));
      }
      before[i] = Number.isSafeInteger(value) ? value : 0;
    }
  }
  return Uint8Array.from(bytes);
}

/** Tells the rows of `packRows`, each of `length` values, in an array that is used again for the next one. */
export function eachPackedRow(bytes: Uint8Array, length: number, tell: (row: NumberRow) => void): void {
  const row = Array.from<number | null>({ length }).fill(null);
  const before = new Float64Array(length);
  let at = 0;
  const next = (): number => {
    let byte = bytes[at++]!;
    let value = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = bytes[at++]!;
      value += (byte & 127) * scale;
    }
    return value;
  };
  while (at < bytes.length) {
    for (let bits = next(); bits !== 0; bits &= bits - 1) {
      const i = 31 - Math.clz32(bits & -bits);
      const code = next();
      if (code === unknown) {
        row[i] = null;
        continue;
      }
      let value: number;
      if (code === whole) {
        value = new Float64Array(bytes.slice(at, at + 8).buffer)[0]!;
        at += 8;
      } else {
        const difference = code - differences;
        value = before[i]! + (difference % 2 === 0 ? difference / 2 : -(difference + 1) / 2);
      }
      row[i] = value;
      before[i] = Number.isSafeInteger(value) ? value : 0;
    }
    tell(row);
  }
}
