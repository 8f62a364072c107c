import type { Database } from '../database.js';

/**
 * Which keys are surely not stored (of responses and groups: texts; of messages: their ids), so that a first import need not
 * ask for each. It knows so of a store that was empty when the first was looked for; of any other it knows nothing.
 */
export interface SeenKeys {
  /** False: no response of this key, none of this group, no message with this id is stored. True says nothing. */
  mayHave(key: string | number): boolean;
  note(key: string | number): void;
}

/** 8 MB, only while it is of use: with a million messages one question in a thousand is asked needlessly. */
const filterBits = 1 << 26;

/** A Bloom filter: it may forget nothing, so what a rollback takes back just stays noted. */
export function createSeenKeys(db: Database): SeenKeys {
  let filter: Uint32Array | null = null;
  let isAsked = false;
  const firstRow = db.prepare(
    'select 1 from usage union all select 1 from message union all select 1 from tool_call limit 1',
  );
  const open = () => {
    if (!isAsked) {
      isAsked = true;
      filter = firstRow.get() === undefined ? new Uint32Array(filterBits / 32) : null;
    }
    return filter;
  };
  return {
    mayHave: (key) => {
      const bits = open();
      return bits === null || places(key).every((place) => (bits[place >>> 5] ?? 0) & (1 << (place & 31)));
    },
    note: (key) => {
      const bits = open();
      if (bits !== null) {
        for (const place of places(key)) {
          bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
        }
      }
    },
  };
}

/** Two independent hashes give any number of others. */
function places(key: string | number): number[] {
  const [a, b] = typeof key === 'string' ? ofText(key) : ofNumber(key);
  const mask = filterBits - 1;
  return [a & mask, (a + b) & mask, (a + 2 * b) & mask, (a + 3 * b) & mask];
}

/** FNV-1a with two bases. */
function ofText(key: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 15;
  }
  return [a, b];
}

/** Multiplications by odd numbers, as MurmurHash ends. */
function ofNumber(key: number): [number, number] {
  const low = key | 0;
  const high = Math.floor(key / 2 ** 32);
  let a = Math.imul(low ^ (low >>> 16) ^ high, 0x85ebca6b);
  a ^= a >>> 13;
  const b = Math.imul(a, 0xc2b2ae35);
  return [a, b ^ (b >>> 16)];
}
