import type { ImportProblem } from '../../common/importReport.js';
import type { SessionDetail, SubAgentSummary } from '../../common/protocol.js';
import type { ReadContext } from './context.js';
import { markDetail } from './marks.js';
import { groupResponses } from './responses.js';
import { readSessions } from './sessions.js';
import { summarize } from './summaries.js';
import { sumBuilder, type SumBuilder } from './sums.js';

/** One session with its sub-agents, children, links, todos and the problems of its files. */
export function readDetail(context: ReadContext, session: number): SessionDetail | null {
  const [summary] = summarize(context, [session]);
  const row = context.db
    .prepare('select agent_version, agent_cost_usd from session where id = ?')
    .get(session);
  if (!summary || !row) {
    return null;
  }
  return {
    ...summary,
    ...markDetail(context, session),
    agentVersion: row[0] as string | null,
    agentCostUsd: row[1] as number | null,
    threads: threadsOf(context, session),
    children: readSessions(context, { parent: summary.id }, { limit: 1000 }),
    links: linksOf(context, session),
    todos: todosOf(context, session),
    problems: problemsOf(context, session),
  };
}

function threadsOf(context: ReadContext, session: number): SubAgentSummary[] {
  const sums = new Map<number, SumBuilder>();
  const ofThreads = { sql: 'u.session_id = ? and u.thread_id is not null', parameters: [session] };
  for (const group of groupResponses(context, [{ sql: 'u.thread_id' }], [ofThreads])) {
    const thread = Number(group.keys[0]);
    const builder = sums.get(thread) ?? sumBuilder(context.prices());
    sums.set(thread, builder);
    builder.add(group);
  }
  const nothing = sumBuilder(context.prices());
  return context.db
    .prepare(
      `select h.id, h.agent_thread_id, h.agent_type, h.description, h.call_id, h.internal,
        min(m.at), max(m.at), count(m.id)
       from thread h left join message m on m.session_id = h.session_id and m.thread_id = h.id
       where h.session_id = ? group by h.id order by min(m.at), h.id`,
    )
    .all(session)
    .map(([id, thread, agentType, description, callId, internal, startedAt, endedAt, messages]) => ({
      thread: thread as string,
      agentType: agentType as string | null,
      description: description as string | null,
      callId: callId as string | null,
      startedAt: startedAt as number | null,
      endedAt: endedAt as number | null,
      messages: messages as number,
      internal: internal === 1,
      usage: (sums.get(id as number) ?? nothing).result(),
    }));
}

function linksOf({ db }: ReadContext, session: number): SessionDetail['links'] {
  return db
    .prepare('select url, label from link where session_id = ? order by at, url')
    .all(session)
    .map(([url, label]) => ({ url: url as string, label: label as string }));
}

/**
 * The newest list of the main thread; where only sub-agents have one, theirs. A list that comes one task a file is put
 * together in the order of the tasks' numbers.
 */
function todosOf({ db }: ReadContext, session: number): SessionDetail['todos'] {
  const list = db
    .prepare(
      `select thread, task <> '' from todo where session_id = ? order by thread <> '', at desc limit 1`,
    )
    .get(session);
  if (list === undefined) {
    return [];
  }
  return db
    .prepare(
      `select items from todo where session_id = ? and thread = ? and (task <> '') = ?
       order by cast(task as integer), task`,
    )
    .all(session, ...list)
    .flatMap(([items]) => JSON.parse(String(items)) as SessionDetail['todos']);
}

function problemsOf({ db }: ReadContext, session: number): ImportProblem[] {
  return db
    .prepare(
      `select file, line, message, at from problem
       where source_id in (select source_id from message where session_id = ?1
         union select source_id from session where id = ?1) order by at, id limit 200`,
    )
    .all(session)
    .map(([file, line, message, at]) => ({
      file: file as string,
      line: line as number | null,
      message: message as string,
      at: at as number,
    }));
}
