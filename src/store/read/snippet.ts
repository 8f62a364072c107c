import { plainText } from '../../common/plainText.js';
import type { Token } from './searchTokens.js';

export interface Snippet {
  snippet: string;
  marks: (readonly [number, number])[];
}

/** Words that are shown, in up to `mostStretches`. */
const mostWords = 24;
const mostStretches = 4;
/** Of a phrase that stands everywhere the first places are enough to choose from. */
const mostPlaces = 64;
/** Characters between two marks: a word may be a megabyte long. */
const longestPiece = 200;
const longestMark = 100;
/** Characters in all. */
const longest = 600;

/**
 * The stretches of a text in which most of what was found stands, on one line, with the places of the words. `places`: of each
 * phrase the numbers of the tokens where it stands; where nothing was looked for the beginning is shown.
 */
export function snippetOf(
  text: Buffer,
  tokens: readonly Token[],
  places: readonly (readonly number[])[],
): Snippet {
  const isFound = new Set(places.flat());
  const marks: (readonly [number, number])[] = [];
  let snippet = '';
  const isFull = (from: number, to: number, isMark: boolean): boolean => {
    const most = isMark ? longestMark : longestPiece;
    const piece = oneLine(text.toString('utf8', from, Math.min(to, from + 8 * most)), most);
    const added = snippet === '' || /[ …]$/.test(snippet) ? piece.trimStart() : piece;
    if (snippet.length + added.length > longest) {
      return true;
    }
    if (isMark && added !== '') {
      marks.push([snippet.length, snippet.length + added.length]);
    }
    snippet += added;
    return false;
  };
  for (const [first, end] of stretchesOf(tokens.length, places)) {
    snippet += first > 0 && !snippet.endsWith('…') ? '…' : '';
    let at = first > 0 ? tokens[first]!.from : 0;
    for (let n = first; n < end; n++) {
      const { from, to } = tokens[n]!;
      if (isFound.has(n)) {
        if (isFull(at, from, false) || isFull(from, to, true)) {
          return { snippet: `${snippet.trimEnd()}…`, marks };
        }
        at = to;
      }
    }
    const isLast = end >= tokens.length;
    if (isFull(at, isLast ? text.length : tokens[end - 1]!.to, false)) {
      return { snippet: `${snippet.trimEnd()}…`, marks };
    }
    snippet += isLast || snippet.endsWith('…') ? '' : '…';
  }
  return { snippet: snippet.trimEnd(), marks };
}

/** Numbers of tokens [first, end), in order: as few stretches as show every phrase that was found. */
function stretchesOf(tokens: number, places: readonly (readonly number[])[]): (readonly [number, number])[] {
  const found = places
    .flatMap((of, phrase) => of.slice(0, mostPlaces).map((at) => ({ at, phrase })))
    .toSorted((a, b) => a.at - b.at);
  const phrases = new Set(found.map(({ phrase }) => phrase)).size;
  for (let count = 1; ; count++) {
    const size = Math.floor(mostWords / count);
    const shown = new Set<number>();
    const starts: number[] = [];
    while (starts.length < count && (shown.size < phrases || starts.length === 0)) {
      const { start, has } = bestStart(found, shown, size, tokens);
      starts.push(start);
      has.forEach((phrase) => shown.add(phrase));
    }
    if (shown.size === phrases || count === mostStretches) {
      return joined(starts, size, tokens);
    }
  }
}

/** The first place of a stretch that shows most phrases which no other one shows. */
function bestStart(
  found: readonly { at: number; phrase: number }[],
  shown: ReadonlySet<number>,
  size: number,
  tokens: number,
): { start: number; has: ReadonlySet<number> } {
  let best: { start: number; has: ReadonlySet<number> } = { start: 0, has: new Set() };
  for (const [n, { at, phrase }] of found.entries()) {
    if (shown.has(phrase)) {
      continue;
    }
    const start = Math.max(0, Math.min(at - Math.floor(size / 3), tokens - size));
    const has = new Set<number>();
    for (let other = n; other < found.length && found[other]!.at < start + size; other++) {
      if (!shown.has(found[other]!.phrase)) {
        has.add(found[other]!.phrase);
      }
    }
    if (has.size > best.has.size) {
      best = { start, has };
    }
  }
  return best;
}

/** Stretches that touch are one. */
function joined(starts: readonly number[], size: number, tokens: number): (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  for (const start of starts.toSorted((a, b) => a - b)) {
    const end = Math.min(start + size, tokens);
    const before = stretches.at(-1);
    if (before !== undefined && start <= before[1]) {
      before[1] = end;
    } else {
      stretches.push([start, end]);
    }
  }
  return stretches;
}

function oneLine(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return plainText(cut).replaceAll(/\s+/g, ' ');
}
