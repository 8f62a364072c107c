import type { OutlineRow } from '../../src/common/steps.js';

/** Texts searched in one call. */
const batch = 100;

/** The store's previews hold the whole text of a row when it is this much shorter than the preview's limit. */
export function previewIsWhole(row: OutlineRow): boolean {
  return row.bytes <= row.preview.length && (row.tool?.outputBytes ?? 0) === 0;
}

/** What is known of a search. Matches are numbers of rows, ascending. */
export interface SearchState {
  matches: readonly number[];
  /** 0 to 1; 1 when all texts were searched. */
  done: number;
  error?: string;
}

/** One text that is searched for, and what was found so far. Rows that were searched are not searched again. */
export interface Search {
  needle: string;
  /** Ids. */
  found: Set<number>;
  /** By id, as they were when their texts were searched. */
  searched: Map<number, OutlineRow>;
}

export function newSearch(text: string): Search {
  return { needle: text.toLowerCase(), found: new Set(), searched: new Map() };
}

/**
 * Finds rows by text, first in the previews, which are here, then in the texts, which the store searches. `report` is called
 * after the previews and after each batch. Called again with more rows, it goes on with those that are new or changed.
 */
export async function searchRows(
  search: Search,
  rows: readonly OutlineRow[],
  ask: (ids: readonly number[], text: string) => Promise<readonly number[]>,
  report: (state: SearchState) => void,
  cancelled: () => boolean,
): Promise<void> {
  const { needle, found, searched } = search;
  const rest: OutlineRow[] = [];
  for (const row of rows) {
    if (searched.get(row.id) === row) {
      continue;
    }
    found.delete(row.id);
    if (
      row.preview.toLowerCase().includes(needle) ||
      row.tool?.name.toLowerCase().includes(needle) === true
    ) {
      found.add(row.id);
      searched.set(row.id, row);
    } else if (previewIsWhole(row)) {
      searched.set(row.id, row);
    } else {
      rest.push(row);
    }
  }
  const matches = () => rows.filter((row) => found.has(row.id)).map((row) => row.seq);
  report({ matches: matches(), done: rest.length === 0 ? 1 : 0 });
  for (let n = 0; n < rest.length && !cancelled(); n += batch) {
    const part = new Map(rest.slice(n, n + batch).map((row) => [row.id, row]));
    try {
      (await ask([...part.keys()], needle)).forEach((id) => found.add(id));
    } catch (error) {
      report({ matches: matches(), done: 1, error: error instanceof Error ? error.message : String(error) });
      return;
    }
    part.forEach((row, id) => searched.set(id, row));
    report({ matches: matches(), done: Math.min(1, (n + batch) / rest.length) });
  }
}
