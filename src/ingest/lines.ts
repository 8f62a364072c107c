import type { OpenFile } from './fileSource.js';

/** One line without its newline. `bytes` is valid until the next line is asked for. */
export interface Line {
  bytes: Buffer;
  offset: number;
  /** Bytes in the file, with the newline. */
  length: number;
  /** False for what stands after the last newline. */
  terminated: boolean;
  /** Longer than `maxLine`: it was passed over and `bytes` is empty. */
  tooLong: boolean;
}

export const maxLineBytes = 64 << 20;
const chunkBytes = 256 << 10;
const newline = 10;

/**
 * Gives the lines in [from, to) of a file, reading each byte once in chunks of 256 KB, so that memory is bounded by the
 * longest line. After each chunk, and wherever nothing is to be had yet, `null` is given: a place to let others work.
 */
export function* readLines(
  file: OpenFile,
  from: number,
  to: number,
  maxLine = maxLineBytes,
): Generator<Line | null, void, void> {
  const own = spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  try {
    yield* linesOf(file, from, to, maxLine, own);
  } finally {
    spare.push(own);
  }
}

/** Buffers for the next files: memory that was just used is in the processor's cache. There are as many as files are read at once. */
const spare: Buffer[] = [];

function* linesOf(
  file: OpenFile,
  from: number,
  to: number,
  maxLine: number,
  own: Buffer,
): Generator<Line | null, void, void> {
  let buffer = own;
  /** Where in the file the buffer begins, how much of it is filled, and how much of that has been looked through. */
  let base = from;
  let filled = 0;
  let searched = 0;
  /** Start of a line that is too long, while its end is looked for. */
  let skipping: number | null = null;

  while (base + filled < to) {
    const read = file.read(
      buffer,
      filled,
      Math.min(buffer.length - filled, to - base - filled),
      base + filled,
    );
    if (read === 0) {
      // The file was cut while it was read; the next look at it starts over.
      return;
    }
    filled += read;
    let start = 0;
    for (;;) {
      const end = buffer.subarray(0, filled).indexOf(newline, Math.max(start, searched));
      if (end < 0) {
        break;
      }
      if (skipping === null) {
        yield {
          bytes: buffer.subarray(start, end),
          offset: base + start,
          length: end + 1 - start,
          terminated: true,
          tooLong: false,
        };
      } else {
        yield {
          bytes: buffer.subarray(0, 0),
          offset: skipping,
          length: base + end + 1 - skipping,
          terminated: true,
          tooLong: true,
        };
        skipping = null;
      }
      start = end + 1;
    }
    searched = filled;
    yield null;
    const rest = filled - start;
    if (skipping !== null || rest > maxLine) {
      skipping ??= base + start;
      base += filled;
      filled = 0;
    } else {
      const needed = rest + Math.min(chunkBytes, to - base - filled);
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(
          Math.max(needed, Math.min(buffer.length * 2, maxLine + chunkBytes)),
        );
        buffer.copy(larger, 0, start, filled);
        buffer = larger;
      } else if (start > 0) {
        buffer.copyWithin(0, start, filled);
      }
      base += start;
      filled = rest;
    }
    searched = filled;
  }
  if (skipping === null && filled > 0) {
    yield {
      bytes: buffer.subarray(0, filled),
      offset: base,
      length: filled,
      terminated: false,
      tooLong: false,
    };
  }
}
