import type { SearchPart } from '../../common/search.js';
import type { Database } from '../database.js';
import { markOf } from '../textDocument.js';

/** A search as FTS4 reads it. Its first `words` phrases are those that a hit is ranked and marked by. */
export interface Match {
  expression: string;
  words: number;
}

/**
 * What FTS4 is asked for the text that a person typed; null: it has no word. Of the text only words come through, as the
 * index's own tokenizer finds them, so that nothing in it is syntax that we did not write ourselves.
 */
export function matchOf(db: Database, text: string, parts: readonly SearchPart[] | undefined): Match | null {
  const groups: string[][] = [];
  const without = new Set<string>();
  let joins = false;
  for (const { term, isNot, isOr, isPrefix } of termsOf(text)) {
    if (isOr) {
      joins = groups.length > 0;
      continue;
    }
    const phrase = phraseOf(db, term, isPrefix);
    if (phrase !== null && isNot) {
      without.add(phrase);
    } else if (phrase !== null && joins) {
      groups.at(-1)!.push(phrase);
    } else if (phrase !== null) {
      groups.push([phrase]);
    }
    joins = joins && phrase === null;
  }
  if (groups.length === 0 && without.size === 0) {
    return null;
  }
  const distinct = [...new Map(groups.map((group) => [[...new Set(group)].toSorted().join(' OR '), group]))];
  const wanted = distinct.map(([expression]) => `(${expression})`);
  const words = distinct.reduce((sum, [, group]) => sum + new Set(group).size, 0);
  // Only what is not to be there: of all documents, which all have a mark.
  const marks = parts ?? (wanted.length === 0 ? allParts : null);
  if (marks !== null) {
    wanted.push(`(${marks.map((part) => `"${markOf(part)}"`).join(' OR ')})`);
  }
  const expression = wanted.join(' AND ');
  return {
    expression: without.size === 0 ? expression : `(${expression}) NOT (${[...without].join(' OR ')})`,
    words,
  };
}

const allParts: readonly SearchPart[] = ['prompt', 'answer', 'thinking', 'tool', 'output', 'other'];

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

function phraseOf(db: Database, term: string, isPrefix: boolean): string | null {
  const words = wordsOf(db, term);
  const last = words.at(-1);
  if (last === undefined) {
    return null;
  }
  const star = isPrefix && ([...last].length >= shortestPrefix || withoutSpaces.test(last)) ? '*' : '';
  return `"${words.join(' ')}${star}"`;
}

/** The words of a text as the index has them: without case and accents. */
export function wordsOf(db: Database, text: string): string[] {
  db.exec(
    `create virtual table if not exists temp.text_word using fts3tokenize(unicode61, "remove_diacritics=2")`,
  );
  // The characters of marks are no word's.
  const plain = text.replaceAll(/[\ue000-\ue03f]/g, ' ').replaceAll('\0', ' ');
  return db
    .prepare('select token from temp.text_word where input = ? order by position')
    .all(plain)
    .map(([token]) => String(token))
    .filter((token) => token !== '');
}
