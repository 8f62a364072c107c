import type { Database, SqlValue } from '../database.js';
import { bare, createShelf, longestOf, type Shelf } from './searchShelf.js';

/** A comparison in SQL that lets through everything that a search may find, and little else. */
export interface Prefilter {
  sql: string;
  parameters: SqlValue[];
}

/** SQLite knows small letters in ASCII only: texts with others are let through. */
export function mayContain(column: string, texts: readonly string[]): Prefilter {
  const plain = texts.filter((text) => /^[\x20-\x7e]+$/.test(text));
  return {
    sql: `(${plain.map(() => `instr(lower(${column}), ?) > 0`).join(' and ') || 'true'} or octet_length(${column}) > length(${column}))`,
    parameters: plain,
  };
}

/**
 * Whether a text has a value of a condition as a word or several: `login` is in feature/login-lock and not in logins. `*`
 * stands for anything; from the fourth one on for itself, as each makes the comparison longer.
 */
export function createPattern(value: string): (text: string) => boolean {
  const pattern = patternOf(literalsOf(value));
  return (text) => pattern.test(bare(text));
}

/** Of bare texts. */
function patternOf(pieces: readonly string[]): RegExp {
  const source = pieces.map((piece) => piece.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')).join('.*');
  const [first, last] = [pieces[0] ?? '', pieces.at(-1) ?? ''];
  const before = isWord.test(first.slice(0, 1)) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = isWord.test([...last].at(-1) ?? '') ? '(?![\\p{L}\\p{N}])' : '';
  return new RegExp(before + source + after, 'su');
}

/** Names of models, branches, paths and tools: rows are only added to them. */
export function createNameShelf(db: Database): Shelf {
  return createShelf(db, '(select id, text, null as at from name)', 1000);
}

/** Numbers of the names that have one of the values. */
export function namesWith(names: Shelf, values: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const value of values) {
    const pieces = literalsOf(value);
    const pattern = patternOf(pieces);
    const test = (text: string) => pieces.every((piece) => text.includes(piece)) && pattern.test(text);
    names.each(Object.assign(test, { needle: longestOf(pieces) }), (id) => {
      found.add(id);
      return true;
    });
  }
  return found;
}

const isWord = /^[\p{L}\p{N}]/u;
const mostStars = 3;

/** What stands between the stars. */
function literalsOf(value: string): string[] {
  const pieces = bare(value).slice(0, 200).split(/\*+/);
  return pieces.length <= mostStars + 1
    ? pieces
    : [...pieces.slice(0, mostStars), pieces.slice(mostStars).join('*')];
}
