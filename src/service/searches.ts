import type { SearchQuery, SearchResult } from '../common/search.js';

/**
 * Answers searches. Of one asker (`SearchQuery.asker`) a newer search ends the one before, which then says that it found nothing
 * and that not all was looked at: whoever types on does not wait for it.
 */
export function createSearches(
  start: (query: SearchQuery) => Generator<undefined, SearchResult, void>,
): (query: SearchQuery) => Promise<SearchResult> {
  const newest = new Map<string, symbol>();
  return async ({ asker, ...query }) => {
    const own = Symbol('search');
    if (asker !== undefined) {
      newest.set(asker, own);
    }
    const steps = start(query);
    try {
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) {
          return step.value;
        }
        // Lets the thread hear what was asked meanwhile.
        await new Promise((resolve) => setImmediate(resolve));
        if (asker !== undefined && newest.get(asker) !== own) {
          return { hits: [], sessions: [], more: false, partial: true, pendingSessions: 0, empty: false };
        }
      }
    } finally {
      if (asker !== undefined && newest.get(asker) === own) {
        newest.delete(asker);
      }
    }
  };
}
