import type { Database } from './database.js';

/** Where rows name a folder, branch, model, file, tool, ticket or tag by its number; those of sessions are marked with their session's column. */
const references: readonly { table: string; column: string; session?: string }[] = [
  ...['cwd'].map((column) => ({ table: 'session', column, session: 'id' })),
  ...['model', 'branch', 'cwd'].map((column) => ({ table: 'message', column, session: 'session_id' })),
  { table: 'thread', column: 'model', session: 'session_id' },
  { table: 'tool_call', column: 'name', session: 'session_id' },
  ...['path', 'new_path'].map((column) => ({ table: 'file_change', column, session: 'session_id' })),
  ...['model', 'branch', 'cwd', 'ticket'].flatMap((column) => [
    { table: 'usage', column, session: 'session_id' },
    { table: 'usage_rollup', column, session: 'session_id' },
  ]),
  ...['branch', 'cwd'].map((column) => ({ table: 'usage_claim', column, session: 'session_id' })),
  { table: 'session_tag', column: 'tag', session: 'session_id' },
  { table: 'usage_rollup_model', column: 'model' },
];

/** Numbers of the names that rows of these sessions use. `list`: row numbers as JSON. */
export function usedNames(db: Database, list: string): number[] {
  const used = new Set<number>();
  for (const { table, column, session } of references) {
    if (session !== undefined) {
      db.prepare(
        `select distinct ${column} from ${table}
         where ${session} in (select value from json_each(?)) and ${column} is not null`,
      ).each([list], ([id]) => used.add(id as number));
    }
  }
  return [...used];
}

/** Deletes those of the names that nothing uses any more, and what git said of folders among them. */
export function takeNames(db: Database, names: readonly number[]): void {
  let unused = new Set(names);
  for (const { table, column } of references) {
    const list = JSON.stringify([...unused]);
    db.prepare(
      `select distinct ${column} from ${table} where ${column} in (select value from json_each(?))`,
    ).each([list], ([id]) => unused.delete(id as number));
  }
  const folders = JSON.stringify([...unused]);
  const ofPlaces = new Set(
    db
      .prepare('select repository, worktree from place where cwd in (select value from json_each(?))')
      .all(folders)
      .flat() as number[],
  );
  db.prepare('delete from place where cwd in (select value from json_each(?))').run(folders);
  unused = new Set([...unused, ...[...ofPlaces].filter((id) => id !== null)]);
  for (const { table, column } of [
    ...references,
    ...['cwd', 'repository', 'worktree'].map((column) => ({ table: 'place', column })),
  ]) {
    db.prepare(
      `select distinct ${column} from ${table} where ${column} in (select value from json_each(?))`,
    ).each([JSON.stringify([...unused])], ([id]) => unused.delete(id as number));
  }
  db.prepare('delete from name where id in (select value from json_each(?))').run(
    JSON.stringify([...unused]),
  );
}
