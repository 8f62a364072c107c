import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { ReplayPlace, ReplayHost } from '../../src/common/panelProtocol.js';
import type { Remote } from '../../src/common/rpc.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { usePersistedState } from '../app/usePersistedState.js';
import type { Marked } from './highlights.js';
import { isSearchOptions, noSearch, patternOf, type SearchOptions } from './searchOptions.js';
import { useFound } from './useFound.js';
import { isAsked, useSearch, type RunningSearch } from './useSearch.js';

interface ReplaySearchOptions {
  host: Remote<ReplayHost>;
  rows: readonly OutlineRow[];
  /** Where the replay was opened at, by the search over all sessions. */
  at: ReplayPlace | null;
  /** Opens a row that hides what was found. */
  open(row: OutlineRow): void;
}

export interface ReplaySearch {
  options: SearchOptions;
  change(part: Partial<SearchOptions>): void;
  state: RunningSearch;
  /** Words by which the search over all sessions found the step. */
  foundWords: readonly string[];
  marked: Marked;
  /** Steps that the list is confined to; null: all. */
  only: ReadonlySet<number> | null;
  /** The match after a step or before it, going round at the ends; undefined: there is none. */
  next(seq: number, by: 1 | -1): number | undefined;
}

/** Searching inside the session, which goes on from what the search over all sessions found. */
export function useReplaySearch({ host, rows, at, open }: ReplaySearchOptions): ReplaySearch {
  const [options, setOptions] = usePersistedState<SearchOptions>('search', noSearch, isSearchOptions);
  const ask = useCallback<Remote<ReplayHost>['matching']>(
    (ids, pattern) => host.matching(ids, pattern),
    [host],
  );
  const found = useFound(at, rows, open);
  // One word is the replay's own search, too: with its number of matches, and the keys to the next one.
  useEffect(() => {
    if (found.words.length > 0) {
      setOptions({ ...noSearch, text: found.words.length === 1 ? (found.words[0] ?? '') : '' });
    }
  }, [found.words, setOptions]);
  const change = useCallback(
    (part: Partial<SearchOptions>) => {
      found.forget();
      setOptions((old) => ({ ...old, ...part }));
    },
    [found.forget, setOptions],
  );
  const pattern = useMemo(() => patternOf(options), [options]);
  const state = useSearch(rows, pattern, ask);
  const marked = useMemo<Marked>(
    () => ({
      texts: [...state.words, ...found.words],
      // What an expression matched is marked as it stands there.
      matchCase: options.regex || options.matchCase,
      wholeWord: options.wholeWord,
    }),
    [state.words, found.words, options.regex, options.matchCase, options.wholeWord],
  );
  const confined = options.onlyMatches && isAsked(pattern) && state.error === undefined;
  const only = useMemo(() => (confined ? new Set(state.matches) : null), [confined, state.matches]);
  const next = useCallback<ReplaySearch['next']>(
    (seq, by) => {
      const { matches } = state;
      return by === 1
        ? (matches.find((match) => match > seq) ?? matches[0])
        : (matches.findLast((match) => match < seq) ?? matches.at(-1));
    },
    [state],
  );
  return { options, change, state, foundWords: found.words, marked, only, next };
}
