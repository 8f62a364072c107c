import type { MessagePart } from '../common/search.js';
import { kinds } from './codes.js';

/** In the order of their marks, which are in the index: append only. */
const parts = [
  'output',
  'tool',
  'answer',
  'thinking',
  'prompt',
  'other',
] as const satisfies readonly MessagePart[];

/** Of a tool's output the head is searched: what follows is mostly a listing, a log or a whole file. */
export const indexedOutputBytes = 2048;

const partOfKind: Readonly<Record<(typeof kinds)[number], MessagePart>> = {
  prompt: 'prompt',
  command: 'prompt',
  shell: 'prompt',
  injected: 'other',
  text: 'answer',
  thinking: 'thinking',
  tool: 'tool',
  compaction: 'other',
  interrupt: 'other',
  error: 'other',
  notice: 'other',
  hook: 'other',
  retry: 'other',
  'queued prompt': 'prompt',
};

/** What a message of the kind (its number in `kinds`) is to a search; null: the output of a tool. */
export function partOf(kind: number | null): MessagePart {
  const name = kind === null ? null : kinds[kind];
  return name === null ? 'output' : name === undefined ? 'other' : partOfKind[name];
}

/** The word that every document of the part begins with: of a private character, which no search for text contains. */
export function markOf(part: MessagePart): string {
  return String.fromCharCode(firstMark + parts.indexOf(part));
}

const firstMark = 0xe000;
/** A mark in UTF-8 and the space behind it. */
export const markBytes = 4;

/**
 * The document that the index has of a text: its mark, and the text with everything blanked that is no text. Deterministic,
 * because FTS4 takes a document out of the index by reading it again. The result is valid until the next call. `isWhole`: an
 * output is not cut, as the index has it.
 */
export function documentOf(text: Uint8Array, kind: number | null, isWhole = false): Buffer {
  const part = partOf(kind);
  const length = kind === null && !isWhole ? headLength(text) : text.length;
  if (scratch.length < length + markBytes) {
    scratch = Buffer.allocUnsafeSlow(2 * (length + markBytes));
  }
  let document: Buffer = scratch.subarray(0, length + markBytes);
  document.set(length < text.length ? text.subarray(0, length) : text, markBytes);
  if (part === 'tool' && document.includes(backslash, markBytes)) {
    document = withoutJsonEscapes(document);
  }
  document[0] = 0xee;
  document[1] = 0x80;
  document[2] = 0x80 + parts.indexOf(part);
  document[3] = space;
  blankEach(document, escape, (at) => endOfEscape(document, at));
  // A mark that the text itself has, and what would end it for FTS4.
  blankEach(document, 0xee, (at) => at + (document[at + 1] === 0x80 ? 3 : 0));
  blankEach(document, 0, (at) => at + 1);
  return document;
}

let scratch = Buffer.allocUnsafeSlow(64 << 10);
const space = 0x20;
const backslash = 0x5c;
const escape = 0x1b;

/** At most `indexedOutputBytes`, and no character cut. */
function headLength(text: Uint8Array): number {
  if (text.length <= indexedOutputBytes) {
    return text.length;
  }
  let end = indexedOutputBytes;
  while (end > 0 && ((text[end] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  return end;
}

/** In JSON `\nconst` is the word const at the beginning of a line, not nconst. */
function withoutJsonEscapes(document: Buffer): Buffer {
  const plain = document.includes('\\u') ? withCharacters(document) : document;
  for (let at = plain.indexOf(backslash, markBytes); at >= 0; at = plain.indexOf(backslash, at + 1)) {
    plain[at] = space;
    if (at + 1 < plain.length && plain[at + 1]! < 0x80) {
      plain[at + 1] = space;
    }
  }
  return plain;
}

/** With the characters that `\u00e9` and the like stand for. */
function withCharacters(document: Buffer): Buffer {
  const text = document.toString('utf8', markBytes);
  const decoded = text.replaceAll(/\\(?:u([\da-f]{4})|.)/gis, (escaped, code: string | undefined) =>
    code === undefined ? escaped : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.concat([Buffer.alloc(markBytes), Buffer.from(decoded)]);
}

/** Blanks from each `byte` to where `endOf` says; behind the mark. */
function blankEach(document: Buffer, byte: number, endOf: (at: number) => number): void {
  for (let at = document.indexOf(byte, markBytes); at >= 0; at = document.indexOf(byte, at + 1)) {
    document.fill(space, at, Math.min(endOf(at), document.length));
  }
}

/** `ESC [ 31 m error` is the word error, not 31merror. */
function endOfEscape(document: Buffer, at: number): number {
  let end = at + 1;
  if (document[end] === 0x5b) {
    do {
      end++;
    } while (end < at + 32 && (document[end] ?? 0) >= 0x20 && (document[end] ?? 0) <= 0x3f);
    end++;
  }
  return end;
}
