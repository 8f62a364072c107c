import { TitleRank } from '../../common/model.js';
import { folder, ident, isObject, object, str, time, word, type Json } from '../fields.js';
import type { ParsedRecord } from '../importer.js';
import { titleOf } from '../titles.js';
import { statusOf } from './todos.js';
import { figuresOf, groupOf, optional, RANK, responseKey, tokensOf } from './usage.js';

/**
 * A row of `session-store.db` (1.0.102: schema 8): what the sessions are called, and one row a call of a model. Those count
 * only for sessions whose events tell no usage of their own.
 */
export function storeRow(record: unknown): ParsedRecord {
  const { from, row } = object(record);
  const fields = object(row);
  const id = ident(from === 'sessions' ? fields.id : fields.session_id);
  if (!isObject(row) || id === undefined) {
    return { events: [], problems: ['a row of session-store.db names no session'] };
  }
  return from === 'sessions' ? session(id, fields) : usage(id, fields);
}

/** A row of the session's own database: one thing to do. */
export function todoRow(record: unknown, session: string): ParsedRecord {
  const row = object(object(record).row);
  const task = ident(row.id);
  const text = str(row.title);
  if (task === undefined || text === undefined) {
    return { events: [], problems: ['a row of todos has no id or no title'] };
  }
  return {
    events: [
      {
        type: 'todos',
        session,
        at: time(sqliteTime(row.updated_at)),
        task,
        items: [{ text, status: statusOf(row.status) }],
      },
    ],
  };
}

function session(id: string, row: Json): ParsedRecord {
  const at = time(sqliteTime(row.created_at));
  const title = titleOf(str(row.summary) ?? '');
  return {
    events: [
      {
        type: 'session',
        session: id,
        ...optional('at', at ?? undefined),
        ...optional('cwd', folder(row.cwd)),
        ...optional('branch', word(row.branch)),
        ...(title === '' ? {} : { title: { text: title, rank: TitleRank.index } }),
      },
    ],
  };
}

function usage(id: string, row: Json): ParsedRecord {
  const problems: string[] = [];
  const created = str(row.created_at) ?? '';
  const thread = ident(row.agent_id) ?? ident(row.parent_tool_call_id);
  const told = [row.input_tokens, row.output_tokens].some((value) => value !== null && value !== undefined);
  const figures = figuresOf(
    {
      inputTokens: row.input_tokens,
      cacheReadTokens: row.cache_read_tokens,
      cacheWriteTokens: row.cache_write_tokens,
      outputTokens: row.output_tokens,
      reasoningTokens: row.reasoning_tokens,
    },
    'assistant_usage_events',
    problems,
  );
  const number = typeof row.id === 'number' ? row.id : 0;
  const events: ParsedRecord['events'] = [
    {
      type: 'usage',
      session: id,
      ...optional('thread', thread),
      // A database that was made anew numbers its rows from the start.
      key: responseKey('copilot', id, `row:${number}:${created.slice(0, 40)}`),
      group: groupOf('copilot', id, 0),
      rank: RANK.row,
      preference: 0,
      at: time(sqliteTime(created)),
      isCopy: false,
      model: word(row.model) ?? null,
      tokens: told && figures !== null ? tokensOf(figures) : null,
    },
  ];
  return problems.length === 0 ? { events } : { events, problems };
}

/** SQLite's own `datetime('now')` is in UTC and does not say so. */
function sqliteTime(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)
    ? `${value.replace(' ', 'T')}Z`
    : value;
}
