import { maxLineBytes } from '../ingest/lines.js';
import type { OpenFile } from '../ingest/fileSource.js';

const newline = 10;

/**
 * Gives the lines of files, each without its newline, in one buffer that all files share: it grows to the longest line and
 * is never made anew, because fresh memory costs as much as what is read into it.
 */
export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(256 << 10);

  /**
   * Calls `take` with each line, which is valid until it returns. A line that is too long is passed over. `terminated` is
   * false for what stands behind the last newline.
   */
  read(file: OpenFile, take: (line: Buffer, offset: number, terminated: boolean) => void): void {
    let base = 0;
    let filled = 0;
    let skipping = false;
    for (;;) {
      const read = file.read(this.#bytes, filled, this.#bytes.length - filled, base + filled);
      if (read === 0) {
        break;
      }
      const searched = filled;
      filled += read;
      let start = 0;
      const bytes = this.#bytes.subarray(0, filled);
      for (let end = bytes.indexOf(newline, searched); end >= 0; end = bytes.indexOf(newline, start)) {
        if (skipping) {
          skipping = false;
        } else {
          take(bytes.subarray(start, end), base + start, true);
        }
        start = end + 1;
      }
      if (skipping || filled - start > maxLineBytes) {
        skipping = true;
        start = filled;
      } else if (start === 0 && filled === this.#bytes.length) {
        this.#grow();
      }
      this.#bytes.copyWithin(0, start, filled);
      base += start;
      filled -= start;
    }
    if (filled > 0 && !skipping) {
      take(this.#bytes.subarray(0, filled), base, false);
    }
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#bytes.length * 4, maxLineBytes + (1 << 20)));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}
