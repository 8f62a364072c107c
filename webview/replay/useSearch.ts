import { useEffect, useState } from 'preact/hooks';
import type { MessageBody, OutlineRow } from '../../src/common/protocol.js';
import { searchRows, type SearchState } from './search.js';

const nothing: SearchState = { matches: [], done: 1 };

/** Searches a moment after the last key. A new text, or new rows, start anew. */
export function useSearch(
  rows: readonly OutlineRow[],
  text: string,
  ask: (ids: readonly number[]) => Promise<readonly MessageBody[]>,
): SearchState {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    if (text.trim().length < 2) {
      setState(nothing);
      return undefined;
    }
    let over = false;
    const timer = setTimeout(() => {
      void searchRows(
        rows,
        text.trim(),
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

/** Marks the text in what is on the screen, without touching the page's elements. */
export function useHighlights(text: string, container: () => HTMLElement | null, version: unknown): void {
  useEffect(() => {
    const needle = text.trim().toLowerCase();
    const root = container();
    if (!root || needle.length < 2 || !('highlights' in CSS)) {
      CSS.highlights?.delete('search');
      return undefined;
    }
    const frame = requestAnimationFrame(() => {
      const ranges: Range[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && ranges.length < 1000; node = walker.nextNode()) {
        const content = (node.textContent ?? '').toLowerCase();
        for (let at = content.indexOf(needle); at >= 0; at = content.indexOf(needle, at + needle.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + needle.length);
          ranges.push(range);
        }
      }
      CSS.highlights.set('search', new Highlight(...ranges));
    });
    return () => cancelAnimationFrame(frame);
  }, [text, container, version]);
}
