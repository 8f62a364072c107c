import { createBodies } from '../blocks.js';
import type { Database } from '../database.js';
import { documentOf, markBytes } from '../textDocument.js';
import type { ReadContext } from './context.js';
import { newestDocuments, usualDocuments, type Documents, type DocumentTuning } from './searchDocuments.js';
import { bareOf, type Match, type Matcher } from './searchMatch.js';
import type { Found } from './searchRows.js';
import { createGlance } from './searchShelf.js';
import { viewOf } from './searchTokens.js';
import type { Turns } from './searchTurns.js';
import type { Where } from './searchWhere.js';
import type { Phrase, Wanted } from './searchWords.js';

/** What is looked for in documents. */
export interface Looked extends Documents {
  where: Where;
  wanted: Wanted;
  matcher: Matcher;
  /** Ids [from, to). */
  range: readonly [number, number];
  /** So many hits are wanted. */
  limit: number;
  /** Outputs are read to their end, of which the index has the head. */
  wholeOutputs: boolean;
  /** How often the words stand in them is asked of each. */
  isRanked: boolean;
  turns: Turns;
  tuning: ReadingTuning;
}

/** From when on another way is taken. */
export interface ReadingTuning extends DocumentTuning {
  /** Texts that tell how frequent the words are. */
  sampled: number;
  /** Milliseconds for which outputs are read to their end, before the index is asked for their heads. */
  wholeMs: number;
}

export const usualReading: ReadingTuning = { sampled: 200, wholeMs: 300, ...usualDocuments };

/** A document that is an answer. Either is made when it is asked for, which is to be before the next hit. */
export interface Hit {
  match(): Match;
  /** How often each phrase stands there. */
  counts(): Uint32Array;
}

/** Told of each hit, newest first; false: no more are wanted. */
export type Take = (row: Found, hit: Hit) => boolean;

/** What is left to the index. */
export interface Rest {
  /** Before this id. */
  to: number;
  /** What the index is asked for; the texts of what it finds have to be looked at where it is not all that is wanted. */
  wanted: Wanted;
}

/** The text of a document as the index has it, without its mark. To be used before the next one is asked for. */
export function textOfDocument(
  db: Database,
  { block, start, bytes, kind }: Found,
  { wholeOutputs }: Pick<Looked, 'wholeOutputs'>,
): Buffer {
  return viewOf(
    documentOf(createBodies(db).bytes(block, start, bytes), kind, wholeOutputs).subarray(markBytes),
  );
}

/** Where the hits that are wanted are not to be expected in so many texts, the index is asked; where many are, in more. */
const mostTexts = 1500;
const mostTextsOfMany = 5000;
const many = 100;

/**
 * Looks at the documents themselves, newest first. What is frequent is found so sooner than by the index, which puts all
 * words with a beginning together before it tells one hit, and cannot begin in the middle. Returns what is to be left to the
 * index; null: nothing.
 */
export function* walkTexts(
  context: ReadContext,
  looked: Looked,
  take: Take,
): Generator<undefined, Rest | null, void> {
  const { where, wanted, matcher, range, limit, turns, tuning } = looked;
  const frequencies = createFrequencies(wanted);
  const most = limit > many ? mostTextsOfMany : mostTexts;
  let texts = 0;
  let hits = 0;
  for (const { rows, from, left } of newestDocuments(context, looked, range, tuning)) {
    for (const row of rows) {
      if (turns.isOver()) {
        return null;
      }
      if (turns.isDue()) {
        yield* turns.rest();
      }
      if (!where.isOpen && !where.accepts(row)) {
        continue;
      }
      const text = textOfDocument(context.db, row, looked);
      if (texts++ < tuning.sampled) {
        frequencies.look(text);
      }
      const match = matcher.find(text);
      hits += match === null ? 0 : 1;
      if (match !== null && !take(row, { match: () => match, counts: () => matcher.counts(match) })) {
        return null;
      }
    }
    // Where few are let through many rows are passed over without one that is looked at.
    if (turns.isLate()) {
      return null;
    }
    const isTooRare = looked.wholeOutputs
      ? turns.spent() >= tuning.wholeMs
      : texts >= tuning.sampled && hits * most < limit * texts;
    const rest = isTooRare ? leftToIndex(context.db, wanted, frequencies, left) : null;
    if (rest !== null) {
      return { to: from, wanted: rest };
    }
  }
  return null;
}

interface Frequencies {
  look(text: Buffer): void;
  /** The share of the texts that have a phrase of the group. */
  of(group: readonly Phrase[]): number;
}

function createFrequencies({ groups, without }: Wanted): Frequencies {
  const all = [...groups, ...without.map((phrase) => [phrase])];
  const counted = new Map(
    all.map((group) => [keyOf(group), { mayHave: createGlance({ groups: [group] }), count: 0 }]),
  );
  let texts = 0;
  return {
    look(text) {
      const plain = bareOf(text);
      texts++;
      for (const one of counted.values()) {
        one.count += one.mayHave(plain) ? 1 : 0;
      }
    },
    of: (group) => ((counted.get(keyOf(group))?.count ?? 0) + 0.5) / (texts + 1),
  };
}

function keyOf(group: readonly Phrase[]): string {
  return JSON.stringify(group);
}

/** Share of the texts that have a beginning from which on its words are too many to be put together by the index. */
const frequent = 0.03;
/** Microseconds: of a text, of a hit of the index that has to be looked at, and of one of a beginning that it puts together. */
const costs = { text: 15, hit: 2, ofBeginning: 3 };
/** Documents in a block, about. */
const perBlock = 50;

/** null: going on looking at texts takes less; `left` of them are left at most, if that is known. */
function leftToIndex(
  db: Database,
  { groups, without }: Wanted,
  { of }: Frequencies,
  left: number | null,
): Wanted | null {
  const isBeginning = (group: readonly Phrase[]) => group.some(({ isPrefix }) => isPrefix);
  const isFor = (group: readonly Phrase[]) => !isBeginning(group) || of(group) < frequent;
  const rest = { groups: groups.filter(isFor), without: without.filter((phrase) => isFor([phrase])) };
  if (rest.groups.length === 0) {
    return null;
  }
  const isWhole = rest.groups.length === groups.length && rest.without.length === without.length;
  const documents = perBlock * Number(db.prepare('select ifnull(max(id), 0) from block').get()?.[0]);
  const beginnings = [...rest.groups, ...rest.without.map((phrase) => [phrase])].filter(isBeginning);
  const cost =
    Math.min(...rest.groups.map(of)) * (costs.hit + (isWhole ? 0 : costs.text)) +
    beginnings.reduce((sum, group) => sum + of(group) * costs.ofBeginning, 0);
  return left !== null && left * costs.text <= documents * cost ? null : rest;
}
