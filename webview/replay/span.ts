import type { Span } from './marks.js';

/** Fewest steps that the timeline zooms in to. */
const fewest = 20;

/** The span of the whole session. */
export function wholeSpan(total: number): Span {
  return { from: 0, to: Math.max(1, total) };
}

/** Zooms by a factor (below 1: closer) so that the step `around` stays in its place. Null: the whole session. */
export function zoomed(span: Span, total: number, factor: number, around: number): Span | null {
  const size = span.to - span.from;
  const next = Math.round(Math.min(total, Math.max(Math.min(fewest, total), size * factor)));
  if (next >= total) {
    return null;
  }
  const share = (around - span.from) / size;
  return clamped(Math.round(around - share * next), next, total);
}

/** Moves the span by a part of its length. */
export function panned(span: Span, total: number, share: number): Span {
  const size = span.to - span.from;
  return clamped(Math.round(span.from + share * size), size, total);
}

/** The span, moved so far that the step is in it. The same object where it is. */
export function containing(span: Span, total: number, seq: number): Span {
  if (seq >= span.from && seq < span.to) {
    return span;
  }
  const size = span.to - span.from;
  return clamped(seq - Math.floor(size / 2), size, total);
}

function clamped(from: number, size: number, total: number): Span {
  const start = Math.max(0, Math.min(from, total - size));
  return { from: start, to: start + size };
}
