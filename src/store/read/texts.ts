import { createBodies } from '../blocks.js';
import type { Database } from '../database.js';

/** Where a text lies: `start` and `bytes` within an unpacked block; null where none is kept. */
export interface TextPlace {
  block: number | null;
  start: number;
  bytes: number;
}

/** Texts of rows. */
export interface Texts {
  /** The text, or what its first `limit` bytes hold; '' where none is kept. A character that the limit cuts is left out. */
  text(place: TextPlace, limit?: number): string;
  /** Forgets unpacked blocks, after their rows were deleted. */
  clear(): void;
}

export function createTexts(db: Database): Texts {
  const bodies = createBodies(db);
  return {
    text({ block, start, bytes }, limit = bytes) {
      if (block === null || bytes === 0) {
        return '';
      }
      if (bytes <= limit) {
        return bodies.text(block, start, bytes);
      }
      // One byte more tells whether the limit falls into a character.
      const head = bodies.bytes(block, start, limit + 1);
      let end = Math.min(limit, head.length);
      while (end > 0 && end < head.length && (head[end]! & 0xc0) === 0x80) {
        end--;
      }
      return Buffer.from(head.buffer, head.byteOffset, end).toString('utf8');
    },
    clear: () => bodies.clear(),
  };
}
