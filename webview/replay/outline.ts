import type { OutlineRow } from '../../src/common/steps.js';

/** Rows asked for in one call. */
export const pageSize = 5000;

/** Rows of the first call: enough to fill the screen and to begin with, so that they are there at once. */
export const firstPageSize = 250;

/** How far back a tool may still be running; earlier rows are taken as final. */
const unsettledReach = 200;

/** Rows at the end whose figures may still grow: a response is told at its first message, and counted when it has ended. */
const growingReach = 20;

export type AskOutline = (
  from: number,
  limit: number,
) => Promise<{ total: number; rows: readonly OutlineRow[] }>;

/** What is known of a session's rows. `rows[n].seq` is n. */
export interface Outline {
  rows: readonly OutlineRow[];
  /** How many there are; more than `rows` while pages are on their way. */
  total: number;
  complete: boolean;
}

export const emptyOutline: Outline = { rows: [], total: 0, complete: false };

/** Asks for all rows, page after page, and hands over what is known after each. Ends early when `cancelled`. */
export async function loadOutline(
  ask: AskOutline,
  onPage: (outline: Outline) => void,
  cancelled: () => boolean,
): Promise<Outline> {
  let rows: OutlineRow[] = [];
  let outline = emptyOutline;
  do {
    const page = await ask(rows.length, rows.length === 0 ? firstPageSize : pageSize);
    if (cancelled()) {
      return outline;
    }
    rows = rows.concat(page.rows);
    outline = { rows, total: Math.max(page.total, rows.length), complete: rows.length >= page.total };
    // A page without rows though more were promised: the session shrank meanwhile; what is there is all.
    if (page.rows.length === 0) {
      outline = { rows, total: rows.length, complete: true };
    }
    onPage(outline);
  } while (!outline.complete);
  return outline;
}

/**
 * Asks only for what may have changed at the end: rows of tools that were running, and new rows. Null when the rows before
 * are no longer the same (a sub-agent's rows came in between, the file was rewritten): then all must be loaded anew.
 */
export async function extendOutline(ask: AskOutline, old: Outline): Promise<Outline | null> {
  const from = unsettledFrom(old.rows);
  const page = await ask(from, pageSize);
  const overlap = old.rows.slice(from, from + pageSize);
  if (page.total < old.rows.length || overlap.some((row, n) => page.rows[n]?.uid !== row.uid)) {
    return null;
  }
  if (sameRows(overlap, page.rows) && page.total === old.total) {
    return old;
  }
  const kept = page.rows.map((row, n) => {
    const before = overlap[n];
    return before && sameRow(before, row) ? before : row;
  });
  const rows = [...old.rows.slice(0, from), ...kept];
  let outline: Outline = { rows, total: page.total, complete: rows.length >= page.total };
  while (!outline.complete) {
    const more = await ask(outline.rows.length, pageSize);
    if (more.rows.length === 0) {
      break;
    }
    const all = [...outline.rows, ...more.rows];
    outline = { rows: all, total: more.total, complete: all.length >= more.total };
  }
  return { ...outline, complete: true, total: outline.rows.length };
}

/** The first row that may still change: the earliest running tool near the end, else one of the last rows. */
function unsettledFrom(rows: readonly OutlineRow[]): number {
  const reach = Math.max(0, rows.length - unsettledReach);
  const growing = Math.max(0, rows.length - growingReach);
  for (let n = reach; n < growing; n++) {
    if (rows[n]?.tool?.endedAt === null) {
      return n;
    }
  }
  return growing;
}

function sameRows(a: readonly OutlineRow[], b: readonly OutlineRow[]): boolean {
  return a.length === b.length && a.every((row, n) => sameRow(row, b[n]));
}

/** Whether a row's text is the one that was asked for before. */
export function sameRow(a: OutlineRow, b: OutlineRow | undefined): boolean {
  return (
    b !== undefined &&
    a.id === b.id &&
    a.bytes === b.bytes &&
    a.preview === b.preview &&
    a.tool?.endedAt === b.tool?.endedAt &&
    a.tool?.outputBytes === b.tool?.outputBytes &&
    a.tool?.isError === b.tool?.isError &&
    a.spent?.tokens === b.spent?.tokens &&
    a.spent?.costUsd === b.spent?.costUsd &&
    a.changes?.length === b.changes?.length
  );
}
