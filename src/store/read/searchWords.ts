import { messageParts, type MessagePart } from '../../common/search.js';
import type { Database } from '../database.js';
import { markOf } from '../textDocument.js';
import { tokensOf } from './searchTokens.js';

/** Words in a row; the last one may be the beginning of a word. As the index's own tokenizer finds them in a text. */
export interface Phrase {
  words: readonly string[];
  isPrefix: boolean;
}

/** The words of a search: one phrase of each group, and none of `without`. Each group and each phrase is there once. */
export interface Wanted {
  groups: readonly (readonly Phrase[])[];
  without: readonly Phrase[];
}

/** A search as FTS4 reads it. Its first phrases are those of the groups, by which a hit is ranked and marked. */
export function matchOf({ groups, without }: Wanted, parts: readonly MessagePart[] | undefined): string {
  const wanted = groups.map((group) => `(${group.map(phraseText).join(' OR ')})`);
  // Only what is not to be there: of all documents, which all have a mark.
  const marks = parts ?? (wanted.length === 0 ? messageParts : null);
  if (marks !== null) {
    wanted.push(`(${marks.map((part) => `"${markOf(part)}"`).join(' OR ')})`);
  }
  const expression = wanted.join(' AND ');
  return without.length === 0 ? expression : `(${expression}) NOT (${without.map(phraseText).join(' OR ')})`;
}

/**
 * What is wanted by the text that a person typed. Of the text only words come through, so that nothing in it is syntax that
 * we did not write ourselves.
 */
export function wantedOf(db: Database, text: string): Wanted {
  const groups: Phrase[][] = [];
  const without: Phrase[] = [];
  let joins = false;
  for (const { term, isNot, isOr, isPrefix } of termsOf(text)) {
    if (isOr) {
      joins = groups.length > 0;
      continue;
    }
    const phrase = phraseOf(db, term, isPrefix);
    if (phrase !== null && isNot) {
      without.push(phrase);
    } else if (phrase !== null && joins) {
      groups.at(-1)!.push(phrase);
    } else if (phrase !== null) {
      groups.push([phrase]);
    }
    joins = joins && phrase === null;
  }
  const distinct = groups.map((group) => once(group, phraseText));
  return {
    groups: once(distinct, (group) => group.map(phraseText).toSorted().join(' OR ')),
    without: once(without, phraseText),
  };
}

/** The first of each that have one key. */
function once<T>(list: readonly T[], keyOf: (item: T) => string): T[] {
  const keys = new Set<string>();
  return list.filter((item) => keys.size < keys.add(keyOf(item)).size);
}

/** As FTS4 writes it. */
function phraseText({ words, isPrefix }: Phrase): string {
  return `"${words.join(' ')}${isPrefix ? '*' : ''}"`;
}

interface Term {
  term: string;
  isNot: boolean;
  isOr: boolean;
  isPrefix: boolean;
}

/** A quoted one ends at the next quote or the end; a word ends at a space or a quote. */
function termsOf(text: string): Term[] {
  return Array.from(text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g), ([, minus, quoted, word]) => ({
    term: quoted ?? word ?? '',
    isNot: minus === '-',
    isOr: word === 'OR' && minus === '',
    isPrefix: word?.endsWith('*') === true,
  }));
}

/** A shorter beginning stands in too many words. Scripts that set no spaces have one word for many. */
const shortestPrefix = 3;
const withoutSpaces =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function phraseOf(db: Database, term: string, isPrefix: boolean): Phrase | null {
  const words = tokensOf(db, term).map(({ word }) => word);
  const last = words.at(-1);
  if (last === undefined) {
    return null;
  }
  return { words, isPrefix: isPrefix && ([...last].length >= shortestPrefix || withoutSpaces.test(last)) };
}
