import type { SessionId, TicketReport } from '../../common/protocol.js';
import type { UsageSums } from '../../common/usageReport.js';
import type { SqlValue } from '../database.js';
import { listOf, type ReadContext } from './context.js';
import { splitId } from '../../common/sessionId.js';
import { lineageOf } from './lineage.js';
import { groupResponses } from './responses.js';
import { responseConditions, type ResponseScope } from './scope.js';
import { sumBuilder, type SumBuilder } from './sums.js';
import { ticketTimes } from './ticketTimes.js';

/** A part of the responses; with `sessionIds` only those of these sessions. */
export interface ActivityScope extends ResponseScope {
  sessionIds?: readonly SessionId[];
}

/** What was done in a scope. `sessions` counts top-level sessions; `sessionIds` names all, newest first. */
export type Activity = Pick<
  TicketReport,
  'sessions' | 'usage' | 'filesChanged' | 'topTools' | 'subAgents' | 'models' | 'sessionIds'
> & { firstAt: number | null; lastAt: number | null };

/** Sums of a scope and how many top-level sessions they are of. */
export function readUsageOf(
  context: ReadContext,
  scope: ActivityScope,
): {
  usage: UsageSums;
  sessions: number;
  sessionIds: SessionId[];
  firstAt: number | null;
  lastAt: number | null;
} {
  const conditions = responseConditions(context, scope, sessionsOf(context, scope));
  const groups = groupResponses(context, [], conditions, scope);
  const sums = sumBuilder(context.prices());
  groups.forEach((group) => sums.add(group));
  const ids = new Set(groups.flatMap(({ sessions }) => sessions));
  const lineage = lineageOf(context);
  const times = (key: 'firstAt' | 'lastAt') => groups.flatMap((group) => group[key] ?? []);
  return {
    usage: sums.result(),
    sessions: new Set([...ids].map((id) => lineage.rootOf(id))).size,
    sessionIds: context.db
      .prepare(
        `select agent || ':' || agent_session_id from session where id in (select value from json_each(?))
         order by ended_at desc, id desc`,
      )
      .all(listOf(ids))
      .map(([id]) => id as string),
    firstAt: times('firstAt').reduce<number | null>((a, b) => (a === null || b < a ? b : a), null),
    lastAt: times('lastAt').reduce<number | null>((a, b) => (a === null || b > a ? b : a), null),
  };
}

/** Everything that a ticket's report tells of the store. */
export function readActivity(context: ReadContext, scope: ActivityScope): Activity {
  const conditions = responseConditions(context, scope, sessionsOf(context, scope));
  const columns = [{ sql: 'u.thread_id' }, { sql: 'u.session_id' }];
  const groups = groupResponses(context, columns, conditions, scope);
  const models = new Map<string, SumBuilder>();
  for (const group of groups) {
    const model = group.model ?? 'unknown';
    const builder = models.get(model) ?? sumBuilder(context.prices());
    models.set(model, builder);
    builder.add(group);
  }
  const ids = [...new Set(groups.flatMap(({ sessions }) => sessions))];
  const calls = callsOf(context, scope, ids);
  return {
    ...readUsageOf(context, scope),
    models: [...models]
      .map(([model, builder]) => ({ model, sums: builder.result() }))
      .map(({ model, sums }) => ({ model, totalTokens: sums.totalTokens, costUsd: sums.costUsd }))
      .sort((a, b) => b.totalTokens - a.totalTokens),
    topTools: topTools(calls),
    filesChanged: filesChanged(context, calls),
    subAgents: subAgents(context, groups),
  };
}

function sessionsOf({ db }: ReadContext, { sessionIds }: ActivityScope): Set<number> | null {
  if (!sessionIds) {
    return null;
  }
  const pairs = JSON.stringify(sessionIds.map(splitId));
  return new Set(
    db
      .prepare(
        `select x.id from json_each(?) asked join session x
          on x.agent = asked.value ->> 0 and x.agent_session_id = asked.value ->> 1`,
      )
      .all(pairs)
      .map(([id]) => id as number),
  );
}

interface ToolCall {
  session: number;
  callId: string;
  name: string;
  isError: boolean;
}

