import type { ToolCategory } from '../../common/model.js';
import type { SessionId, UsageScope } from '../../common/protocol.js';
import { splitId } from '../../common/sessionId.js';
import { categories } from '../codes.js';
import { listOf, type ReadContext } from './context.js';
import { projectsOf } from './dimensions.js';
import { sessionsInScope } from './filter.js';
import { nameId, namesOf } from './names.js';

/** One tool call, to be read at once: the object is used again for the next one. */
export interface ReadCall {
  session: number;
  thread: number | null;
  sessionId(): string;
  callId(): string;
  tool: string | null;
  category: ToolCategory;
  at: number | null;
  isError: boolean | null;
  duration: number | null;
}

/**
 * The tool calls of all sessions that were asked for, kept as numbers: reading a third of a million of them takes most of a
 * second, looking through them a hundredth of that.
 */
export interface Calls {
  /** Each call of a scope by session, thread and order; but for those that were copied from another session. */
  each(scope: UsageScope, call: (call: ReadCall) => void): void;
  /** To be told when rows of sessions, or what their responses belong to, have changed. */
  forget(sessions: readonly SessionId[] | 'all'): void;
}

/** Columns of the calls of one session; 0 is no name, NaN no number. */
interface Columns {
  id: number[];
  thread: number[];
  message: number[];
  at: number[];
  name: number[];
  category: number[];
  /** 2: there is no result. */
  error: number[];
  duration: number[];
  model: number[];
  branch: number[];
  cwd: number[];
  ticket: number[];
}

const none = 0;
const unanswered = 2;
/** More sessions than these are read by going through all calls. */
const mostByIndex = 400;

export function createCalls(context: ReadContext): Calls {
  const { db } = context;
  const kept = new Map<number, Columns>();

  function read(sessions: readonly number[]): void {
    const all = sessions.length > mostByIndex;
    const wanted = new Set(sessions);
    sessions.forEach((session) => kept.set(session, emptyColumns()));
    db.prepare(
      `select c.session_id, c.id, c.thread_id, c.message_id, ifnull(m.at, c.started_at), c.name, c.category, c.is_error,
        ifnull(c.duration_ms, nullif(c.ended_at - c.started_at, 0)), ifnull(m.model, u.model), ifnull(m.branch, u.branch), ifnull(u.cwd, s.cwd), u.ticket
       from tool_call c join session s on s.id = c.session_id
       left join message m on m.id = c.message_id
       left join usage u on u.id = coalesce(m.usage_id,
         (select n.id from usage n where n.session_id = c.session_id and n.counted = 1 and n.at >= ifnull(m.at, c.started_at)
          order by n.at limit 1),
         (select n.id from usage n where n.session_id = c.session_id and n.counted = 1 and n.at is not null
          order by n.at desc limit 1))
       where ifnull(m.copied, 0) = 0 and ${all ? 'true' : 'c.session_id in (select value from json_each(?))'}`,
    ).each(all ? [] : [listOf(sessions)], (row) => {
      const [
        session,
        id,
        thread,
        message,
        at,
        name,
        category,
        isError,
        duration,
        model,
        branch,
        cwd,
        ticket,
      ] = row as (number | null)[];
      if (all && !wanted.has(session ?? 0)) {
        return;
      }
      const columns = kept.get(session ?? 0);
      if (columns) {
        columns.id.push(id ?? 0);
        columns.thread.push(thread ?? none);
        columns.message.push(message ?? 0);
        columns.at.push(at ?? Number.NaN);
        columns.name.push(name ?? none);
        columns.category.push(category ?? categories.length - 1);
        columns.error.push(isError ?? unanswered);
        columns.duration.push(duration ?? Number.NaN);
        columns.model.push(model ?? none);
        columns.branch.push(branch ?? none);
        columns.cwd.push(cwd ?? none);
        columns.ticket.push(ticket ?? none);
      }
    });
    sessions.forEach((session) => kept.set(session, inOrder(kept.get(session)!)));
  }

  return {
    each(scope, tell) {
      const chosen = chosenSessions(context, scope);
      const missing = chosen.filter((session) => !kept.has(session));
      if (missing.length > 0) {
        read(missing);
      }
      const matches = matcher(context, scope);
      const nameOf = namesIn(context, chosen, kept);
      const call: ReadCall & { row: number } = {
        ...{
          session: 0,
          thread: null,
          tool: null,
          category: 'other',
          at: null,
          isError: null,
          duration: null,
        },
        row: 0,
        sessionId: () => sessionIdOf(context, call.session),
        callId: () => callIdOf(context, call.row),
      };
      for (const session of chosen) {
        const columns = kept.get(session);
        for (let n = 0; n < (columns?.id.length ?? 0); n++) {
          if (columns && matches(columns, n)) {
            const [at, duration] = [columns.at[n]!, columns.duration[n]!];
            const error = columns.error[n]!;
            call.row = columns.id[n]!;
            call.session = session;
            call.thread = columns.thread[n] || null;
            call.tool = nameOf(columns.name[n]!);
            call.category = categories[columns.category[n]!] ?? 'other';
            call.at = Number.isNaN(at) ? null : at;
            call.isError = error === unanswered ? null : error === 1;
            call.duration = Number.isNaN(duration) ? null : duration;
            tell(call);
          }
        }
      }
    },
    forget(sessions) {
      if (sessions === 'all') {
        kept.clear();
      } else {
        db.prepare(
          `select x.id from json_each(?) asked join session x
            on x.agent = asked.value ->> 0 and x.agent_session_id = asked.value ->> 1`,
        ).each([JSON.stringify(sessions.map(splitId))], ([id]) => kept.delete(id as number));
      }
    },
  };
}

