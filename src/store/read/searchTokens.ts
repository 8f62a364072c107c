import type { Database } from '../database.js';

/** A word of a text as the index has it: without case and accents; its place in the bytes of the text. */
export interface Token {
  word: string;
  from: number;
  to: number;
}

/**
 * The words of a text, in order, as the index's own tokenizer finds them. Words of plain ASCII are told here, in a tenth of
 * the time that it takes to ask SQLite for each; what has other characters is SQLite's to say. Both agree wherever an ASCII
 * character stands that is in no word, as no rule of the tokenizer reaches over one. A string is taken as `indexedText` has it.
 */
export function tokensOf(db: Database, text: string | Uint8Array): Token[] {
  const bytes = typeof text === 'string' ? Buffer.from(indexedText(text)) : viewOf(text);
  // One character a byte, so that places in it are places in the bytes; no letter beyond ASCII becomes one of ASCII.
  const plain = bytes.toString('latin1').toLowerCase();
  const tokens: Token[] = [];
  const others: number[] = [];
  for (const { 0: word, index } of plain.matchAll(/[\da-z\u0080-\u00ff]+/g)) {
    if (isPlain.test(word)) {
      tokens.push({ word, from: index, to: index + word.length });
    } else {
      others.push(index, index + word.length);
    }
  }
  return others.length === 0 ? tokens : inOrder(tokens, tokensAt(db, bytes, others));
}

/** The characters of marks are no word's, and SQLite ends a text at a NUL. */
export function indexedText(text: string): string {
  return text.replaceAll(/[\ue000-\ue03f\0]/g, ' ');
}

const isPlain = /^[\da-z]*$/;

/** Makes what `tokensOf` asks. To be called before it is called between the rows of another question: SQLite makes no table then. */
export function prepareTokens(db: Database): void {
  db.exec(
    `create virtual table if not exists temp.text_word using fts3tokenize(unicode61, "remove_diacritics=2")`,
  );
}

/** The words of some stretches, given as places one after the other, of which each is between two characters of no word. */
function tokensAt(db: Database, bytes: Buffer, places: readonly number[]): Token[] {
  const separator = Buffer.from('\n');
  const pieces: Buffer[] = [];
  for (let n = 0; n < places.length; n += 2) {
    pieces.push(bytes.subarray(places[n], places[n + 1]), separator);
  }
  prepareTokens(db);
  const tokens: Token[] = [];
  let n = 0;
  /** Of the stretch, among the stretches that were put together. */
  let start = 0;
  db.prepare('select token, start, "end" from temp.text_word where input = ? order by position').each(
    [Buffer.concat(pieces).toString()],
    ([word, from, to]) => {
      while (n + 2 < places.length && Number(from) > start + places[n + 1]! - places[n]!) {
        start += places[n + 1]! - places[n]! + 1;
        n += 2;
      }
      if (word !== '') {
        const shift = places[n]! - start;
        tokens.push({ word: String(word), from: Number(from) + shift, to: Number(to) + shift });
      }
    },
  );
  return tokens;
}

function inOrder(some: readonly Token[], others: readonly Token[]): Token[] {
  const all: Token[] = [];
  let n = 0;
  for (const token of some) {
    while (n < others.length && others[n]!.from < token.from) {
      all.push(others[n++]!);
    }
    all.push(token);
  }
  return [...all, ...others.slice(n)];
}

/** The same bytes. */
export function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
