import type { SearchHit, SearchQuery, SearchResult } from '../../common/search.js';
import type { Database, SqlValue } from '../database.js';
import { textTable } from '../textIndex.js';
import type { ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { bestOf } from './searchRank.js';
import { type Found, foundRow, hitsOf, rangeOf } from './searchRows.js';
import { matchOf } from './searchWords.js';
import { readSnippet, snippetColumn } from './snippet.js';
import { pendingSessions } from './textState.js';

/** Milliseconds that a search may take. */
const budgetMs = 500;
/** Documents that are looked at whatever the time is. */
const mostUntimed = 60;
/** Of these the best are shown, when the best are asked for. */
const rankedHits = 1000;

/** What walks over the hits, newest first. */
interface Walk {
  /** Decides about one, from its number alone; false leaves it out. */
  accepts(id: number): boolean;
  /** Ends the walk before the next one. */
  ended: boolean;
}

/** The search of one database. */
export interface Search {
  search(query: SearchQuery): SearchResult;
}

/** `clock` in milliseconds, for tests. */
export function createSearch(context: ReadContext, clock: () => number = () => performance.now()): Search {
  const { db } = context;
  let walk: Walk = { accepts: () => false, ended: true };
  // Called for each hit before anything costly is made of it.
  db.createFunction('search_accepts', (id) => Number(!walk.ended && walk.accepts(Number(id))));

  return {
    search(query) {
      const match = matchOf(db, query.text, query.parts);
      const pending = pendingSessions(context);
      if (match === null) {
        return { hits: [], more: false, partial: false, pendingSessions: pending, empty: true };
      }
      const deadline = clock() + budgetMs;
      let partial = false;
      let looked = 0;
      const isOver = () => {
        // What comes first is shown, however long it was on its way; and the clock is not free either.
        if (++looked > mostUntimed && looked % 16 === 0 && clock() > deadline) {
          partial = true;
        }
        return partial;
      };
      const isWanted = filterOf(context, query);
      const range = rangeOf(context, query, isWanted.sessions);

      /** Calls `row` with the extra column of each hit that `accepts`, until it returns false. */
      const each = (
        extra: string,
        [from, to]: readonly [number, number],
        accepts: (id: number) => boolean,
        row: (id: number, value: SqlValue) => boolean,
      ) => {
        walk = { accepts, ended: false };
        const current = walk;
        db.prepare(
          `select docid, case when search_accepts(docid) then ${extra} end from ${textTable}
           where ${textTable} match ? and docid >= cast(? as integer) and docid < cast(? as integer) order by docid desc`,
        ).each([match.expression, from, to], ([id, value]) => {
          if (!current.ended && value !== null && value !== undefined) {
            current.ended = !row(Number(id), value);
          }
          return !current.ended;
        });
        current.ended = true;
      };
      const accepts = (id: number) => {
        if (isOver()) {
          walk.ended = true;
          return false;
        }
        return isWanted.accepts(id);
      };

      if (query.order === 'best') {
        const ranked: { id: number; counts: Uint32Array }[] = [];
        each(`matchinfo(${textTable}, 'y')`, range, accepts, (id, value) => {
          ranked.push({ id, counts: toNumbers(value as Uint8Array) });
          return ranked.length < rankedHits;
        });
        const best = bestOf(ranked, match.words, lengthsOf(db, ranked), query.limit);
        const hits = new Map<number, string>();
        if (best.length > 0) {
          const chosen = new Set(best);
          const limits = [Math.min(...best), Math.max(...best) + 1] as const;
          each(
            snippetColumn,
            limits,
            (id) => chosen.has(id),
            (id, column) => {
              hits.set(id, String(column));
              return hits.size < best.length;
            },
          );
        }
        const shown = best.filter((id) => hits.has(id)).map((id) => [id, hits.get(id)!] as const);
        return { hits: show(context, shown), more: false, partial, pendingSessions: pending, empty: false };
      }

      const hits: (readonly [number, string])[] = [];
      let more = false;
      const newest = (id: number) => {
        if (hits.length < query.limit) {
          return accepts(id);
        }
        // One more is there, which is all that is to be known of it.
        more = isWanted.accepts(id);
        walk.ended = more || isOver();
        return false;
      };
      each(snippetColumn, range, newest, (id, column) => {
        hits.push([id, String(column)]);
        return true;
      });
      return {
        hits: show(context, hits),
        more: more || partial,
        partial,
        pendingSessions: pending,
        empty: false,
      };
    },
  };
}

/** Whether a document is of the sessions and the time asked for. */
function filterOf(context: ReadContext, { filter, since, until }: SearchQuery) {
  const sessions = sessionsInScope(context, filter);
  const isTimed = since !== undefined || until !== undefined;
  if (sessions === null && !isTimed) {
    return { sessions, accepts: () => true };
  }
  const accepts = (id: number): boolean => {
    const found = foundRow(context.db, id);
    return (
      found !== null &&
      (sessions === null || sessions.has(found.session)) &&
      (!isTimed || (found.at !== null && found.at >= (since ?? -Infinity) && found.at < (until ?? Infinity)))
    );
  };
  return { sessions, accepts };
}

function show(context: ReadContext, found: readonly (readonly [number, string])[]): SearchHit[] {
  const rows = found.flatMap(([id, column]) => {
    const row = foundRow(context.db, id);
    return row === null ? [] : [{ row, column }];
  });
  const hits = hitsOf(
    context.db,
    rows.map(({ row }) => row),
  );
  return rows.map(({ column }, i) => ({ ...hits[i]!, ...readSnippet(column) }));
}

function lengthsOf(db: Database, ranked: readonly { id: number }[]): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const { id } of ranked) {
    const row: Found | null = foundRow(db, id);
    lengths.set(id, row === null ? 0 : row.kind === null ? Math.min(row.bytes, 2048) : row.bytes);
  }
  return lengths;
}

function toNumbers(blob: Uint8Array): Uint32Array {
  return new Uint32Array(blob.slice().buffer);
}
