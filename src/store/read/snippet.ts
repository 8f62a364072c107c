import { plainText } from '../../common/plainText.js';
import { markBytes } from '../textDocument.js';

export interface Snippet {
  snippet: string;
  marks: (readonly [number, number])[];
}

/** A word that was found: its number among the words asked for, and its bytes in the document. */
interface Found {
  word: number;
  start: number;
  end: number;
}

const bytesBefore = 60;
const bytesInAll = 240;
/** Words beyond are not looked at: of a long text the beginning shows enough. */
const mostFound = 500;
const longestMark = 120;

/** The stretch of a document with most of the words, on one line. `offsets` is what FTS4's function of that name says. */
export function snippetOf(document: Buffer, offsets: string): Snippet {
  const found = readOffsets(offsets);
  const first = bestStart(found);
  const from = wordStart(document, Math.max(markBytes, (found[first]?.start ?? 0) - bytesBefore));
  const to = characterEnd(document, Math.min(document.length, from + bytesInAll));
  const marks: (readonly [number, number])[] = [];
  let snippet = '';
  const add = (start: number, end: number) => {
    const text = plainText(document.toString('utf8', start, end)).replaceAll(/\s+/g, ' ');
    snippet += snippet === '' || snippet.endsWith(' ') ? text.trimStart() : text;
  };
  let at = from;
  for (const { start, end } of found.slice(first)) {
    if (start >= to) {
      break;
    }
    // A phrase and a word of it may both be asked for.
    if (start >= at) {
      add(at, start);
      const mark = snippet.length;
      add(start, Math.min(end, characterEnd(document, start + longestMark)));
      marks.push([mark, snippet.length]);
      at = end;
    }
  }
  add(at, Math.max(at, to));
  const before = from > markBytes ? '…' : '';
  return {
    snippet: `${before}${snippet.trimEnd()}${to < document.length ? '…' : ''}`,
    marks: marks.map(([start, end]) => [start + before.length, end + before.length]),
  };
}

/** Four numbers each: column, word, byte, length. The document's own mark is none. */
function readOffsets(offsets: string): Found[] {
  const numbers = offsets.split(' ', 4 * mostFound).map(Number);
  const found: Found[] = [];
  for (let i = 0; i + 3 < numbers.length; i += 4) {
    const start = numbers[i + 2]!;
    if (start >= markBytes) {
      found.push({ word: numbers[i + 1]!, start, end: start + numbers[i + 3]! });
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Where the stretch begins that has the most different words, the first of these. */
function bestStart(found: readonly Found[]): number {
  let best = 0;
  let most = 0;
  for (const [i, { start }] of found.entries()) {
    const words = new Set<number>();
    for (let k = i; k < found.length && found[k]!.end - start <= bytesInAll - bytesBefore; k++) {
      words.add(found[k]!.word);
    }
    if (words.size > most) {
      most = words.size;
      best = i;
    }
  }
  return best;
}

/** The beginning of the next word, unless that is far: then of a character. */
function wordStart(document: Buffer, at: number): number {
  if (at <= markBytes) {
    return markBytes;
  }
  for (let i = at; i < at + bytesBefore / 2 && i < document.length; i++) {
    if (document[i] === 0x20 || document[i] === 0x0a) {
      return i + 1;
    }
  }
  return characterEnd(document, at);
}

/** `at`, or the beginning of the character that it falls into. */
function characterEnd(document: Buffer, at: number): number {
  let end = Math.min(at, document.length);
  while (end > 0 && end < document.length && (document[end]! & 0xc0) === 0x80) {
    end--;
  }
  return end;
}
