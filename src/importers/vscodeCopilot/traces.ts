import type { SessionEvent, UsageEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { figuresOf, groupOf, optional, RANK, responseKey, tokensOf } from '../copilot/usage.js';
import { ident, isObject, object, str, time, word, type Json } from '../fields.js';
import type { ParsedRecord } from '../importer.js';
import { titleOf } from '../titles.js';

/**
 * A span of `traces.db` (schema 1, Copilot Chat 0.47), which the extension keeps where telemetry to a database is on: each
 * call of a model with what it used, exactly. Calls for the title name the session by its parent. Some small calls (progress
 * messages, quick application of an edit) name none: nothing ties them to a session, and they are left out.
 */
export function span(record: unknown): ParsedRecord {
  const { row } = object(record);
  if (!isObject(row)) {
    return { events: [], problems: ['a row of traces.db has no columns'] };
  }
  const session = ident(row.chat_session_id) ?? ident(row.parent_session);
  if (session === undefined) {
    return { events: [] };
  }
  return row.operation_name === 'chat' ? usage(session, row) : { events: [agent(session, row)] };
}

function usage(session: string, row: Json): ParsedRecord {
  const problems: string[] = [];
  const written = typeof row.written_tokens === 'string' ? Number(row.written_tokens) : row.written_tokens;
  const figures = figuresOf(
    {
      inputTokens: row.input_tokens,
      cacheReadTokens: row.cached_tokens,
      outputTokens: row.output_tokens,
      reasoningTokens: row.reasoning_tokens,
    },
    'spans',
    problems,
  );
  const told = row.input_tokens !== null && row.input_tokens !== undefined;
  const tokens =
    figures === null || !told
      ? null
      : tokensOf(figures, typeof row.reasoning_tokens === 'number' ? figures[4] : null);
  const event: UsageEvent = {
    type: 'usage',
    session,
    key: responseKey(
      'vscode-copilot',
      session,
      `span:${ident(row.trace_id) ?? ''}:${ident(row.span_id) ?? ''}`,
    ),
    group: groupOf('vscode-copilot', session, 0),
    rank: RANK.span,
    preference: 0,
    at: time(row.started),
    isCopy: false,
    model: word(row.model) ?? null,
    // What was written to the cache is not in the input of a span.
    tokens: tokens && {
      ...tokens,
      cacheWrite5m: Number.isInteger(written) && Number(written) > 0 ? Math.min(Number(written), 1e12) : 0,
    },
    ...optional('requestId', ident(row.response)),
  };
  return problems.length === 0 ? { events: [event] } : { events: [event], problems };
}

/** The span of a whole request tells the branch that it was made on, and what was asked: a title where nothing has a better one. */
function agent(session: string, row: Json): SessionEvent {
  const branch = word(row.branch);
  const asked = titleOf(str(row.request) ?? '');
  return {
    type: 'session',
    session,
    ...optional('at', time(row.started) ?? undefined),
    ...(branch === undefined || branch === 'HEAD' ? {} : { branch }),
    ...(asked === '' ? {} : { title: { text: asked, rank: TitleRank.task } }),
  };
}
