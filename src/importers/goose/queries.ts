import type { RowQuery } from '../importer.js';

const seconds = (column: string): string => `cast(strftime('%s', ${column}) as integer)`;

/**
 * The database of Goose (`crates/goose/src/session/session_manager.rs`, schema versions 1 to 17). Columns were added again and
 * again, so that whole rows are read and the parser takes what is there. Rows of messages are replaced by new ones, with
 * new numbers, when a conversation is compacted or shortened.
 */
export const queries: readonly RowQuery[] = [
  {
    from: 'session',
    needs: {
      sessions: ['id', 'working_dir', 'created_at', 'updated_at', 'total_tokens', 'accumulated_total_tokens'],
      messages: ['session_id', 'role'],
    },
    sql: `select s.*, exists (select 1 from messages m where m.session_id = s.id and m.role = 'assistant') as answered,
      ${seconds('s.updated_at')} as mark
      from sessions s where ${seconds('s.updated_at')} >= ? order by mark, s.id`,
  },
  {
    // A copy of a session has copies of its messages, with their ids.
    from: 'copy',
    optional: true,
    needs: {
      sessions: ['id', 'created_at', 'updated_at'],
      messages: ['id', 'session_id', 'message_id'],
    },
    sql: `with copied as (
        select m.session_id as id, m.id as message, min(x.rowid) as original from messages m
        join sessions s on s.id = m.session_id and ${seconds('s.updated_at')} >= ?1
        join messages o on o.message_id = m.message_id and o.session_id <> m.session_id
        join sessions x on x.id = o.session_id and x.rowid < s.rowid group by m.id),
      ends as (select id, max(message) as last_message, min(original) as original from copied group by id)
      select e.id, e.last_message, x.id as original, ${seconds('s.updated_at')} as mark
      from ends e join sessions s on s.id = e.id join sessions x on x.rowid = e.original order by mark, e.id`,
  },
  {
    from: 'message',
    needs: {
      sessions: ['id', 'working_dir'],
      messages: ['id', 'session_id', 'role', 'content_json', 'created_timestamp'],
    },
    sql: `select m.*, s.working_dir, p.role as previous_role, p.content_json as previous_content,
      p.created_timestamp as previous_timestamp,
      m.id = (select min(f.id) from messages f where f.session_id = m.session_id and f.role = 'user') as first, m.id as mark
      from messages m left join sessions s on s.id = m.session_id
      left join messages p on m.role = 'user' and m.content_json not like '%"toolResponse"%' and p.id = (
        select b.id from messages b where b.session_id = m.session_id
          and (b.created_timestamp, b.id) < (m.created_timestamp, m.id)
        order by b.created_timestamp desc, b.id desc limit 1)
      where m.id >= ? order by m.id`,
  },
  {
    from: 'ledger',
    optional: true,
    needs: { usage_ledger: ['id', 'session_id', 'created_timestamp', 'input_tokens', 'output_tokens'] },
    sql: `select u.*, u.id as mark from usage_ledger u where u.id >= ? order by u.id`,
  },
];
