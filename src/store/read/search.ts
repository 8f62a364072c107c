import {
  besideParts,
  messageParts,
  type BesidePart,
  type MessagePart,
  type SearchHit,
  type SearchQuery,
  type SearchResult,
} from '../../common/search.js';
import type { Database, SqlValue } from '../database.js';
import { textTable } from '../textIndex.js';
import type { ReadContext } from './context.js';
import {
  besideHit,
  createBesideReader,
  createMatcher,
  timesBetween,
  type BesideMatch,
  type BesideReader,
} from './searchBeside.js';
import { createNameShelf } from './searchNames.js';
import { bestOf } from './searchRank.js';
import { type Found, foundRow, messageHits, rangeOf, sessionsOfHits } from './searchRows.js';
import { whereOf, type Where } from './searchWhere.js';
import { matchOf, wantedOf, type Wanted } from './searchWords.js';
import { readSnippet, snippetColumn } from './snippet.js';
import { pendingSessions } from './textState.js';

/** Milliseconds that a search may take. */
const budgetMs = 500;
/** Milliseconds of work between two places where a search may be given up. */
const sliceMs = 40;
/** Documents that are looked at whatever the time is. */
const mostUntimed = 60;
/** Rows between two looks at the clock. */
const rowsPerLook = 16;
/** Of these the best are shown, when the best are asked for. */
const rankedHits = 1000;
/** And of these of each table beside the messages. */
const rankedBeside = 100;

/** What walks over the hits, newest first. */
interface Walk {
  /** Decides about one, from its number alone; false leaves it out. */
  accepts(id: number): boolean;
  /** Ends the walk before the next one. */
  ended: boolean;
}

/** One search, understood. */
interface Asked {
  query: SearchQuery;
  wanted: Wanted;
  where: Where;
  /** Which messages are looked at; undefined: all. */
  parts: readonly MessagePart[] | undefined;
  beside: readonly BesidePart[];
  /** Ids of messages, [from, to). */
  range: readonly [number, number];
  /** Whether the time is over. To be asked for each row that is looked at. */
  isOver(): boolean;
  /** To be told how long others had their turn, which is none of the search's time. */
  rested(ms: number): void;
}

/** A search in slices. */
export type SearchSteps = Generator<undefined, SearchResult, void>;

/** The search of one database. */
export interface Search {
  /** Each step takes some milliseconds; what is not asked for its next one is given up. */
  steps(query: SearchQuery): SearchSteps;
  search(query: SearchQuery): SearchResult;
  /** To be called after everything was deleted. */
  clear(): void;
}

