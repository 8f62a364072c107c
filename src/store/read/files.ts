import type { Page, SessionSummary } from '../../common/protocol.js';
import { listOf, type ReadContext } from './context.js';
import { isWindowsPath } from '../../common/paths.js';
import { comparable } from './folders.js';
import { namesOf } from './names.js';
import { sessionIds } from './sessions.js';
import { summarize } from './summaries.js';

/**
 * Sessions that changed a file, newest first. `path` is absolute, of any platform; paths that an agent recorded relative
 * to its working folder are found too.
 */
export function readSessionsTouching(context: ReadContext, path: string, page: Page): SessionSummary[] {
  const sessions = [...absolute(context, path), ...relative(context, path)];
  const condition = { sql: 's.id in (select value from json_each(?))', parameters: [listOf(sessions)] };
  return summarize(context, sessionIds(context, [condition], page));
}

function absolute({ db }: ReadContext, path: string): number[] {
  const names = isWindowsPath(path)
    ? namesLike(
        db
          .prepare(
            'select distinct n.id, n.text from file_change f join name n on n.id in (f.path, f.new_path)',
          )
          .all(),
        path,
      )
    : db
        .prepare('select id from name where text = ?')
        .all(path)
        .map(([id]) => id as number);
  const list = listOf(names);
  return db
    .prepare(
      `select session_id from file_change
       where path in (select value from json_each(?1)) or new_path in (select value from json_each(?1))`,
    )
    .all(list)
    .map(([id]) => id as number);
}

function namesLike(names: readonly (readonly unknown[])[], path: string): number[] {
  const wanted = comparable(path);
  return names.filter(([, text]) => comparable(text as string) === wanted).map(([id]) => id as number);
}

/** Every end of the path may be a recorded path; it is this file where folder and end make up the whole. */
function relative({ db }: ReadContext, path: string): number[] {
  const slashed = isWindowsPath(path) ? path.replaceAll('\\', '/') : path;
  const parts = slashed.split('/').filter((part) => part !== '');
  const ends = parts.slice(1).map((_, i) => parts.slice(i + 1).join('/'));
  const spellings = ends.flatMap((end) => [
    end,
    `./${end}`,
    ...(isWindowsPath(path) ? [end.replaceAll('/', '\\')] : []),
  ]);
  const rows = db
    .prepare(
      `select f.session_id, s.cwd, n.text from name n
       join (select session_id, path from file_change union all
             select session_id, new_path from file_change where new_path is not null) f on f.path = n.id
       join session s on s.id = f.session_id
       where n.text in (select value from json_each(?)) and s.cwd is not null`,
    )
    .all(listOf(spellings));
  const cwd = namesOf(
    db,
    rows.map((row) => row[1] as number),
  );
  return rows
    .filter(([, folder, end]) => {
      const base = cwd(folder as number) ?? '';
      const rest = (end as string).replace(/^\.\//, '');
      return comparable(`${base}${isWindowsPath(base) ? '\\' : '/'}${rest}`) === comparable(path);
    })
    .map(([id]) => id as number);
}
