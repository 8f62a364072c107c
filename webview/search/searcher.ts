import type { SearchAnswer, SearchQuestion } from '../../src/common/panelProtocol.js';

/** What is known of a question. */
export interface SearchState {
  /** What `pages` answer; null: nothing was asked yet. */
  question: SearchQuestion | null;
  /** In order: each goes on where the one before it ended. */
  pages: readonly SearchAnswer[];
  /** A first page is on its way, or a further one. */
  loading: 'first' | 'more' | null;
  error?: string;
}

export const nothingAsked: SearchState = { question: null, pages: [], loading: null };

/** Asks while a person types. */
export interface Searcher {
  /** Asks a moment after the last call; what was asked before and is not answered yet is answered no more. */
  want(question: SearchQuestion): void;
  /** The next page of what is shown. */
  more(): void;
  /** The first page again, as the store has changed; not where further pages are shown, which would move them. */
  refresh(): void;
  /** The same again, after an error. */
  retry(): void;
  dispose(): void;
}

const settleMs = 120;

/**
 * A newer question ends the one before it in the store, so that it is asked at once. Only what nobody typed (further pages, what
 * has changed) waits until nothing is on its way.
 */
export function createSearcher(
  ask: (question: SearchQuestion) => Promise<SearchAnswer>,
  report: (state: SearchState) => void,
  delayMs = settleMs,
): Searcher {
  let state = nothingAsked;
  let wanted: SearchQuestion | null = null;
  // Differs for each question: an answer to another one is not shown.
  let serial = 0;
  let onTheirWay = 0;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (next: SearchState) => {
    state = next;
    if (!isOver) {
      report(next);
    }
  };
  const run = async (asked: SearchQuestion) => {
    const mine = serial;
    const { before, ...question } = asked;
    const pages = () => (before === undefined ? [] : state.pages);
    onTheirWay++;
    try {
      const page = await ask(asked);
      if (mine === serial) {
        show({ question, pages: [...pages(), page], loading: null });
      }
    } catch (error) {
      if (mine === serial) {
        const message = error instanceof Error ? error.message : String(error);
        show({ question, pages: pages(), loading: null, error: message });
      }
    }
    onTheirWay--;
  };
  const pump = () => {
    if (wanted !== null && !isOver) {
      const question = wanted;
      wanted = null;
      void run(question);
    }
  };
  const askFirst = (question: SearchQuestion | null, delay: number) => {
    serial++;
    wanted = question;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      pump();
    }, delay);
  };
  return {
    want(question) {
      if (question.text.trim() === '') {
        askFirst(null, 0);
        show(nothingAsked);
        return;
      }
      // What is shown stays until there is something else.
      show({ question: state.question, pages: state.pages, loading: 'first' });
      askFirst(question, delayMs);
    },
    more() {
      const last = state.pages.at(-1);
      const before = last?.hits.at(-1)?.id;
      if (last?.more && before !== undefined && state.question && onTheirWay === 0 && wanted === null) {
        show({ ...state, loading: 'more' });
        void run({ ...state.question, before });
      }
    },
    refresh() {
      if (state.question && state.pages.length <= 1 && onTheirWay === 0 && wanted === null) {
        askFirst(state.question, 0);
      }
    },
    retry() {
      if (state.question) {
        show({ ...nothingAsked, question: state.question, loading: 'first' });
        askFirst(state.question, 0);
      }
    },
    dispose() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