/** `clock` and `slice` in milliseconds, for tests. */
export function createSearch(
  context: ReadContext,
  clock: () => number = () => performance.now(),
  slice = sliceMs,
): Search {
  const { db } = context;
  const names = createNameShelf(db);
  const besideReader = createBesideReader(db, names);
  let walk: Walk = { accepts: () => false, ended: true };
  // Called for each hit before anything costly is made of it.
  db.createFunction('search_accepts', (id) => Number(!walk.ended && walk.accepts(Number(id))));

  /** Calls `row` with the extra column of each hit that `accepts`, until it returns false. A slice at a time. */
  const each = function* (
    { wanted, parts, rested }: Pick<Asked, 'wanted' | 'parts' | 'rested'>,
    extra: string,
    [from, to]: readonly [number, number],
    accepts: (id: number, walk: Walk) => boolean,
    row: (id: number, value: SqlValue) => boolean,
  ): Generator<undefined, void, void> {
    let end = to;
    let isPaused = parts?.length !== 0;
    while (isPaused) {
      isPaused = false;
      const until = clock() + slice;
      let looked = 0;
      const current: Walk = {
        accepts(id) {
          if (++looked % rowsPerLook === 0 && clock() >= until) {
            [isPaused, end, current.ended] = [true, id + 1, true];
            return false;
          }
          return accepts(id, current);
        },
        ended: false,
      };
      walk = current;
      walkOver(wanted, parts, extra, [from, end], current, row);
      if (isPaused) {
        const since = clock();
        yield;
        rested(clock() - since);
      }
    }
  };
  const walkOver = (
    wanted: Wanted,
    parts: Asked['parts'],
    extra: string,
    [from, to]: readonly [number, number],
    current: Walk,
    row: (id: number, value: SqlValue) => boolean,
  ) => {
    db.prepare(
      `select docid, case when search_accepts(docid) then ${extra} end from ${textTable}
       where ${textTable} match ? and docid >= cast(? as integer) and docid < cast(? as integer) order by docid desc`,
    ).each([matchOf(wanted, parts), from, to], ([id, value]) => {
      if (!current.ended && value !== null && value !== undefined) {
        current.ended = !row(Number(id), value);
      }
      return !current.ended;
    });
    current.ended = true;
  };
  const isWanted = (where: Where, id: number): boolean => {
    const row = where.isOpen ? null : foundRow(db, id);
    return where.isOpen || (row !== null && where.accepts(row));
  };
  const accepted =
    ({ where, isOver }: Asked) =>
    (id: number, current: Walk): boolean => {
      if (isOver()) {
        current.ended = true;
        return false;
      }
      return isWanted(where, id);
    };

  const newestOf = function* (
    asked: Asked,
  ): Generator<undefined, { hits: SearchHit[]; more: boolean }, void> {
    const { query, where, isOver } = asked;
    const found: (readonly [number, string])[] = [];
    let more = false;
    const isAccepted = accepted(asked);
    const accepts = (id: number, current: Walk) => {
      if (found.length < query.limit) {
        return isAccepted(id, current);
      }
      // One more is there, which is all that is to be known of it.
      more = isWanted(where, id);
      current.ended = more || isOver();
      return false;
    };
    yield* each(asked, snippetColumn, asked.range, accepts, (id, column) => {
      found.push([id, String(column)]);
      return true;
    });
    // Where more messages follow, nothing older than the last one is on this page.
    const last = more ? found.at(-1)![0] : 0;
    const beside = besideOf(db, besideReader, asked, last, query.limit + 1);
    const hits = [...messagesOf(db, found), ...beside.map(besideHit)].toSorted((a, b) => b.id - a.id);
    return { hits: hits.slice(0, query.limit), more: more || hits.length > query.limit };
  };

  const bestHits = function* (asked: Asked): Generator<undefined, SearchHit[], void> {
    const { query, wanted } = asked;
    const ranked: { id: number; counts: Uint32Array }[] = [];
    yield* each(asked, `matchinfo(${textTable}, 'y')`, asked.range, accepted(asked), (id, value) => {
      ranked.push({ id, counts: toNumbers(value as Uint8Array) });
      return ranked.length < rankedHits;
    });
    const beside = besideOf(db, besideReader, asked, 0, rankedBeside);
    const lengths = lengthsOf(db, ranked);
    for (const { id, text } of beside) {
      lengths.set(id, Buffer.byteLength(text));
    }
    const phrases = wanted.groups.flat().length;
    const best = bestOf([...ranked, ...beside], phrases, lengths, query.limit);
    const columns = new Map<number, string>();
    const chosen = new Set(best);
    const messages = best.filter((id) => Number.isInteger(id));
    if (messages.length > 0) {
      const limits = [Math.min(...messages), Math.max(...messages) + 1] as const;
      yield* each(
        asked,
        snippetColumn,
        limits,
        (id) => chosen.has(id),
        (id, column) => {
          columns.set(id, String(column));
          return columns.size < messages.length;
        },
      );
    }
    const hits = new Map(
      [...messagesOf(db, [...columns]), ...beside.filter(({ id }) => chosen.has(id)).map(besideHit)].map(
        (hit) => [hit.id, hit],
      ),
    );
    return best.flatMap((id) => hits.get(id) ?? []);
  };

  const own: Search = {
    clear() {
      names.clear();
      besideReader.clear();
    },
    search(query) {
      const steps = own.steps(query);
      let step = steps.next();
      while (step.done !== true) {
        step = steps.next();
      }
      return step.value;
    },
    *steps(query) {
      const wanted = wantedOf(db, query.text);
      const pending = pendingSessions(context);
      if (isEmpty(query, wanted)) {
        const nothing = { hits: [], sessions: [], more: false, partial: false };
        return { ...nothing, pendingSessions: pending, empty: true };
      }
      let deadline = clock() + budgetMs;
      let partial = false;
      let looked = 0;
      const isOver = () => {
        // What comes first is shown, however long it was on its way; and the clock is not free either.
        if (++looked > mostUntimed && looked % rowsPerLook === 0 && clock() > deadline) {
          partial = true;
        }
        return partial;
      };
      const where = whereOf(context, names, query);
      const range = rangeOf(context, query, where.sessions);
      const rested = (ms: number) => void (deadline += ms);
      const asked: Asked = { query, wanted, where, range, isOver, rested, ...partsOf(query, wanted, where) };
      const { hits, more } =
        query.order === 'best' ? { hits: yield* bestHits(asked), more: false } : yield* newestOf(asked);
      return {
        hits,
        sessions: sessionsOfHits(db, hits),
        more: more || (partial && query.order !== 'best'),
        partial,
        pendingSessions: pending,
        empty: false,
      };
    },
  };
  return own;
}

function isEmpty(
  { parts, where, without, since, until }: SearchQuery,
  { groups, without: not }: Wanted,
): boolean {
  const conditions = [parts, where, without, since, until];
  return groups.length + not.length === 0 && conditions.every((condition) => condition === undefined);
}

/** What is no message is found by words only, or where its part is asked for. */
function partsOf({ parts }: SearchQuery, { groups }: Wanted, where: Where): Pick<Asked, 'parts' | 'beside'> {
  const messages =
    parts === undefined && where.parts === null
      ? undefined
      : messageParts.filter(
          (part) => (parts?.includes(part) ?? true) && (where.parts?.includes(part) ?? true),
        );
  const isAskedFor = parts !== undefined && !messageParts.some((part) => parts.includes(part));
  return {
    parts: messages?.length === messageParts.length ? undefined : messages,
    beside:
      where.onlyMessages || (groups.length === 0 && !isAskedFor)
        ? []
        : besideParts.filter((part) => parts?.includes(part) ?? true),
  };
}

/** What is no message, newest first, after the message `last`. At most `most` of each part. */
function besideOf(
  db: Database,
  reader: BesideReader,
  asked: Asked,
  last: number,
  most: number,
): BesideMatch[] {
  const { query, wanted, where, beside, isOver } = asked;
  const matches = createMatcher(db, wanted);
  const before = query.order === 'best' ? Infinity : (query.before ?? Infinity);
  const range = timesBetween(last, before);
  return beside.flatMap((part) => {
    const found: BesideMatch[] = [];
    reader.each({ part, isNamed: query.parts !== undefined, wanted, ...range }, (row) => {
      if (isOver()) {
        return false;
      }
      const match = row.id > last && row.id < before && where.acceptsBeside(row) ? matches(row) : null;
      if (match !== null) {
        found.push(match);
      }
      return found.length < most;
    });
    return found;
  });
}

function messagesOf(db: Database, found: readonly (readonly [number, string])[]): SearchHit[] {
  const rows = found.flatMap(([id, column]) => {
    const row = foundRow(db, id);
    return row === null ? [] : [{ row, column }];
  });
  const hits = messageHits(
    db,
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
