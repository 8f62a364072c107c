import type { ImportEvent } from '../common/model.js';
import type { Batch, BodyRef, Place } from '../store/batch.js';
import { type Origin, type PackedRows, RowPacker } from './rowPacker.js';

/** Texts of a block are compressed together; about this many bytes compress well and unpack fast. */
const blockBytes = 64 << 10;
/** Of a longer text only the head is kept: the row says how long the whole was and where it lies. */
export const maxTextBytes = 1 << 20;
/** A batch is one transaction: not so small that commits cost more than rows, not so large that readers wait. */
const maxRows = 2500;
const maxBytes = 8 << 20;

/** What was collected, but for the sources. */
export type Collected = Omit<Batch, 'sources' | 'rows'> & { rows: PackedRows };

/** Collects rows for one transaction. Texts go as UTF-8 into blocks, whole texts only. */
export class BatchBuilder {
  readonly #rows = new RowPacker();
  #blocks: Uint8Array[] = [];
  #places: Place[] = [];
  #problems: { source: number; line: number | null; message: string; at: number }[] = [];
  #unknown: { source: number; name: string; offset: number; length: number }[] = [];
  #scratch = Buffer.allocUnsafeSlow(4 * blockBytes);
  #used = 0;
  #bytes = 0;
  lines = 0;

  /** Time to commit. */
  get full(): boolean {
    return this.#rows.count >= maxRows || this.#bytes >= maxBytes;
  }

  /** `length` is that of the event's line. */
  add(event: ImportEvent, at: Origin, length: number): void {
    const { source, offset, part, withheld } = at;
    const other = withheld ? { source, offset, part, withheld } : { source, offset, part };
    switch (event.type) {
      case 'unknown':
        this.#unknown.push({ source, name: event.name, offset, length });
        return;
      case 'message':
        this.#rows.message(event, at, withheld ? null : this.#text(event.text));
        return;
      case 'tool_result':
        this.#rows.toolResult(event, at, event.output === null ? null : this.#text(event.output));
        return;
      case 'usage':
        this.#rows.usage(event, at);
        return;
      case 'file_change': {
        const { patch, ...rest } = event;
        this.#rows.other({ ...rest, ...other, body: patch === undefined ? null : this.#text(patch) });
        return;
      }
      case 'plan':
        this.#bytes += event.text.length;
        this.#rows.other({ ...event, ...other });
        return;
      default:
        this.#rows.other({ ...event, ...other });
    }
  }

  place(place: Place): void {
    this.#places.push(place);
  }

  problem(source: number, line: number | null, message: string, at: number): void {
    this.#problems.push({ source, line, message, at });
  }

  /** Hands over what was collected and starts anew. */
  take(): Collected {
    this.#closeBlock();
    const batch = {
      rows: this.#rows.take(),
      blocks: this.#blocks,
      places: this.#places,
      problems: this.#problems,
      unknown: this.#unknown,
      lines: this.lines,
    };
    this.#blocks = [];
    this.#places = [];
    this.#problems = [];
    this.#unknown = [];
    this.#bytes = 0;
    this.lines = 0;
    return batch;
  }

  #text(text: string): BodyRef {
    const fullBytes = Buffer.byteLength(text);
    const start = this.#used;
    let bytes = fullBytes;
    if (fullBytes <= maxTextBytes) {
      this.#reserve(bytes);
      this.#scratch.write(text, start);
    } else {
      const head = Buffer.from(text.slice(0, maxTextBytes));
      bytes = wholeCharacters(head, maxTextBytes);
      this.#reserve(bytes);
      head.copy(this.#scratch, start, 0, bytes);
    }
    this.#used += bytes;
    this.#bytes += bytes;
    const ref = { block: this.#blocks.length, start, bytes, fullBytes };
    if (this.#used >= blockBytes) {
      this.#closeBlock();
    }
    return ref;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#scratch.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#used + bytes, 2 * this.#scratch.length));
      this.#scratch.copy(larger, 0, 0, this.#used);
      this.#scratch = larger;
    }
  }

  #closeBlock(): void {
    if (this.#used > 0) {
      // A copy with a buffer of its own, which can be transferred to the other thread.
      this.#blocks.push(new Uint8Array(this.#scratch.subarray(0, this.#used)));
      this.#used = 0;
    }
  }
}

/** The largest length up to `limit` at which UTF-8 can be cut without splitting a character. */
function wholeCharacters(bytes: Uint8Array, limit: number): number {
  let end = Math.min(limit, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  return end;
}
