import { createBodies, packBlock, unpackBlock } from './blocks.js';
import type { Database } from './database.js';

/*
 * Texts lie in compressed blocks, many of one batch together, so that deleting a row leaves its text behind. A purge goes
 * through all blocks and blanks what no row refers to. It runs in slices with everything else going on between them.
 */

const purgeKey = 'purge';
/** Rows that are looked at, and blocks that are unpacked, before others get their turn. */
const rowsPerStep = 20_000;
const blocksPerStep = 50;

/** In the transaction of a deletion: a purge has to follow, also after a crash. */
export function markPurge(db: Database): void {
  db.prepare(`insert into meta (key, value) values (?, '1') on conflict do nothing`).run(purgeKey);
}

export function isPurgeDue(db: Database): boolean {
  return db.prepare('select 1 from meta where key = ?').get(purgeKey) !== undefined;
}

/** Blanks the texts that no row has, gives all free pages back and ends the log that still has them. One slice a step. */
export function* purge(db: Database): Generator<void, void, void> {
  // What is stored from now on lies in further blocks, and a row only ever leaves the block that it was in.
  const last = Number(db.prepare('select max(id) from block').get()?.[0] ?? 0);
  const kept = new Map<number, number[]>();
  for (const table of ['message', 'tool_call', 'file_change']) {
    yield* collect(db, table, kept);
  }
  for (let from = 0; from < last; yield) {
    from = db.transaction(() => blankBlocks(db, from, last, kept));
  }
  createBodies(db).clear();
  const free = () => Number(db.prepare('pragma freelist_count').get()?.[0]);
  for (let before = free(); before > 0; before = free()) {
    db.transaction(() => db.exec('pragma incremental_vacuum(500)'));
    if (free() >= before) {
      break;
    }
    yield;
  }
  db.prepare('delete from meta where key = ?').run(purgeKey);
  db.exec('pragma wal_checkpoint(truncate)');
}

/** Adds the places of a table's texts: by block, start and length one after another. */
function* collect(db: Database, table: string, kept: Map<number, number[]>): Generator<void, void, void> {
  const rows = db.prepare(
    `select id, block_id, start, bytes from ${table} where id > ? order by id limit ${rowsPerStep}`,
  );
  for (let from = Number.MIN_SAFE_INTEGER, more = true; more; yield) {
    let count = 0;
    rows.each([from], ([id, block, start, bytes]) => {
      count++;
      from = id as number;
      if (typeof block === 'number') {
        const places = kept.get(block) ?? [];
        places.push(Number(start), Number(bytes));
        kept.set(block, places);
      }
    });
    more = count === rowsPerStep;
  }
}

/** The next blocks; returns the last one that was looked at. */
function blankBlocks(db: Database, from: number, last: number, kept: ReadonlyMap<number, number[]>): number {
  const rows = db
    .prepare(`select id, z from block where id > ? and id <= ? order by id limit ${blocksPerStep}`)
    .all(from, last) as [number, Uint8Array][];
  const update = db.prepare('update block set z = ? where id = ?');
  const remove = db.prepare('delete from block where id = ?');
  for (const [id, z] of rows) {
    const places = kept.get(id);
    // The last number must not be given to a new block while this goes on.
    if (places === undefined && id < last) {
      remove.run(id);
      continue;
    }
    const text = Uint8Array.from(unpackBlock(z));
    if (blankGaps(text, places ?? [])) {
      update.run(packBlock(text), id);
    }
  }
  return rows.at(-1)?.[0] ?? last;
}

/** Zeroes what lies between the places. False when nothing did. */
function blankGaps(text: Uint8Array, places: readonly number[]): boolean {
  const ranges: [from: number, to: number][] = [];
  for (let i = 0; i < places.length; i += 2) {
    ranges.push([places[i]!, places[i]! + places[i + 1]!]);
  }
  ranges.sort(([a], [b]) => a - b);
  let changed = false;
  let end = 0;
  for (const [from, to] of [...ranges, [text.length, text.length] as const]) {
    if (from > end && text.subarray(end, from).some((byte) => byte !== 0)) {
      text.fill(0, end, from);
      changed = true;
    }
    end = Math.max(end, to);
  }
  return changed;
}
