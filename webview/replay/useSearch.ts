import { useEffect, useRef, useState } from 'preact/hooks';
import type { OutlineRow } from '../../src/common/steps.js';
import { newSearch, searchRows, type Search, type SearchState } from './search.js';

const nothing: SearchState = { matches: [], done: 1 };

/** Searches a moment after the last key. A new text starts anew; what is searched already stays so when rows are added. */
export function useSearch(
  rows: readonly OutlineRow[],
  text: string,
  ask: (ids: readonly number[], text: string) => Promise<readonly number[]>,
): SearchState {
  const [state, setState] = useState(nothing);
  const last = useRef<{ text: string; search: Search } | null>(null);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted.length < 2) {
      setState(nothing);
      return undefined;
    }
    if (last.current?.text !== wanted) {
      last.current = { text: wanted, search: newSearch(wanted) };
    }
    const { search } = last.current;
    let over = false;
    const timer = setTimeout(() => {
      void searchRows(
        search,
        rows,
        ask,
        (next) => {
          if (!over) {
            setState(next);
          }
        },
        () => over,
      );
    }, 200);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [rows, text, ask]);
  return state;
}

/** Marks the texts in what is on the screen, without touching the page's elements. */
export function useHighlights(
  texts: readonly string[],
  container: () => HTMLElement | null,
  version: unknown,
): void {
  useEffect(() => {
    const needles = texts.map((text) => text.trim().toLowerCase()).filter((text) => text.length >= 2);
    const root = container();
    if (!root || needles.length === 0 || !('highlights' in CSS)) {
      CSS.highlights?.delete('search');
      return undefined;
    }
    const frame = requestAnimationFrame(() => {
      const ranges: Range[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && ranges.length < 1000; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        const lower = text.toLowerCase();
        // A few letters get longer in small letters (İ); places in such a text would be wrong.
        const content = lower.length === text.length ? lower : text;
        for (const needle of needles) {
          for (let at = content.indexOf(needle); at >= 0; at = content.indexOf(needle, at + needle.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + needle.length);
            ranges.push(range);
          }
        }
      }
      CSS.highlights.set('search', new Highlight(...ranges));
    });
    return () => cancelAnimationFrame(frame);
  }, [texts, container, version]);
}
