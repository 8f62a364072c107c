import { posix, win32 } from 'node:path';
import type { Batch, SourceProgress } from '../batch.js';
import type { Database } from '../database.js';
import { newRow } from './newRow.js';

/** Where the store stands with one source file, but for its state, of which there may be megabytes (see `stateOf`). */
export interface KnownSource extends Omit<SourceProgress, 'goneAt' | 'state'> {
  /** Milliseconds; null: the file is there. */
  goneAt: number | null;
}

/** Every source file that was ever read. */
export function knownSources(db: Database): KnownSource[] {
  const columns =
    'id, agent, root, path, identity, size, modified_at, offset, line, head, head_length, importer_version, notes, generation, gone_at';
  return db
    .prepare(`select ${columns} from source order by id`)
    .all()
    .map((row) => ({
      id: Number(row[0]),
      agent: String(row[1]),
      root: String(row[2]),
      path: String(row[3]),
      identity: textOrNull(row[4]),
      size: Number(row[5]),
      modifiedAt: Number(row[6]),
      offset: Number(row[7]),
      line: Number(row[8]),
      head: textOrNull(row[9]),
      headLength: Number(row[10]),
      importerVersion: Number(row[11]),
      notes: textOrNull(row[12]),
      generation: Number(row[13]),
      goneAt: typeof row[14] === 'number' ? row[14] : null,
    }));
}

/** What the parser carried when the source was last read; null: nothing. */
export function sourceState(db: Database, id: number): string | null {
  return textOrNull(db.prepare('select state from source where id = ?').get(id)?.[0]);
}

/** Stores where each source of the batch stands and returns their row ids, in the batch's order. */
export function writeSources(db: Database, sources: readonly SourceProgress[]): number[] {
  const previous = db.prepare('select id, generation from source where root = ? and path = ?');
  const columns =
    'agent, identity, size, modified_at, offset, line, head, head_length, importer_version, notes, generation, gone_at';
  const insert = newRow(
    db,
    `insert into source (root, path, ${columns}, state) values (?${', ?'.repeat(14)})`,
  );
  const update = db.prepare(`update source set (${columns}) = (?${', ?'.repeat(11)}) where id = ?`);
  const keepState = db.prepare('update source set state = ? where id = ?');
  return sources.map((source) => {
    const before = previous.get(source.root, source.path);
    if (before !== undefined && source.generation > Number(before[1])) {
      // The file is read anew from its start: what was wrong with it is found again, if it still is.
      db.prepare('delete from problem where source_id = ?').run(before[0] ?? null);
      db.prepare('delete from unknown_line where source_id = ?').run(before[0] ?? null);
    }
    const values = [
      source.agent,
      source.identity,
      source.size,
      source.modifiedAt,
      source.offset,
      source.line,
      source.head,
      source.headLength,
      source.importerVersion,
      source.notes,
      source.generation,
      source.goneAt ?? null,
    ];
    if (before === undefined) {
      return insert(source.root, source.path, ...values, source.state ?? null);
    }
    const id = Number(before[0]);
    update.run(...values, id);
    if (source.state !== undefined) {
      keepState.run(source.state, id);
    }
    return id;
  });
}

/**
 * Problems and unknown lines. What is told twice is kept once. A problem without a line is one of opening or reading the
 * file, which is over when the file's position is stored without it.
 */
export function writeFindings(db: Database, batch: Batch, sourceIds: readonly number[]): void {
  const over = db.prepare('delete from problem where source_id = ? and ifnull(line, 0) = 0');
  const failing = new Set(batch.problems.filter(({ line }) => line === null).map(({ source }) => source));
  for (const [index, id] of sourceIds.entries()) {
    if (!failing.has(index)) {
      over.run(id);
    }
  }
  const problem = db.prepare(
    'insert into problem (source_id, file, line, message, at) values (?, ?, ?, ?, ?) on conflict do nothing',
  );
  for (const { source, line, message, at } of batch.problems) {
    problem.run(sourceIds[source] ?? null, fileOf(batch.sources[source]), line, message, at);
  }
  const unknown = db.prepare(`
    insert into unknown_line (source_id, name, count, first_offset, last_offset, last_length) values (?, ?, 1, ?, ?, ?)
    on conflict do update set count = count + 1, last_offset = excluded.last_offset, last_length = excluded.last_length
    where excluded.last_offset > last_offset`);
  for (const { source, name, offset, length } of batch.unknown) {
    unknown.run(sourceIds[source] ?? null, name, offset, offset, length);
  }
}

function fileOf(source: SourceProgress | undefined): string {
  if (source === undefined) {
    return '';
  }
  // The root tells the system, also of a store that was copied here from another.
  return (/^[A-Za-z]:|\\/.test(source.root) ? win32 : posix).join(source.root, source.path);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
