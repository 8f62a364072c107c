import type { Database } from '../database.js';
import { bare, createGlance } from './searchShelf.js';
import { indexedText, prepareTokens, tokensOf, viewOf, type Token } from './searchTokens.js';
import type { Phrase, Wanted } from './searchWords.js';
import { snippetOf, type Snippet } from './snippet.js';

/** Where the words of a search stand in a text. */
export interface Match {
  text: Buffer;
  tokens: readonly Token[];
  /** Of each phrase of the groups the numbers of its tokens. */
  places: readonly (readonly number[])[];
}

/** Looks for the words in texts as the index would; null: a text is no answer. */
export interface Matcher {
  /** Of a text as it was typed, or the bytes of a document; these are not copied. */
  find(text: string | Uint8Array): Match | null;
  /** How often each phrase stands there. */
  counts(match: Match): Uint32Array;
}

/** Of a longer text its beginning is looked at first: where all stands in it, the rest would not be shown. */
const headBytes = 64 << 10;

export function createMatcher(db: Database, { groups, without }: Wanted): Matcher {
  prepareTokens(db);
  const phrases = groups.flat();
  const mayAnswer = createGlance({ groups });
  const findIn = (text: Buffer): Match | null => {
    const tokens = tokensOf(db, text);
    const places = phrases.map((phrase) => placesOf(tokens, phrase));
    let n = 0;
    const has = groups.every((group) => group.map(() => places[n++]!.length > 0).some(Boolean));
    return has && !without.some((phrase) => placesOf(tokens, phrase).length > 0)
      ? { text, tokens, places }
      : null;
  };
  return {
    find(given) {
      const text = typeof given === 'string' ? Buffer.from(indexedText(given)) : viewOf(given);
      // The words of each text would take long where texts are many and few of them are answers.
      if (!mayAnswer(bareOf(text))) {
        return null;
      }
      const head =
        text.length > headBytes && without.length === 0 ? findIn(text.subarray(0, headEnd(text))) : null;
      return head ?? findIn(text);
    },
    counts: ({ places }) => Uint32Array.from(places, (of, n) => of.length / (phrases[n]?.words.length ?? 1)),
  };
}

export function snippetOfMatch({ text, tokens, places }: Match): Snippet {
  return snippetOf(text, tokens, places);
}

/** A text without case and accents. */
export function bareOf(text: Buffer): string {
  const plain = text.toString('latin1');
  return isAscii.test(plain) ? plain.toLowerCase() : bare(text.toString());
}

// eslint-disable-next-line no-control-regex
const isAscii = /^[\u0000-\u007f]*$/;

/** Where no word is cut; the whole text where a word is that long. */
function headEnd(text: Buffer): number {
  const end = text.lastIndexOf(0x20, headBytes);
  return end <= 0 ? text.length : end;
}

/** Numbers of the words of each place where the phrase stands. */
function placesOf(tokens: readonly Token[], { words, isPrefix }: Phrase): number[] {
  const places: number[] = [];
  const last = words.length - 1;
  for (let at = 0; at + last < tokens.length; at++) {
    let n = 0;
    while (n < last && tokens[at + n]!.word === words[n]) {
      n++;
    }
    const found = tokens[at + n]!.word;
    if (n === last && (isPrefix ? found.startsWith(words[n]!) : found === words[n])) {
      for (n = 0; n <= last; n++) {
        places.push(at + n);
      }
    }
  }
  return places;
}
