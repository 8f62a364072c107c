import type { MessageBody, OutlineRow } from '../../src/common/protocol.js';

/** Bodies read in one call while searching. */
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
 * Finds rows by text, first in the previews, which are here, then in the texts, which must be asked for. `report` is called
 * after the previews and after each batch. Called again with more rows, it goes on with those that are new or changed.
 */
export async function searchRows(
  search: Search,
  rows: readonly OutlineRow[],
  ask: (ids: readonly number[]) => Promise<readonly MessageBody[]>,
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
    let bodies: readonly MessageBody[];
    try {
      bodies = await ask([...part.keys()]);
    } catch (error) {
      report({ matches: matches(), done: 1, error: error instanceof Error ? error.message : String(error) });
      return;
    }
    for (const body of bodies) {
      if (bodyText(body).some((one) => one.toLowerCase().includes(needle))) {
        found.add(body.id);
      }
    }
    part.forEach((row, id) => searched.set(id, row));
    report({ matches: matches(), done: Math.min(1, (n + batch) / rest.length) });
  }
}

function bodyText(body: MessageBody): string[] {
  return [
    body.text,
    body.tool?.input ?? '',
    body.tool?.output ?? '',
    ...body.fileChanges.flatMap((change) => [change.path, change.patch ?? '']),
  ];
}
