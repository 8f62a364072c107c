import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SearchHost, SearchQuestion } from '../../src/common/panelProtocol.js';
import type { Remote } from '../../src/common/rpc.js';
import { onPanelEvent } from '../app/rpc.js';
import { createSearcher, nothingAsked, type Searcher, type SearchState } from './searcher.js';

/** Milliseconds between two looks at what has changed meanwhile. */
const refreshMs = 2000;

/** What is found for a question, as it is typed and as the store changes. */
export function useSearcher(
  host: Remote<SearchHost>,
  question: SearchQuestion,
): SearchState & Pick<Searcher, 'more' | 'retry'> {
  const [state, setState] = useState<SearchState>({
    ...nothingAsked,
    loading: question.text.trim() === '' ? null : 'first',
  });
  const searcher = useMemo(() => createSearcher((asked) => host.search(asked), setState), [host]);
  useEffect(() => () => searcher.dispose(), [searcher]);
  const { text, order, scope } = question;
  useEffect(() => searcher.want({ text, order, scope }), [searcher, text, order, scope]);
  useEffect(() => {
    let timer: number | undefined;
    const later = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        if (document.visibilityState === 'visible') {
          searcher.refresh();
        }
      }, refreshMs);
    };
    const events = onPanelEvent((event) => {
      if (event.event === 'changed') {
        later();
      }
    });
    return () => {
      window.clearTimeout(timer);
      events.dispose();
    };
  }, [searcher]);
  return { ...state, more: searcher.more, retry: searcher.retry };
}