function emptyColumns(): Columns {
  return {
    ...{ id: [], thread: [], message: [], at: [], name: [], category: [], error: [], duration: [] },
    ...{ model: [], branch: [], cwd: [], ticket: [] },
  };
}

/** By thread and message, as they were made. */
function inOrder(columns: Columns): Columns {
  const order = columns.id.map((_, n) => n);
  const { thread, message, id } = columns;
  order.sort((a, b) => thread[a]! - thread[b]! || message[a]! - message[b]! || id[a]! - id[b]!);
  if (order.every((from, to) => from === to)) {
    return columns;
  }
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, order.map((n) => (values as number[])[n])]),
  ) as unknown as Columns;
}

/** The sessions that may have calls in a scope. */
function chosenSessions(context: ReadContext, scope: UsageScope): number[] {
  const within = sessionsInScope(context, scope.filter);
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = scope;
  return context.db
    .prepare(
      `select id from session where ifnull(ended_at, ?) >= ? and ifnull(started_at, ?) < ?
       and exists (select 1 from tool_call c where c.session_id = session.id)`,
    )
    .all(since, since, until - 1, until)
    .map(([id]) => id as number)
    .filter((id) => within === null || within.has(id));
}

function matcher(context: ReadContext, scope: UsageScope): (columns: Columns, n: number) => boolean {
  const { db } = context;
  const idsOf = (values: readonly (string | null)[] | undefined) =>
    values && new Set(values.map((value) => (value === null ? none : (nameId(db, value) ?? -1))));
  const [models, branches, projects] = [idsOf(scope.models), idsOf(scope.branches), idsOf(scope.projects)];
  const tickets = idsOf(scope.ticket === undefined ? scope.tickets : [scope.ticket]);
  const { since, until } = scope;
  const projectOf = projectsOf(context);
  return (columns, n) =>
    (since === undefined || columns.at[n]! >= since) &&
    (until === undefined || columns.at[n]! < until) &&
    (!models || models.has(columns.model[n]!)) &&
    (!branches || branches.has(columns.branch[n]!)) &&
    (!tickets || tickets.has(columns.ticket[n]!)) &&
    (!projects || projects.has(projectOf(columns.cwd[n] || null) ?? none));
}

function namesIn({ db }: ReadContext, sessions: readonly number[], kept: ReadonlyMap<number, Columns>) {
  const ids = new Set<number>();
  for (const session of sessions) {
    kept.get(session)?.name.forEach((id) => ids.add(id));
  }
  const name = namesOf(db, ids);
  const names = new Map([...ids].map((id) => [id, id === none ? null : name(id)]));
  return (id: number) => names.get(id) ?? null;
}

function sessionIdOf({ db }: ReadContext, session: number): string {
  const [id] =
    db.prepare("select agent || ':' || agent_session_id from session where id = ?").get(session) ?? [];
  return String(id);
}

function callIdOf({ db }: ReadContext, call: number): string {
  return String(db.prepare('select call_id from tool_call where id = ?').get(call)?.[0]);
}
