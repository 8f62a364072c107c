import type { MessagePart } from '../../common/search.js';
import { kinds } from '../codes.js';
import type { SqlValue } from '../database.js';
import { partOf } from '../textDocument.js';
import { indexedFrom } from '../textIndex.js';
import { listOf, type ReadContext } from './context.js';
import { rowOf, type Found } from './searchRows.js';
import type { Where } from './searchWhere.js';

/** Some documents, newest first. */
export interface Chunk {
  rows: Found[];
  /** All that are newer than this number have been told. */
  from: number;
  /** How many of the sessions asked for may follow; null: nobody counted. */
  left: number | null;
}

/** Documents of which messages and outputs: those with one of the parts (undefined: all) that the conditions let through. */
export interface Documents {
  where: Pick<Where, 'sessions' | 'message' | 'output'>;
  parts: readonly MessagePart[] | undefined;
}

/** How many are read at a time, and when another way is taken. */
export interface DocumentTuning {
  /** Messages of the first chunk; of each following one twice as many. */
  firstChunk: number;
  /** Rows that are read by their numbers, before those of the sessions asked for are listed. */
  mostScanned: number;
}

export const usualDocuments: DocumentTuning = { firstChunk: 64, mostScanned: 8192 };

/** Of a chunk; where most are let through, a smaller one. */
const largestChunk = 16_384;
const largestDense = 512;
/** Of more sessions a list would be longer than the way to them. */
const mostSessions = 1000;
/** Of so few it is made at once. */
const fewSessions = 10;

/**
 * The documents of the index with numbers in [from, to) as far as conditions in SQL tell them apart, newest first and a chunk at
 * a time, from the tables themselves: beside words there is nothing that the index would know better.
 */
export function* newestDocuments(
  context: ReadContext,
  documents: Documents,
  [from, to]: readonly [number, number],
  { firstChunk, mostScanned }: DocumentTuning,
): Generator<Chunk, void, void> {
  const { db } = context;
  const { sessions } = documents.where;
  const first = Math.max(from, indexedFrom(db));
  const step = db.prepare(
    'select id from message where id >= cast(? as integer) and id < cast(? as integer) order by id desc limit 1 offset ?',
  );
  let end = to;
  let size = firstChunk;
  let scanned = 0;
  while (end > first) {
    if (
      sessions !== null &&
      (sessions.size <= fewSessions || scanned >= mostScanned) &&
      sessions.size <= mostSessions
    ) {
      yield* listed(context, documents, [first, end], firstChunk);
      return;
    }
    const start = Number(step.get(first, end, size - 1)?.[0] ?? first);
    const rows = read(context, documents, 'in range', [start, end]);
    scanned += size;
    size = Math.min(2 * size, rows.length * 4 > size ? largestDense : largestChunk);
    end = start;
    yield { rows, from: start, left: null };
  }
}

/** By a list of all documents of the sessions. */
function* listed(
  context: ReadContext,
  documents: Documents,
  [from, to]: readonly [number, number],
  firstChunk: number,
): Generator<Chunk, void, void> {
  const ids = documentsOfSessions(context, documents.where.sessions ?? new Set()).filter(
    (id) => id >= from && id < to,
  );
  let size = firstChunk;
  for (let at = 0; at < ids.length;) {
    const chunk = ids.subarray(at, at + size);
    at += size;
    size = Math.min(2 * size, largestDense);
    const rows = read(context, documents, 'listed', [listOf(chunk)]);
    yield { rows, from: chunk.at(-1)!, left: Math.max(0, ids.length - at) };
  }
}

/** Numbers of all documents of some sessions, the newest first, until anything changes. */
export function documentsOfSessions(
  { db, unchanged }: ReadContext,
  sessions: ReadonlySet<number>,
): Float64Array {
  const list = listOf([...sessions].toSorted((a, b) => a - b));
  return unchanged(
    `documents of ${String(list)}`,
    () => {
      const found = db
        .prepare(
          `select json_group_array(id) from (
             select id from message where session_id in (select value from json_each(?1))
             union all select id from tool_call where session_id in (select value from json_each(?1)))`,
        )
        .get(list)?.[0];
      return Float64Array.from(JSON.parse(String(found)) as number[])
        .toSorted()
        .toReversed();
    },
    (ids) => ids.length / 64,
  );
}

const place = {
  'in range': (id: string) => `${id} >= cast(? as integer) and ${id} < cast(? as integer)`,
  listed: (id: string) => `${id} in (select value from json_each(?))`,
};

function read(
  { db }: ReadContext,
  { where, parts }: Documents,
  how: keyof typeof place,
  parameters: readonly SqlValue[],
): Found[] {
  const halves = [
    ...(parts?.every((part) => part === 'output')
      ? []
      : [
          {
            sql: `select m.id, m.session_id, m.at, m.kind, m.block_id, m.start, m.bytes, m.id from message m
              where ${place[how]('m.id')} and m.block_id is not null and m.kind not in (${otherKinds(parts)}) and ${where.message.sql}`,
            parameters: [...parameters, ...where.message.parameters],
          },
        ]),
    ...(parts?.includes('output') === false
      ? []
      : [
          {
            sql: `select c.id, c.session_id, ifnull(c.started_at, c.ended_at), null, c.block_id, c.start, c.bytes, c.message_id
              from tool_call c where ${place[how]('c.id')} and c.block_id is not null and ${where.output.sql}`,
            parameters: [...parameters, ...where.output.parameters],
          },
        ]),
  ];
  if (halves.length === 0) {
    return [];
  }
  return db
    .prepare(`${halves.map(({ sql }) => sql).join(' union all ')} order by 1 desc`)
    .all(...halves.flatMap((half) => half.parameters))
    .map(rowOf);
}

/** Numbers of the kinds that are no such part; what a later version knows is one of the parts that this one knows of. */
function otherKinds(parts: Documents['parts']): string {
  return kinds.flatMap((_, kind) => (parts?.includes(partOf(kind)) === false ? [kind] : [])).join(', ');
}
