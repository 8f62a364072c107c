import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Database } from './database.js';

/** Unpacked blocks that stay in memory: texts that are read together lie in the same block. */
const keptBlocks = 64;

/**
 * Fast rather than small: on many small texts packed together quality 0 takes less than half of deflate's time. In blocks
 * of 32 KB it makes the same size as quality 1 does in blocks of 16 KB. The result has a buffer of its own, to be handed to
 * another thread.
 */
export function packBlock(texts: Uint8Array): Uint8Array {
  const packed = brotliCompressSync(texts, {
    // One piece of output instead of many that have to be put together.
    chunkSize: Math.max(texts.length, 1024),
    params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 18 },
  });
  return new Uint8Array(packed);
}

/**
 * Far more than we put into one, which is a text of a megabyte at most and what stands before it. Some kilobytes that claim to
 * be gigabytes are not ours.
 */
const largestBlock = 16 << 20;

/** SQLite has no checksums, so a block that the disk has changed shows here: it has no text, and the rest goes on. */
export function unpackBlock(z: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(z, { maxOutputLength: largestBlock });
  } catch {
    return new Uint8Array(0);
  }
}

/** Texts of rows, which lie in compressed blocks. A missing block or a range beyond its end gives less or no text. */
export interface Bodies {
  bytes(block: number, start: number, length: number): Uint8Array;
  text(block: number, start: number, length: number): string;
  /** Forgets unpacked blocks, after their rows were deleted or rolled back. */
  clear(): void;
}

/** The one of this database, so that its blocks are unpacked once for all who read them. */
export function createBodies(db: Database): Bodies {
  let bodies = bodiesOf.get(db);
  if (bodies === undefined) {
    bodies = makeBodies(db);
    bodiesOf.set(db, bodies);
  }
  return bodies;
}

const bodiesOf = new WeakMap<Database, Bodies>();

function makeBodies(db: Database): Bodies {
  const cache = new Map<number, Uint8Array>();
  const bytes = (block: number, start: number, length: number): Uint8Array => {
    let unpacked = cache.get(block);
    if (unpacked === undefined) {
      const z = db.prepare('select z from block where id = ?').get(block)?.[0];
      unpacked = z instanceof Uint8Array ? unpackBlock(z) : new Uint8Array(0);
      if (cache.size >= keptBlocks) {
        cache.delete(cache.keys().next().value ?? block);
      }
      cache.set(block, unpacked);
    }
    return unpacked.subarray(start, start + length);
  };
  return {
    bytes,
    text: (block, start, length) => decode(bytes(block, start, length)),
    clear: () => cache.clear(),
  };
}

/**
 * The SQL function `unpack(z, id, start, bytes)` of the views: the text at a place of block `id`, whose column `z` it is
 * given.
 */
export function installUnpack(db: Database): void {
  const bodies = createBodies(db);
  db.createFunction('unpack', (z, id, start, bytes) =>
    z instanceof Uint8Array &&
    typeof id === 'number' &&
    typeof start === 'number' &&
    typeof bytes === 'number'
      ? bodies.text(id, start, bytes)
      : null,
  );
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
