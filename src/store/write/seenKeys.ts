import type { Database } from '../database.js';

/**
 * Which responses and groups are surely not stored, so that a first import need not ask for each. It knows so of a store that
 * was empty when the first was noted; of any other it knows nothing.
 */
export interface SeenKeys {
  /** False: no response of this key, and none of this group, is stored. True says nothing. */
  mayHave(key: string): boolean;
  note(key: string): void;
}

/** 4 MB, only while it is of use: with a million responses one question in a hundred is asked needlessly. */
const filterBits = 1 << 25;

/** A Bloom filter: it may forget nothing, so what a rollback takes back just stays noted. */
export function createSeenKeys(db: Database): SeenKeys {
  let filter: Uint32Array | null = null;
  let isAsked = false;
  const open = () => {
    if (!isAsked) {
      isAsked = true;
      filter = db.prepare('select 1 from usage limit 1').get() === undefined ? newFilter() : null;
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

function newFilter(): Uint32Array {
  return new Uint32Array(filterBits / 32);
}

/** Two independent hashes (FNV-1a with two bases) give any number of others. */
function places(key: string): number[] {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 15;
  }
  const mask = filterBits - 1;
  return [a & mask, (a + b) & mask, (a + 2 * b) & mask, (a + 3 * b) & mask];
}
