import {
  besideParts,
  messageParts,
  type BesidePart,
  type MessagePart,
  type SearchHit,
  type SearchQuery,
  type SearchResult,
} from '../../common/search.js';
import type { ReadContext } from './context.js';
import {
  besideHit,
  createBesideReader,
  timesBetween,
  type BesideMatch,
  type BesideReader,
} from './searchBeside.js';
import { walkIndex } from './searchIndex.js';
import { createMatcher, snippetOfMatch } from './searchMatch.js';
import { createNameShelf } from './searchNames.js';
import { bestOf } from './searchRank.js';
import { documentBytes, foundRow, messageHits, rangeOf, sessionsOfHits, type Found } from './searchRows.js';
import {
  textOfDocument,
  usualReading,
  walkTexts,
  type Looked,
  type ReadingTuning,
  type Take,
} from './searchTexts.js';
import { createTurns } from './searchTurns.js';
import { whereOf, type Where } from './searchWhere.js';
import { timeOfId } from '../write/messageId.js';
import { wantedOf, type Wanted } from './searchWords.js';
import type { Snippet } from './snippet.js';
import { pendingSessions } from './textState.js';

/** Of these the best are shown, when the best are asked for. */
const rankedHits = 1000;
/** And of these of each table beside the messages. */
const rankedBeside = 100;

/** One search, understood. */
interface Asked extends Looked {
  query: SearchQuery;
  beside: readonly BesidePart[];
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

/** What tests set in another way. */
export interface SearchTuning extends ReadingTuning {
  clock: () => number;
  /** Milliseconds of work between two places where a search may be given up. */
  slice: number;
}

const usual: SearchTuning = { clock: () => performance.now(), slice: 40, ...usualReading };

export function createSearch(context: ReadContext, tuning: SearchTuning = usual): Search {
  const { db } = context;
  const names = createNameShelf(db);
  const besideReader = createBesideReader(db, names);

  const newestOf = function* (
    asked: Asked,
  ): Generator<undefined, { hits: SearchHit[]; more: boolean; wholeFrom: number | null }, void> {
    const { limit } = asked.query;
    const found: { row: Found; snippet: Snippet }[] = [];
    let more = false;
    const wholeFrom = yield* walk(context, asked, (row, hit) => {
      // Of one more it is only to be known that it is there.
      more = found.length === limit;
      if (!more) {
        found.push({ row, snippet: snippetOfMatch(hit.match()) });
      }
      return !more;
    });
    // Where more messages follow, nothing older than the last one is on this page.
    const last = more ? found.at(-1)!.row.id : 0;
    const beside = besideOf(besideReader, asked, last, limit + 1);
    const hits = [...hitsOf(found), ...beside.map(besideHit)].toSorted((a, b) => b.id - a.id);
    return { hits: hits.slice(0, limit), more: more || hits.length > limit, wholeFrom };
  };

  const bestHits = function* (
    asked: Asked,
  ): Generator<undefined, { hits: SearchHit[]; more: boolean; wholeFrom: number | null }, void> {
    const { query, wanted, matcher } = asked;
    const ranked: { id: number; counts: Uint32Array }[] = [];
    const lengths = new Map<number, number>();
    const wholeFrom = yield* walk(context, asked, (row, hit) => {
      ranked.push({ id: row.id, counts: hit.counts() });
      lengths.set(row.id, documentBytes(row));
      return ranked.length < rankedHits;
    });
    const beside = besideOf(besideReader, asked, 0, rankedBeside);
    for (const { id, text, match } of beside) {
      ranked.push({ id, counts: matcher.counts(match) });
      lengths.set(id, Buffer.byteLength(text));
    }
    const best = bestOf(ranked, wanted.groups.flat().length, lengths, query.limit);
    const chosen = new Set(best);
    const found = best.flatMap((id) => {
      const row = Number.isInteger(id) ? foundRow(db, id) : null;
      const match = row === null ? null : matcher.find(textOfDocument(db, row, asked));
      return row === null ? [] : [{ row, snippet: match === null ? nothing : snippetOfMatch(match) }];
    });
    const hits = new Map(
      [...hitsOf(found), ...beside.filter(({ id }) => chosen.has(id)).map(besideHit)].map((hit) => [
        hit.id,
        hit,
      ]),
    );
    return { hits: best.flatMap((id) => hits.get(id) ?? []), more: false, wholeFrom };
  };

  const hitsOf = (found: readonly { row: Found; snippet: Snippet }[]): SearchHit[] => {
    const hits = messageHits(
      db,
      found.map(({ row }) => row),
    );
    return hits.map((hit, i) => ({ ...hit, ...found[i]!.snippet }));
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
        const none = { hits: [], sessions: [], more: false, partial: false };
        return { ...none, pendingSessions: pending, empty: true };
      }
      const turns = createTurns(tuning.clock, tuning.slice);
      const where = whereOf(context, names, query);
      const isBest = query.order === 'best';
      const asked: Asked = {
        ...{ query, wanted, where, turns, ...partsOf(query, wanted, where) },
        matcher: createMatcher(db, wanted),
        range: rangeOf(query),
        limit: isBest ? rankedHits : query.limit,
        isRanked: isBest,
        wholeOutputs: isForOutputs(query),
        tuning,
      };
      const { hits, more, wholeFrom } = yield* isBest ? bestHits(asked) : newestOf(asked);
      return {
        hits,
        sessions: sessionsOfHits(db, hits),
        more: more || (turns.partial && !isBest),
        partial: turns.partial,
        pendingSessions: pending,
        empty: false,
        ...(asked.parts?.includes('output') === false
          ? {}
          : { wholeOutputsSince: wholeFrom === null || wholeFrom === 0 ? wholeFrom : timeOfId(wholeFrom) }),
      };
    },
  };
  return own;
}

