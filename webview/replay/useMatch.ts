import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { ReplaySearch } from './useReplaySearch.js';
import type { Steps } from './useSteps.js';

interface MatchOptions extends Pick<Steps, 'goToSeq'> {
  search: ReplaySearch;
  /** The current step. */
  seq: number;
  /** While one types there, the focus stays. */
  searchField: RefObject<HTMLInputElement | null>;
}

/** Goes to the next match or the one before. Asked before the search has begun, as by Enter right after the last letter, it goes to the first that is found. */
export function useMatch({ search, seq, searchField, goToSeq }: MatchOptions): (by: 1 | -1) => void {
  const wanted = useRef<1 | -1 | null>(null);
  const { state, next } = search;
  const go = useCallback(
    (by: 1 | -1) => {
      const target = next(seq, by);
      wanted.current = target === undefined && state.done < 1 ? by : null;
      if (target !== undefined) {
        goToSeq(target, document.activeElement !== searchField.current);
      }
    },
    [next, seq, state.done, goToSeq, searchField],
  );
  useEffect(() => {
    if (wanted.current !== null && !state.pending) {
      go(wanted.current);
    }
  }, [state, go]);
  return useCallback(
    (by: 1 | -1) => {
      if (state.pending) {
        wanted.current = by;
      } else {
        go(by);
      }
    },
    [state.pending, go],
  );
}
