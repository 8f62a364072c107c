import type { Database } from '../database.js';
import { mixedHash, textHash } from '../textHash.js';

/**
 * Which keys are surely not stored (of responses and groups: texts; of messages: their ids), so that a first import need not
 * ask for each. It knows so of a store that was empty when the first was looked for; of any other it knows nothing.
 */
export interface SeenKeys {
  /** False: no response of this key, none of this group, no message with this id is stored. True says nothing. */
  mayHave(key: string | number): boolean;
  note(key: string | number): void;
}

/** 8 MB, only while it is of use: with a million messages three of ten thousand questions are asked needlessly. */
const words = 1 << 21;

/**
 * A Bloom filter, all bits of a key in one word, so that it costs one access to memory. It may forget nothing: what a rollback
 * takes back just stays noted.
 */
export function createSeenKeys(db: Database): SeenKeys {
  let filter: Uint32Array | null = null;
  let isAsked = false;
  const firstRow = db.prepare(
    'select 1 from usage union all select 1 from message union all select 1 from tool_call limit 1',
  );
  const open = () => {
    if (!isAsked) {
      isAsked = true;
      filter = firstRow.get() === undefined ? new Uint32Array(words) : null;
    }
    return filter;
  };
  return {
    mayHave: (key) => {
      const bits = open();
      if (bits === null) {
        return true;
      }
      const hash = hashOf(key);
      const mask = maskOf(hash);
      return ((bits[hash & (words - 1)] ?? 0) & mask) >>> 0 === mask;
    },
    note: (key) => {
      const bits = open();
      if (bits !== null) {
        const hash = hashOf(key);
        bits[hash & (words - 1)]! |= maskOf(hash);
      }
    },
  };
}

/** Four of 32 bits, by those bits of the hash that do not choose the word, once more mixed. */
function maskOf(hash: number): number {
  const bits = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((1 << (bits >>> 27)) | (1 << (bits >>> 22)) | (1 << (bits >>> 17)) | (1 << (bits >>> 12))) >>> 0;
}

function hashOf(key: string | number): number {
  return typeof key === 'string'
    ? textHash(key)
    : mixedHash((key | 0) ^ Math.imul(Math.floor(key / 2 ** 32), 0x9e3779b1));
}
