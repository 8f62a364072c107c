import type { RowQuery } from '../importer.js';

/** The type of a part, null where the data is no JSON: one damaged row must not end the statement. */
const typeOf = (part: string): string =>
  `case when json_valid(${part}.data) then json_extract(${part}.data, '$.type') end`;

/** Whether a part becomes a message, so that another may name it as the one that it answers. */
const tells = (part: string): string =>
  `case when json_valid(${part}.data) then json_extract(${part}.data, '$.type') in ('tool', 'subtask') or
    (json_extract(${part}.data, '$.type') in ('text', 'reasoning') and json_extract(${part}.data, '$.text') <> '') end`;

/** What a message's data holds beside texts: the whole files before and after a turn, prompts of the system. */
const headerOf = (message: string): string =>
  `case when json_valid(${message}.data) then json_remove(${message}.data, '$.summary.diffs', '$.system', '$.tools')
    else ${message}.data end`;

const steps = (message: string): string =>
  `exists (select 1 from part x where x.message_id = ${message}.id and ${typeOf('x')} in ('step-start', 'step-finish'))`;

/** Whether the part `p` is the first of a message `m` of the user's that becomes a message. */
const isFirstOfUser = `json_valid(m.data) and json_extract(m.data, '$.role') = 'user'
  and not exists (select 1 from part f where f.message_id = p.message_id and f.id < p.id and ${tells('f')})`;

/** The message before `m` in its session. */
const before = `(select b.id from message b where b.session_id = m.session_id
  and (b.time_created, b.id) < (m.time_created, m.id) order by b.time_created desc, b.id desc limit 1)`;

/**
 * The database of OpenCode (`packages/opencode/src/session/session.sql.ts`, migrations of 1.2 to 1.18.33; WAL mode). Rows are
 * changed in place, with a new `time_updated`. Ids are not in the data. A fork's table row does not tell what it was forked
 * from: its copied messages keep their times, by which the session that wrote them is found.
 */
export const queries: readonly RowQuery[] = [
  {
    from: 'session',
    needs: {
      session: ['id', 'parent_id', 'directory', 'title', 'version', 'time_created', 'time_updated'],
      message: ['session_id', 'time_created'],
    },
    sql: `select s.id, s.parent_id, s.directory, s.title, s.version, s.time_created, s.time_updated as mark,
      case when exists (select 1 from message m where m.session_id = s.id and m.time_created < s.time_created) then
        (select o.session_id from message o join session x on x.id = o.session_id
          where o.time_created = (select max(m.time_created) from message m
            where m.session_id = s.id and m.time_created < s.time_created)
            and x.time_created < s.time_created and x.id <> s.id
          order by x.time_created, x.id limit 1)
      end as forked_from
      from session s where s.time_updated >= ? order by s.time_updated, s.id`,
  },
  {
    from: 'state',
    optional: true,
    needs: { session: ['id', 'share_url', 'revert', 'permission', 'time_archived', 'time_updated'] },
    sql: `select id, share_url, revert, permission, time_archived, time_updated, time_updated as mark
      from session where time_updated >= ? order by time_updated, id`,
  },
  {
    from: 'cost',
    optional: true,
    needs: { session: ['id', 'cost', 'time_updated'] },
    sql: 'select id, cost, time_updated as mark from session where time_updated >= ? and cost > 0 order by time_updated, id',
  },
  {
    from: 'workspace',
    optional: true,
    needs: { session: ['id', 'workspace_id', 'time_updated'], workspace: ['id', 'branch'] },
    sql: `select s.id, w.branch, s.time_created, s.time_updated as mark from session s
      join workspace w on w.id = s.workspace_id
      where s.time_updated >= ? and w.branch is not null order by s.time_updated, s.id`,
  },
  {
    from: 'message',
    needs: {
      message: ['id', 'session_id', 'time_created', 'time_updated', 'data'],
      part: ['message_id', 'data'],
      session: ['id', 'parent_id', 'directory', 'time_created'],
    },
    sql: `select m.id, m.session_id, m.time_created, ${headerOf('m')} as data, ${steps('m')} as steps,
      s.parent_id, s.directory, s.time_created as session_created, m.time_updated as mark
      from message m left join session s on s.id = m.session_id
      where m.time_updated >= ? order by m.time_updated, m.id`,
  },
  {
    from: 'part',
    needs: {
      message: ['id', 'session_id', 'time_created', 'time_updated', 'data'],
      part: ['id', 'message_id', 'session_id', 'time_created', 'time_updated', 'data'],
      session: ['id', 'parent_id', 'directory', 'time_created'],
    },
    // A part is read again when its message has ended: only then is the response known that it is part of. The ids are put
    // in order before the data is fetched, so that nothing large is sorted. A message that was taken back is deleted when
    // the next one comes: `previous` is what a prompt of the user's really follows.
    sql: `with changed as materialized (
        select p.id, max(p.time_updated, m.time_updated) as mark from part p join message m on m.id = p.message_id
        where max(p.time_updated, m.time_updated) >= ?1 order by 2, 1 limit -1)
      select p.id, p.message_id, p.session_id, p.time_created, p.data,
        ${headerOf('m')} as message, m.time_created as message_created, ${steps('m')} as steps,
        s.parent_id, s.directory, s.time_created as session_created,
        case when ${isFirstOfUser} then coalesce(${before}, '') end as follows,
        case when ${isFirstOfUser} then
          (select t.id from part t where t.message_id = ${before} and ${tells('t')} order by t.id desc limit 1)
        end as previous,
        c.mark
      from changed c cross join part p on p.id = c.id cross join message m on m.id = p.message_id
      left join session s on s.id = p.session_id`,
  },
  {
    from: 'todo',
    optional: true,
    needs: { todo: ['session_id', 'content', 'status', 'position', 'time_updated'] },
    sql: `select session_id, max(time_updated) as time_updated, max(time_updated) as mark,
        json_group_array(json_object('content', content, 'status', status)) as items
      from (select * from todo order by session_id, position)
      group by session_id having max(time_updated) >= ? order by 2, 1`,
  },
];
