import type { Database, SqlValue } from './database.js';
import { type NumberRow, packRows } from './packedRows.js';

/**
 * The table `packed_session`: tool calls and file changes of a session as charts ask for them, in bytes. To read a third of a
 * million calls from their own tables takes more than a second, and a tenth of that from here. The triggers of the schema
 * note in `unpacked_session` whose rows changed: until these are packed anew they are read from the tables.
 */
export const packedKinds = ['calls', 'changes'] as const;

export type PackedKind = (typeof packedKinds)[number];

/** The values of each row: first what decides whether it is in a scope, then its own. */
const scopeColumns = ['at', 'model', 'branch', 'cwd', 'ticket'] as const;
const ownColumns = {
  calls: ['id', 'thread', 'name', 'category', 'isError', 'duration'],
  changes: ['path', 'added', 'removed'],
} as const;

/** How many values a row has. */
export function packedLength(kind: PackedKind): number {
  return scopeColumns.length + ownColumns[kind].length;
}

export type PackedColumn<K extends PackedKind> =
  (typeof scopeColumns)[number] | (typeof ownColumns)[K][number];

/** The place of a value in a row. */
export function packedPlace<K extends PackedKind>(kind: K, column: PackedColumn<K>): number {
  const columns: readonly string[] = [...scopeColumns, ...ownColumns[kind]];
  return columns.indexOf(column);
}

/** The response that a row is of: that of its message, else the next one of its session, else the last. */
const response = `left join usage u on u.id = coalesce(m.usage_id,
  (select n.id from usage n where n.session_id = s.id and n.counted = 1 and n.at >= ifnull(m.at, c.started_at) order by n.at limit 1),
  (select n.id from usage n where n.session_id = s.id and n.counted = 1 and n.at is not null order by n.at desc limit 1))`;

const responseColumns =
  'ifnull(m.model, u.model), ifnull(m.branch, u.branch), ifnull(u.cwd, s.cwd), u.ticket';

/** But for what was copied from another session; by sub-agent and order. The columns are in the order of the lists above. */
const rowsSql: Readonly<Record<PackedKind, string>> = {
  calls: `select ifnull(m.at, c.started_at), ${responseColumns},
      c.id, c.thread_id, c.name, c.category, c.is_error, ifnull(c.duration_ms, nullif(c.ended_at - c.started_at, 0))
    from session s cross join tool_call c on c.session_id = s.id left join message m on m.id = c.message_id ${response}
    where s.id = ? and ifnull(m.copied, 0) = 0
    order by ifnull(c.thread_id, 0), ifnull(c.message_id, 0), c.id`,
  changes: `select f.at, ${responseColumns}, ifnull(f.new_path, f.path), f.added, f.removed
    from session s cross join file_change f on f.session_id = s.id
    left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id
    left join message m on m.id = c.message_id ${response}
    where s.id = ? and ifnull(m.copied, 0) = 0
    order by f.id`,
};

/** The rows of a session as its tables have them now. */
export function packSession(db: Database, session: number, kind: PackedKind): Uint8Array {
  return packRows(db.prepare(rowsSql[kind]).all(session) as NumberRow[]);
}

/** A session is packed when nothing happened in it for so long, in milliseconds: one that goes on would be packed at each line. */
const quietMs = 600_000;
const sessionsPerStep = 20;

/** Packs some of the sessions that need it, in one transaction. False when none is left but those that go on. */
export function packMore(db: Database): boolean {
  const sessions = db
    .prepare(
      `select p.session_id from unpacked_session p left join session s on s.id = p.session_id
       where ifnull(s.ended_at, 0) <= (select ifnull(max(ended_at), 0) from session) - ${quietMs} limit ${sessionsPerStep}`,
    )
    .all()
    .map(([id]) => id as number);
  if (sessions.length > 0) {
    // What a power failure takes of it is packed again.
    db.transaction(() => sessions.forEach((session) => pack(db, session)), 'later');
  }
  return sessions.length === sessionsPerStep;
}

/** Packs a session, in the transaction that goes on. */
export function pack(db: Database, session: number): void {
  const packed: SqlValue[] = packedKinds.map((kind) => packSession(db, session, kind));
  db.prepare('insert or replace into packed_session (session_id, calls, changes) values (?, ?, ?)').run(
    session,
    ...packed,
  );
  db.prepare('delete from unpacked_session where session_id = ?').run(session);
}
