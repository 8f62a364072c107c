import { parsePatch } from './patch.js';

/** How many lines away from its number a hunk may be found: edits of others may have moved it. */
const reach = 400;

/**
 * A text with the hunks of a unified diff applied, or, with `back`, taken back. Null when a hunk does not fit: the text is
 * then not the one that the diff was made of. Hunks without numbers must fit in one place only.
 */
export function applyPatch(text: string, patch: string, back = false): string | null {
  const lines = linesOf(text);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunksOf(patch, back)) {
    const start = placeOf(lines, hunk, at);
    if (start === null) {
      return null;
    }
    result.push(...lines.slice(at, start), ...hunk.after);
    at = start + hunk.before.length;
  }
  return [...result, ...lines.slice(at)].join('\n');
}

/**
 * Where in a text of today the place is that a diff changed, as a number of a line from 1: the nearest line that reads like the
 * first one it left, else the number that it had then. Null when the diff tells neither.
 */
export function changedLine(patch: string, text: string): number | null {
  const lines = parsePatch(patch);
  const changed = Math.max(
    0,
    lines.findIndex(({ kind }) => kind === 'added' || kind === 'removed'),
  );
  const place = lines.slice(changed).find(({ kind }) => kind === 'added' || kind === 'context');
  if (!place) {
    return null;
  }
  const then = place.after;
  const now = linesOf(text).flatMap((line, n) => (line === place.text ? n + 1 : []));
  const away = (line: number) => Math.abs(line - (then ?? 0));
  return now.sort((a, b) => away(a) - away(b))[0] ?? then;
}

interface Hunk {
  before: string[];
  after: string[];
  /** Index of its first line in the text that it is applied to; null: not told. */
  start: number | null;
}

function hunksOf(patch: string, back: boolean): Hunk[] {
  const hunks: Hunk[] = [];
  let hunk: (Hunk & { told: boolean }) | null = null;
  const lines = parsePatch(patch);
  for (const line of lines) {
    if (line.kind === 'gap') {
      hunk = null;
      continue;
    }
    if (!hunk) {
      hunk = { before: [], after: [], start: null, told: false };
      hunks.push(hunk);
    }
    const [old, fresh] = back ? (['added', 'removed'] as const) : (['removed', 'added'] as const);
    const number = back ? line.after : line.before;
    if (!hunk.told && number !== null) {
      // The first line that the text has; those before it in the hunk are new.
      hunk.start = Math.max(0, number - 1);
      hunk.told = true;
    }
    if (line.kind !== fresh) {
      hunk.before.push(line.text);
    }
    if (line.kind !== old) {
      hunk.after.push(line.text);
    }
  }
  return hunks;
}

function placeOf(lines: readonly string[], { before, start }: Hunk, from: number): number | null {
  const fits = (at: number) =>
    at >= from && at + before.length <= lines.length && before.every((line, n) => lines[at + n] === line);
  if (before.length === 0) {
    // Nothing to find it by: into an empty text, else nowhere for certain.
    return lines.length === 0 ? 0 : null;
  }
  if (start !== null) {
    for (let away = 0; away <= reach; away++) {
      const near = [start + away, start - away].find(fits);
      if (near !== undefined) {
        return near;
      }
    }
    return null;
  }
  const places = [];
  for (let at = from; at + before.length <= lines.length && places.length < 2; at++) {
    if (fits(at)) {
      places.push(at);
    }
  }
  return places.length === 1 ? places[0]! : null;
}

/** An empty text has no line; a line's end may be that of Windows. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}
