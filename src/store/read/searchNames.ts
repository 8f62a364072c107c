import type { Database, SqlValue } from '../database.js';

/** A comparison in SQL that lets through everything that a search may find, and little else. */
export interface Prefilter {
  sql: string;
  parameters: SqlValue[];
}

/** SQLite compares letters without case in ASCII only: texts with others are let through. */
export function mayContain(column: string, texts: readonly string[]): Prefilter {
  const plain = texts.filter((text) => /^[\x20-\x7e]+$/.test(text));
  return {
    sql: `(${plain.map(() => `${column} like ? escape '\\'`).join(' and ') || 'true'} or ${column} glob ?)`,
    parameters: [...plain.map((text) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`), notAscii],
  };
}

const notAscii = '*[^\u0001-\u007f]*';

/**
 * Whether a text has a value of a condition as a word or several: `login` is in feature/login-lock and not in logins. `*`
 * stands for anything; from the fourth one on for itself, as each makes the comparison longer.
 */
export function createPattern(value: string): (text: string) => boolean {
  const pieces = literalsOf(value);
  const source = pieces.map((piece) => piece.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')).join('.*');
  const [first, last] = [pieces[0] ?? '', pieces.at(-1) ?? ''];
  const pattern = new RegExp(
    `${isWord.test(first.slice(0, 1)) ? '(?<![\\p{L}\\p{N}])' : ''}${source}${isWord.test([...last].at(-1) ?? '') ? '(?![\\p{L}\\p{N}])' : ''}`,
    'su',
  );
  return (text) => pattern.test(fold(text));
}

/** Numbers of the names (models, branches, paths, tools) that have one of the values. */
export function namesWith(db: Database, values: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const value of values) {
    const matches = createPattern(value);
    const { sql, parameters } = mayContain(
      'text',
      literalsOf(value).filter((piece) => piece !== ''),
    );
    db.prepare(`select id, text from name where ${sql}`).each(parameters, ([id, text]) => {
      if (matches(text as string)) {
        found.add(id as number);
      }
    });
  }
  return found;
}

const isWord = /^[\p{L}\p{N}]/u;
const mostStars = 3;

/** What stands between the stars. */
function literalsOf(value: string): string[] {
  const pieces = fold(value).slice(0, 200).split(/\*+/);
  return pieces.length <= mostStars + 1
    ? pieces
    : [...pieces.slice(0, mostStars), pieces.slice(mostStars).join('*')];
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
