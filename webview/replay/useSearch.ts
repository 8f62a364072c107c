import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OutlineRow } from '../../src/common/steps.js';
import { patternProblem, type TextPattern } from '../../src/common/textPattern.js';
import { isPlain, newSearch, searchRows, type AskMatching, type Search, type SearchState } from './search.js';

const nothing: SearchState = { matches: [], words: [], done: 1 };

export interface RunningSearch extends SearchState {
  /** What was typed last is not searched for yet: the matches are those of before. */
  pending: boolean;
}

/** Searches a moment after the last key. A new pattern starts anew; what is searched already stays so when rows are added. */
export function useSearch(
  rows: readonly OutlineRow[],
  pattern: TextPattern,
  ask: AskMatching,
): RunningSearch {
  const [shown, setShown] = useState({ key: '', state: nothing });
  const last = useRef<{ key: string; search: Search } | null>(null);
  const key = JSON.stringify(pattern);
  useEffect(() => {
    const setState = (state: SearchState) => setShown({ key, state });
    if (!isAsked(pattern)) {
      setState(nothing);
      return undefined;
    }
    const problem = isPlain(pattern) ? null : patternProblem(pattern);
    if (problem !== null) {
      setState({ ...nothing, error: problem });
      return undefined;
    }
    if (last.current?.key !== key) {
      last.current = { key, search: newSearch(pattern) };
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
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says what the pattern is
  }, [rows, key, ask]);
  const pending = shown.key !== key;
  return useMemo(() => ({ ...shown.state, pending }), [shown.state, pending]);
}

/** One letter is on nearly every line, and said nothing yet; one sign of an expression may say much. */
export function isAsked(pattern: TextPattern): boolean {
  return pattern.text.trim().length >= (pattern.regex ? 1 : 2);
}
