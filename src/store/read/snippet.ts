import { plainText } from '../../common/plainText.js';
import { textTable } from '../textIndex.js';

export interface Snippet {
  snippet: string;
  marks: (readonly [number, number])[];
}

/** Words that are shown, in up to four stretches. */
const words = 24;
/** Characters between two marks: a word may be a megabyte long. */
const longestPiece = 200;
const longestMark = 100;
/** Characters in all. */
const longest = 600;

/**
 * The column that FTS4 makes a snippet in. No document has an escape character (see textDocument.ts), so that what follows one
 * is FTS4's: `(` and `)` around a word that was found, `_` where something is left out.
 */
export const snippetColumn = `snippet(${textTable}, char(27, 40), char(27, 41), char(27, 95), 0, ${words})`;

/** What that column says, on one line, with the places of the words in it. */
export function readSnippet(column: string): Snippet {
  const stretches = column.split('\u001b_');
  // Every document begins with its mark, which is shown where parts were asked for and is a stretch of its own then.
  const telling = stretches.filter((stretch) => foundIn(stretch) || stretch === '');
  const shown = telling.some((stretch) => stretch !== '') ? telling : stretches;
  const marks: (readonly [number, number])[] = [];
  let snippet = '';
  for (const [i, stretch] of shown.entries()) {
    snippet += i > 0 && !snippet.endsWith('…') ? '…' : '';
    for (const piece of stretch.replace(documentMark, '').split('\u001b')) {
      const isMark = piece.startsWith('(');
      const text = oneLine(/^[()]/.test(piece) ? piece.slice(1) : piece, isMark ? longestMark : longestPiece);
      const added = snippet === '' || /[ …]$/.test(snippet) ? text.trimStart() : text;
      if (snippet.length + added.length > longest) {
        return { snippet: `${snippet.trimEnd()}…`, marks };
      }
      if (isMark && added !== '') {
        marks.push([snippet.length, snippet.length + added.length]);
      }
      snippet += added;
    }
  }
  return { snippet: snippet.trimEnd(), marks };
}

/** The same column of a text that is in no index, from the places of its words and of those that were found, in order. */
export function columnOf(
  text: string,
  tokens: readonly { from: number; to: number }[],
  found: readonly number[],
): string {
  const bytes = Buffer.from(text);
  const cut = (from: number, to: number) => bytes.toString('utf8', from, to).replaceAll('\u001b', ' ');
  const first = Math.max(0, (found[0] ?? 0) - Math.floor(words / 3));
  const last = Math.min(tokens.length, first + words) - 1;
  const isFound = new Set(found);
  let column = first > 0 ? '\u001b_' : '';
  let at = first > 0 ? (tokens[first]?.from ?? 0) : 0;
  for (let n = first; n <= last; n++) {
    const { from, to } = tokens[n]!;
    const word = cut(from, to);
    column += cut(at, from) + (isFound.has(n) ? `\u001b(${word}\u001b)` : word);
    at = to;
  }
  return column + (last < tokens.length - 1 ? '\u001b_' : cut(at, bytes.length));
}

const escape = String.fromCharCode(27);
const documentMark = new RegExp(`^(?:${escape}\\()?[\ue000-\ue03f](?:${escape}\\))? ?`);

function foundIn(stretch: string): boolean {
  return stretch.replace(documentMark, '').includes('\u001b(');
}

function oneLine(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return plainText(cut).replaceAll(/\s+/g, ' ');
}
