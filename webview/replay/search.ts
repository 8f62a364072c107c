import type { OutlineRow } from '../../src/common/steps.js';
import type { PatternMatches, TextPattern } from '../../src/common/textPattern.js';

/** Texts searched in one call. */
const batch = 100;

/** Words that are marked at most. */
const mostWords = 500;

/** The store's previews hold the whole text of a row when it is this much shorter than the preview's limit. */
export function previewIsWhole(row: OutlineRow): boolean {
  return row.bytes <= row.preview.length && (row.tool?.outputBytes ?? 0) === 0;
}

/** What is known of a search. Matches are numbers of rows, ascending. */
export interface SearchState {
  matches: readonly number[];
  /** What is marked where it is shown. */
  words: readonly string[];
  /** 0 to 1; 1 when all texts were searched. */
  done: number;
  error?: string;
  /** The expression takes so long that not all was looked at. */
  tooSlow?: true;
}

/** One pattern that is searched for, and what was found so far. Rows that were searched are not searched again. */
export interface Search {
  pattern: TextPattern;
  /** Ids. */
  found: Set<number>;
  words: Set<string>;
  /** By id, as they were when their texts were searched. */
  searched: Map<number, OutlineRow>;
}

export type AskMatching = (ids: readonly number[], pattern: TextPattern) => Promise<PatternMatches>;

export function newSearch(pattern: TextPattern): Search {
  // What is looked for as it is typed marks itself; what an expression matched is told by the store.
  const words = new Set(isPlain(pattern) ? [pattern.text] : []);
  return { pattern, found: new Set(), words, searched: new Map() };
}

/**
 * Finds rows by a pattern, first in the previews, which are here, then in the texts, which the store searches. Expressions run
 * in the store only, which can stop one that does not end. `report` is called after the previews and after each batch. Called
 * again with more rows, it goes on with those that are new or changed.
 */
export async function searchRows(
  search: Search,
  rows: readonly OutlineRow[],
  ask: AskMatching,
  report: (state: SearchState) => void,
  cancelled: () => boolean,
): Promise<void> {
  const { pattern, found, searched } = search;
  const inPreview = previewTest(pattern);
  const rest: OutlineRow[] = [];
  for (const row of rows) {
    if (searched.get(row.id) === row) {
      continue;
    }
    found.delete(row.id);
    if (inPreview !== null && (inPreview(row.preview) || (row.tool && inPreview(row.tool.name)))) {
      found.add(row.id);
      searched.set(row.id, row);
    } else if (inPreview !== null && previewIsWhole(row)) {
      searched.set(row.id, row);
    } else {
      rest.push(row);
    }
  }
  const state = (done: number): SearchState => ({
    matches: rows.filter((row) => found.has(row.id)).map((row) => row.seq),
    words: [...search.words],
    done,
  });
  report(state(rest.length === 0 ? 1 : 0));
  for (let n = 0; n < rest.length && !cancelled(); n += batch) {
    const part = new Map(rest.slice(n, n + batch).map((row) => [row.id, row]));
    try {
      const answer = await ask([...part.keys()], pattern);
      answer.found.forEach((id) => found.add(id));
      answer.words.forEach((word) => search.words.size < mostWords && search.words.add(word));
      if (answer.tooSlow) {
        report({ ...state(1), tooSlow: true });
        return;
      }
    } catch (error) {
      report({ ...state(1), error: error instanceof Error ? error.message : String(error) });
      return;
    }
    part.forEach((row, id) => searched.set(id, row));
    report(state(Math.min(1, (n + batch) / rest.length)));
  }
}

export function isPlain({ regex, wholeWord }: TextPattern): boolean {
  return !regex && !wholeWord;
}

/** Whether a preview has what is looked for as it is typed; null: only the store can tell. */
function previewTest(pattern: TextPattern): ((text: string) => boolean) | null {
  if (!isPlain(pattern)) {
    return null;
  }
  const { text, matchCase } = pattern;
  const needle = matchCase ? text : text.toLowerCase();
  return (preview) => (matchCase ? preview : preview.toLowerCase()).includes(needle);
}
