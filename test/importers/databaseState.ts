import type { Database } from '../../src/store/database.js';

/**
 * Everything that the database tells of the files that were read, by the names that the agents gave: row numbers, and where
 * texts lie in blocks, depend on the order of reading and say nothing.
 */
export function databaseState(db: Database): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, sql]) => {
      const rows = db.prepare(sql).all();
      return [name, rows.map((row) => JSON.stringify(row)).toSorted()];
    }),
  );
}

const session = '(select agent_session_id from session where id = session_id)';
const thread = '(select agent_thread_id from thread where id = thread_id)';
const source = '(select path from source where id = source_id)';
const name = (column: string): string => `(select text from name where id = ${column})`;
const text = (of: string): string =>
  `(select unpack(b.z, ${of}.block_id, ${of}.start, ${of}.bytes) from block b where b.id = ${of}.block_id)`;
const attachments = (column: string): string =>
  `(select group_concat(part || mime || bytes) from (select * from attachment where ${column} = x.id order by part))`;

const queries: Record<string, string> = {
  session: `select agent_session_id, parent, forked_from, title, title_rank, ${name('cwd')}, agent_version, started_at, ended_at,
    headless, client,
    archived, (select path from source where id = active_source_id), waiting, process,
    (select path from source where id = process_source_id), agent_type, parent_call, agent_cost_usd, ${source}, source_is_thread from session`,
  thread: `select ${session}, agent_thread_id, agent_type, description, call_id, ${name('model')}, started_at, internal from thread`,
  message: `select ${session}, ${thread}, uid, parent_uid, ${source}, offset, part, at, role, kind, ${name('model')},
    ${name('branch')}, ${name('cwd')}, (select key from usage where id = usage_id),
    (select call_id from tool_call where id = tool_call_id), copied, withheld, ${attachments('message_id')}, full_bytes,
    ${text('x')} from message x`,
  tool_call: `select ${session}, call_id, ${thread}, (select uid from message where id = message_id), ${name('name')}, category,
    started_at, ended_at, is_error, exit_code, duration_ms, ${attachments('tool_call_id')}, full_bytes,
    ${text('x')} from tool_call x`,
  file_change: `select ${session}, call_id, at, ${name('path')}, ${name('new_path')}, operation, added, removed, ${text('x')}
    from file_change x`,
  usage: `select key, grp, rank, counted, preference, ${session}, ${thread}, at, is_copy, ${name('branch')}, ${name('cwd')},
    contested, ${name('model')}, has_usage, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, approximate, tier,
    web_searches, request_id from usage`,
  pending: 'select key, (select uid from message where id = message_id) from pending_response',
  plan: `select name, ${session}, at, text, replace(path, ifnull((select root from source limit 1), ''), '~') from plan`,
  todo: `select ${session}, thread, task, at, items from todo`,
  prompt: 'select session, at, text, project from prompt',
  link: `select ${session}, url, label, at from link`,
  problem: `select ${source}, line, message from problem`,
  unknown: `select ${source}, name, count, first_offset, last_offset from unknown_line`,
  source: 'select path, size, offset, line from source',
};
