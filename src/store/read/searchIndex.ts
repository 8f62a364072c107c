import type { SqlValue } from '../database.js';
import { textTable } from '../textIndex.js';
import type { ReadContext } from './context.js';
import type { Match } from './searchMatch.js';
import { foundRow, type Found } from './searchRows.js';
import { textOfDocument, type Hit, type Looked, type Rest, type Take } from './searchTexts.js';
import { matchOf } from './searchWords.js';

/**
 * Walks over what the index finds, newest first. `looked.wanted` is all that is looked for, `rest.wanted` what the index is
 * asked; where it is less, what it finds may be no hit.
 */
export function* walkIndex(
  { db }: ReadContext,
  looked: Looked,
  rest: Rest,
  take: Take,
): Generator<undefined, void, void> {
  const { where, wanted, matcher, parts, range, turns } = looked;
  const isWhole = rest.wanted === wanted;
  const filters = [where.message, where.output];
  const isFiltered = filters.some(({ sql }) => sql !== 'true');
  // What SQLite can compare in a row is not read for comparing it here.
  const filter = isFiltered
    ? `and (exists (select 1 from message m where m.id = text_index.docid and ${where.message.sql})
        or exists (select 1 from tool_call c where c.id = text_index.docid and ${where.output.sql}))`
    : '';
  // The index knows how often the words stand in a text without reading it.
  const counts = looked.isRanked && isWhole ? `matchinfo(${textTable}, 'y')` : 'null';
  const statement = db.prepare(
    `select docid, ${counts} from ${textTable} where ${textTable} match ? and docid >= cast(? as integer)
       and docid < cast(? as integer) ${filter} order by docid desc`,
  );
  const parameters = isFiltered ? filters.flatMap((one) => one.parameters) : [];
  const matchOfRow = (row: Found): Match | null => {
    const text = textOfDocument(db, row, { wholeOutputs: false });
    // What the index knows is a hit, also when the disk has lost its text.
    return matcher.find(text) ?? (isWhole ? { text, tokens: [], places: [] } : null);
  };
  const hitOf = (row: Found, told: SqlValue): Hit | null => {
    if (isWhole) {
      const match = () => matchOfRow(row)!;
      return {
        match,
        counts: () => (told instanceof Uint8Array ? numbersOf(told) : matcher.counts(match())),
      };
    }
    const match = matchOfRow(row);
    return match && { match: () => match, counts: () => matcher.counts(match) };
  };
  let end = rest.to;
  for (let isPaused = true; isPaused;) {
    isPaused = false;
    statement.each([matchOf(rest.wanted, parts), range[0], end, ...parameters], ([docid, told]) => {
      const id = Number(docid);
      if (turns.isDue()) {
        [isPaused, end] = [true, id + 1];
        return false;
      }
      if (turns.isOver()) {
        return false;
      }
      const row = foundRow(db, id);
      if (row === null || !(where.isOpen || where.accepts(row))) {
        return true;
      }
      const hit = hitOf(row, told ?? null);
      return hit === null || take(row, hit);
    });
    if (isPaused) {
      yield* turns.rest();
    }
  }
}

function numbersOf(blob: Uint8Array): Uint32Array {
  return new Uint32Array(blob.slice().buffer);
}