/** Tool calls of the scope's responses, but not those that a fork copied. */
function callsOf(context: ReadContext, scope: ActivityScope, sessions: readonly number[]): ToolCall[] {
  const inScope = ticketTimes(context, scope, sessions);
  const calls: ToolCall[] = [];
  context.db
    .prepare(
      `select t.session_id, t.call_id, (select text from name where id = t.name), t.is_error,
        coalesce(m.at, t.started_at), m.usage_id
       from tool_call t left join message m on m.id = t.message_id
       where t.session_id in (select value from json_each(?)) and coalesce(m.copied, 0) = 0`,
    )
    .each([listOf(sessions)], ([session, callId, name, isError, at, usage]) => {
      if (inScope(session as number, usage as number | null, at as number | null)) {
        calls.push({
          session: session as number,
          callId: callId as string,
          name: (name as string | null) ?? 'unknown',
          isError: isError === 1,
        });
      }
    });
  return calls;
}

function topTools(calls: readonly ToolCall[]): Activity['topTools'] {
  const tools = new Map<string, { name: string; calls: number; errors: number }>();
  for (const { name, isError } of calls) {
    const tool = tools.get(name) ?? { name, calls: 0, errors: 0 };
    tools.set(name, { name, calls: tool.calls + 1, errors: tool.errors + Number(isError) });
  }
  return [...tools.values()].sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
}

/** Lines over all changes of a file; null where no change tells them. */
function filesChanged({ db }: ReadContext, calls: readonly ToolCall[]): Activity['filesChanged'] {
  const wanted = new Set(calls.map(({ session, callId }) => `${session} ${callId}`));
  const files = new Map<string, { path: string; added: number | null; removed: number | null }>();
  const plus = (a: number | null, b: SqlValue | undefined) => (typeof b === 'number' ? (a ?? 0) + b : a);
  db.prepare(
    `select f.session_id, f.call_id, n.text, f.added, f.removed
     from file_change f join name n on n.id = coalesce(f.new_path, f.path)
     where f.session_id in (select value from json_each(?)) order by f.id`,
  ).each(
    [listOf(new Set(calls.map(({ session }) => session)))],
    ([session, callId, text, added, removed]) => {
      if (wanted.has(`${session as number} ${callId as string}`)) {
        const path = text as string;
        const file = files.get(path) ?? { path, added: null, removed: null };
        files.set(path, { path, added: plus(file.added, added), removed: plus(file.removed, removed) });
      }
    },
  );
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Sub-agents by type: threads, and child sessions, that made a response in the scope. */
function subAgents({ db }: ReadContext, groups: ReturnType<typeof groupResponses>): Activity['subAgents'] {
  const tokensOf = (key: (group: (typeof groups)[number]) => number | null) => {
    const tokens = new Map<number, number>();
    for (const group of groups) {
      const id = key(group);
      if (id !== null) {
        const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = group;
        tokens.set(id, (tokens.get(id) ?? 0) + input + cacheRead + cacheWrite5m + cacheWrite1h + output);
      }
    }
    return tokens;
  };
  const threads = tokensOf((group) => group.keys[0] as number | null);
  const sessions = tokensOf((group) => group.keys[1] as number);
  const types = new Map<string, { type: string; runs: number; totalTokens: number }>();
  const add = (agentType: SqlValue | undefined, tokens: number) => {
    const type = typeof agentType === 'string' && agentType !== '' ? agentType : 'unknown';
    const of = types.get(type) ?? { type, runs: 0, totalTokens: 0 };
    types.set(type, { type, runs: of.runs + 1, totalTokens: of.totalTokens + tokens });
  };
  db.prepare(
    'select id, agent_type from thread where internal = 0 and id in (select value from json_each(?))',
  ).each([listOf(threads.keys())], ([id, type]) => add(type, threads.get(id as number) ?? 0));
  db.prepare(
    'select id, agent_type from session where parent is not null and id in (select value from json_each(?))',
  ).each([listOf(sessions.keys())], ([id, type]) => add(type, sessions.get(id as number) ?? 0));
  return [...types.values()].sort((a, b) => b.totalTokens - a.totalTokens || (a.type < b.type ? -1 : 1));
}
