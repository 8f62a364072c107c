import type { Database } from '../database.js';
import type { Phrase, Wanted } from './searchWords.js';

/**
 * The texts of a table to which rows are only added, kept in memory as they are compared: reading tens of thousands of rows for
 * each letter that is typed would take longer than everything else.
 */
export interface Shelf {
  /** Numbers of the rows whose bare text passes the test, the newest row first, until `row` returns false. */
  each(test: (bareText: string) => boolean, row: (id: number, at: number | null) => boolean): void;
  /** To be called after everything was deleted. */
  clear(): void;
}

/** `sql` gives number, text and time of the rows after a number, in order. */
export function createShelf(db: Database, sql: string): Shelf {
  let ids: number[] = [];
  let texts: string[] = [];
  let times: (number | null)[] = [];
  return {
    each(test, row) {
      db.prepare(sql).each([ids.at(-1) ?? 0], ([id, text, at]) => {
        ids.push(Number(id));
        texts.push(bare(String(text)));
        times.push((at ?? null) as number | null);
      });
      for (let n = ids.length - 1; n >= 0; n--) {
        if (test(texts[n]!) && !row(ids[n]!, times[n]!)) {
          return;
        }
      }
    },
    clear() {
      [ids, texts, times] = [[], [], []];
    },
  };
}

/** Whether a bare text may have the words. True of every text that has them, and of few others. */
export function createGlance({ groups }: Wanted): (bareText: string) => boolean {
  const needed = groups.map((group) =>
    group.map(({ words, isPrefix }: Phrase) =>
      words.map((word, i) => ({ word: bare(word), isPrefix: isPrefix && i === words.length - 1 })),
    ),
  );
  return (text) =>
    needed.every((group) =>
      group.some((words) => words.every(({ word, isPrefix }) => stands(text, word, isPrefix))),
    );
}

/** Without case and accents: what the index finds equal is equal here, and a little more. */
export function bare(text: string): string {
  const plain = text.toLowerCase();
  return isAscii.test(text)
    ? plain
    : plain
        .normalize('NFD')
        .replaceAll(/\p{M}+/gu, '')
        .replaceAll('ς', 'σ')
        .replaceAll('ſ', 's');
}

// eslint-disable-next-line no-control-regex
const isAscii = /^[\u0000-\u007f]*$/;
const isWordCharacter = /[\p{L}\p{N}]/u;

function stands(text: string, word: string, isPrefix: boolean): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (!isInWord(text, at - 1) && (isPrefix || !isInWord(text, end))) {
      return true;
    }
  }
  return false;
}

/** Half a character is let through. */
function isInWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWordCharacter.test(text[at]!);
}
