import { useEffect } from 'preact/hooks';

/** What is marked on the screen. */
export interface Marked {
  texts: readonly string[];
  matchCase: boolean;
  wholeWord: boolean;
}

/** Marks on the screen at most; more of them say nothing more and take time. */
const mostMarks = 1000;

/** Marks the texts in what is on the screen, without touching the page's elements. */
export function useHighlights(marked: Marked, container: () => HTMLElement | null, version: unknown): void {
  useEffect(() => {
    const root = container();
    if (!root || marked.texts.length === 0 || !('highlights' in CSS)) {
      CSS.highlights?.delete('search');
      return undefined;
    }
    const frame = requestAnimationFrame(() => {
      const ranges: Range[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && ranges.length < mostMarks; node = walker.nextNode()) {
        for (const [from, to] of placesOf(node.textContent ?? '', marked)) {
          const range = new Range();
          range.setStart(node, from);
          range.setEnd(node, to);
          ranges.push(range);
        }
      }
      CSS.highlights.set('search', new Highlight(...ranges));
    });
    return () => cancelAnimationFrame(frame);
  }, [marked, container, version]);
}

const wordChar = /[\p{L}\p{N}_]/u;

/** Where the texts stand in another: [from, to) in UTF-16 units. Texts of one letter are left out: they are everywhere. */
export function placesOf(content: string, { texts, matchCase, wholeWord }: Marked): [number, number][] {
  const lower = content.toLowerCase();
  // A few letters get longer in small letters (İ); places in such a text would be wrong.
  const folded = matchCase || lower.length !== content.length ? content : lower;
  const places: [number, number][] = [];
  for (const text of texts) {
    const needle = matchCase ? text.trim() : text.trim().toLowerCase();
    if (needle.length < 2) {
      continue;
    }
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
      const end = at + needle.length;
      const within = wordChar.test(content[at - 1] ?? '') || wordChar.test(content[end] ?? '');
      if (!wholeWord || !within) {
        places.push([at, end]);
      }
    }
  }
  return places;
}
