import type { Database } from '../database.js';
import type { Phrase, Wanted } from './searchWords.js';

/**
 * The texts of a table to which rows are only added, kept in memory as they are compared: reading tens of thousands of rows for
 * each letter that is typed would take longer than everything else.
 */
export interface Shelf {
  /** Numbers of the rows whose bare text passes the test, the newest row first, until `row` returns false. */
  each(test: Test, row: (id: number, at: number | null) => boolean): void;
  /** To be called after everything was deleted. */
  clear(): void;
}

/** A comparison of bare texts. */
export interface Test {
  (bareText: string): boolean;
  /** Stands in every text that passes; it may be empty. */
  needle: string;
}

/** Rows whose texts are one text, in which a word is found sooner than in each of them. */
interface Board {
  ids: number[];
  times: (number | null)[];
  texts: string;
  /** Where each text begins. */
  starts: number[];
}

/** In no text. */
const between = '\u0001';

/** `table` has the columns `id`, `text` and `at`; a board takes `perBoard` rows. */
export function createShelf(db: Database, table: string, perBoard: number): Shelf {
  // A value for a board instead of three for each row: what SQLite tells costs by the value. It puts rows together as they come.
  const sql = `select json_group_array(id), json_group_array(at), group_concat(replace(text, char(1), ' '), char(1))
    from (select id, text, at from ${table} where id > ? order by id limit ?)`;
  let boards: Board[] = [];
  const readMore = () => {
    for (;;) {
      const last = boards.at(-1);
      const room = perBoard - (last?.ids.length ?? perBoard);
      const [ids, times, texts] = db.prepare(sql).get(last?.ids.at(-1) ?? 0, room || perBoard) ?? [];
      const more = JSON.parse(String(ids)) as number[];
      if (more.length === 0) {
        return;
      }
      const board = last === undefined || room === 0 ? newBoard() : last;
      board.ids.push(...more);
      board.times.push(...(JSON.parse(String(times)) as Board['times']));
      for (const text of bare(String(texts)).split(between)) {
        board.texts += between;
        board.starts.push(board.texts.length);
        board.texts += text;
      }
    }
  };
  const newBoard = (): Board => {
    boards.push({ ids: [], times: [], texts: '', starts: [] });
    return boards.at(-1)!;
  };
  return {
    each(test, row) {
      readMore();
      for (const board of boards.toReversed()) {
        for (const n of rowsWith(board, test.needle).toReversed()) {
          const text = board.texts.slice(board.starts[n], (board.starts[n + 1] ?? Infinity) - 1);
          if (test(text) && !row(board.ids[n]!, board.times[n]!)) {
            return;
          }
        }
      }
    },
    clear() {
      boards = [];
    },
  };
}

/** Numbers of the texts in which it stands, in order. */
function rowsWith({ texts, starts }: Board, needle: string): number[] {
  if (needle === '') {
    return [...starts.keys()];
  }
  const rows: number[] = [];
  let n = 0;
  for (let at = texts.indexOf(needle); at >= 0; at = texts.indexOf(needle, starts[n])) {
    while (n < starts.length && starts[n]! <= at) {
      n++;
    }
    rows.push(n - 1);
    if (n === starts.length) {
      break;
    }
  }
  return rows;
}

/** Whether a bare text may have the words. True of every text that has them, and of few others. */
export function createGlance({ groups }: Pick<Wanted, 'groups'>): Test {
  const needed = groups.map((group) =>
    group.map(({ words, isPrefix }: Phrase) =>
      words
        .map((word, i) => ({ word: bare(word), isPrefix: isPrefix && i === words.length - 1 }))
        // The longest one is the rarest, mostly.
        .toSorted((a, b) => b.word.length - a.word.length),
    ),
  );
  const test = (text: string) =>
    needed.every((group) =>
      group.some((words) => words.every(({ word, isPrefix }) => stands(text, word, isPrefix))),
    );
  const certain = needed.flatMap((group) => (group.length === 1 ? group[0]!.map(({ word }) => word) : []));
  return Object.assign(test, { needle: longestOf(certain) });
}

export function longestOf(words: readonly string[]): string {
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** Without case and accents: what the index finds equal is equal here, and a little more. */
export function bare(text: string): string {
  const plain = text.toLowerCase();
  return isPlain.test(text)
    ? plain
    : plain
        .normalize('NFD')
        .replaceAll(/\p{M}+/gu, '')
        .replaceAll('ς', 'σ')
        .replaceAll('ſ', 's');
}

/** ASCII, dashes, quotes, arrows, lines and signs: nothing that stands for a letter of another kind. */
// eslint-disable-next-line no-control-regex
const isPlain = /^[\u0000-\u007f\u2010-\u206f\u2190-\u23ff\u2500-\u2bff]*$/;
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
