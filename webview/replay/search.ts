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

/**
 * Finds rows by text, first in the previews, which are here, then in the texts, which must be asked for. `report` is called
 * after the previews and after each batch.
 */
export async function searchRows(
  rows: readonly OutlineRow[],
  text: string,
  ask: (ids: readonly number[]) => Promise<readonly MessageBody[]>,
  report: (state: SearchState) => void,
  cancelled: () => boolean,
): Promise<void> {
  const needle = text.toLowerCase();
  const found = new Set<number>();
  const rest: OutlineRow[] = [];
  for (const row of rows) {
    if (
      row.preview.toLowerCase().includes(needle) ||
      row.tool?.name.toLowerCase().includes(needle) === true
    ) {
      found.add(row.seq);
    } else if (!previewIsWhole(row)) {
      rest.push(row);
    }
  }
  const matches = () => [...found].sort((a, b) => a - b);
  report({ matches: matches(), done: rest.length === 0 ? 1 : 0 });
  for (let n = 0; n < rest.length; n += batch) {
    const part = rest.slice(n, n + batch);
    const seqs = new Map(part.map((row) => [row.id, row.seq]));
    let bodies: readonly MessageBody[];
    try {
      bodies = await ask([...seqs.keys()]);
    } catch (error) {
      report({ matches: matches(), done: 1, error: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (cancelled()) {
      return;
    }
    for (const body of bodies) {
      const seq = seqs.get(body.id);
      if (seq !== undefined && bodyText(body).some((one) => one.toLowerCase().includes(needle))) {
        found.add(seq);
      }
    }
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
