import type { ResponseRow, StepDetail } from '../../common/exportRows.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';

/** What steps have besides outline and body, by the row ids of their messages; those that no message has are left out. */
export function readStepDetails({ db }: ReadContext, ids: readonly number[]): StepDetail[] {
  return db
    .prepare(
      `select m.id, m.parent_uid, cwd.text, u.key, t.id, t.started_at, t.ended_at, t.duration_ms, t.is_error
       from message m
       left join name cwd on cwd.id = m.cwd
       left join usage u on u.id = m.usage_id and u.session_id = m.session_id and u.counted = 1
       left join tool_call t on t.id = m.tool_call_id
       where m.id in (select value from json_each(?))`,
    )
    .all(listOf(ids))
    .map(([id, parentUid, cwd, response, call, startedAt, endedAt, durationMs, isError]) => ({
      id: id as number,
      parentUid: parentUid as string | null,
      cwd: cwd as string | null,
      response: response as string | null,
      call:
        call === null
          ? null
          : {
              startedAt: startedAt as number | null,
              endedAt: endedAt as number | null,
              durationMs: durationMs as number | null,
              isError: isError === null ? null : isError === 1,
            },
    }));
}

/** The responses that count for a session, in order of time; [from, from + limit) of them. */
export function readResponses(
  context: ReadContext,
  session: number,
  from: number,
  limit: number,
): ResponseRow[] {
  const prices = context.prices();
  return context.db
    .prepare(
      `select u.key, s.agent || ':' || s.agent_session_id, s.agent, t.agent_thread_id, u.at, model.text, branch.text, cwd.text,
        repository.text, ticket.text, u.has_usage, u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output,
        u.reasoning, u.approximate, u.tier, u.web_searches, u.request_id, u.grp, u.rank
       from usage u
       join session s on s.id = u.session_id
       left join thread t on t.id = u.thread_id
       left join name model on model.id = u.model
       left join name branch on branch.id = u.branch
       left join name cwd on cwd.id = u.cwd
       left join place p on p.cwd = u.cwd
       left join name repository on repository.id = p.repository
       left join name ticket on ticket.id = u.ticket
       where u.counted = 1 and u.session_id = ? order by u.at, u.id limit ? offset ?`,
    )
    .all(session, limit, from)
    .map((row) => rowOf(row, (model, tokens, at) => prices.cost(model, tokens, at)));
}

function rowOf(
  row: readonly SqlValue[],
  cost: (
    model: string | null,
    tokens: NonNullable<ResponseRow['tokens']>,
    at: number | null,
  ) => number | null,
): ResponseRow {
  const text = (i: number) => row[i] as string | null;
  const number = (i: number) => row[i] as number;
  const [at, model] = [row[4] as number | null, text(5)];
  const tokens =
    row[10] === 1
      ? {
          input: number(11),
          cacheRead: number(12),
          cacheWrite5m: number(13),
          cacheWrite1h: number(14),
          output: number(15),
          reasoning: row[16] as number | null,
        }
      : null;
  return {
    key: String(row[0]),
    group: String(row[21]),
    rank: number(22),
    sessionId: String(row[1]),
    agent: String(row[2]),
    thread: text(3),
    at,
    model,
    branch: text(6),
    cwd: text(7),
    repository: text(8),
    ticket: text(9),
    tokens,
    approximate: row[17] === 1,
    tier: text(18),
    webSearches: number(19),
    requestId: text(20),
    costUsd: tokens && cost(model, tokens, at),
  };
}