const nothing: Snippet = { snippet: '', marks: [] };

/**
 * Messages and outputs, newest first, in the way that is the shorter one. Returns from which id on outputs were read to their
 * end; null: of all of them the heads were searched.
 */
function* walk(context: ReadContext, asked: Asked, take: Take): Generator<undefined, number | null, void> {
  const { where, parts, range, wanted } = asked;
  if (where.sessions?.size === 0 || parts?.length === 0 || range[0] >= range[1]) {
    return 0;
  }
  const rest = isBetterRead(context, asked)
    ? yield* walkTexts(context, asked, take)
    : { to: range[1], wanted };
  if (rest !== null) {
    yield* walkIndex(context, asked, rest, take);
  }
  return asked.wholeOutputs ? (rest?.to ?? 0) : null;
}

/** Of so large a share of all sessions something is soon met among what the index finds. */
const manySessions = 0.25;
/** The index passes over what is newer than the range: so much of all time takes longer than reading some texts. */
const farFromNewest = 0.1;

/** Whether to begin with the texts themselves: see `walkTexts`. */
function isBetterRead({ db }: ReadContext, { where, range, wanted, wholeOutputs }: Asked): boolean {
  const { groups, without } = wanted;
  if (
    wholeOutputs ||
    groups.length === 0 ||
    [...groups.flat(), ...without].some(({ isPrefix }) => isPrefix)
  ) {
    return true;
  }
  if (where.sessions !== null) {
    const all = Number(db.prepare('select count(*) from session').get()?.[0]);
    return where.sessions.size < all * manySessions;
  }
  const [first, last] =
    db.prepare('select (select min(id) from message), (select max(id) from message)').get() ?? [];
  return Number(last) - range[1] > (Number(last) - Number(first)) * farFromNewest;
}

/** Outputs are many and long: whoever asks for them alone has them read to their end. */
function isForOutputs({ parts }: SearchQuery): boolean {
  return parts !== undefined && parts.includes('output') && !parts.some((part) => part !== 'output');
}

function isEmpty(
  { parts, where, without, since, until }: SearchQuery,
  { groups, without: not }: Wanted,
): boolean {
  const conditions = [parts, where, without, since, until];
  return groups.length + not.length === 0 && conditions.every((condition) => condition === undefined);
}

/** What is no message is found by words only, or where its part is asked for. */
function partsOf(
  { parts }: SearchQuery,
  { groups }: Wanted,
  where: Where,
): { parts: readonly MessagePart[] | undefined; beside: readonly BesidePart[] } {
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
function besideOf(reader: BesideReader, asked: Asked, last: number, most: number): BesideMatch[] {
  const { query, wanted, matcher, where, beside, turns } = asked;
  const before = query.order === 'best' ? Infinity : (query.before ?? Infinity);
  const range = timesBetween(last, before);
  return beside.flatMap((part) => {
    const found: BesideMatch[] = [];
    reader.each({ part, isNamed: query.parts !== undefined, wanted, ...range }, (row) => {
      if (turns.isOver()) {
        return false;
      }
      const match =
        row.id > last && row.id < before && where.acceptsBeside(row) ? matcher.find(row.text) : null;
      if (match !== null) {
        found.push({ ...row, match });
      }
      return found.length < most;
    });
    return found;
  });
}
