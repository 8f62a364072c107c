import type { Client } from '../../common/model.js';
import type { SessionSummary } from '../../common/protocol.js';
import type { UsageSums } from '../../common/usageReport.js';
import { listOf, type ReadContext } from './context.js';
import { joinPath } from './folders.js';
import { hasStoredParent, isStored } from './lineage.js';
import { marksOfSessions, shownTitle } from './marks.js';
import { namesOf } from './names.js';
import type { Condition } from './responseParts.js';
import { groupResponses } from './responses.js';
import { runningTools } from './running.js';
import { stateOf } from './state.js';
import { sumBuilder, type SumBuilder } from './sums.js';

/** Summaries of sessions in the order asked for. With `share`, the usage is that of the responses that fulfil it. */
export function summarize(context: ReadContext, ids: readonly number[], share?: Condition): SessionSummary[] {
  if (ids.length === 0) {
    return [];
  }
  const list = listOf(ids);
  const sums = usageOfSessions(context, ids, share);
  const words = wordsOfSessions(context, ids);
  const counts = countsOfSessions(context, ids);
  const marks = marksOfSessions(context, ids);
  const rows = new Map<number, SessionSummary>();
  const live: number[] = [];
  context.db
    .prepare(
      `select s.id, s.agent, s.agent_session_id, s.parent, s.forked_from, ${shownTitle},
        (select text from name where id = s.cwd),
        (select text from place join name on name.id = place.repository where place.cwd = s.cwd),
        s.started_at, s.ended_at, s.waiting, s.headless, s.agent_type, src.root, src.path, ${hasStoredParent},
        (select count(*) from session c where c.agent = s.agent and c.parent = s.agent_session_id and c.id <> s.id and ${isStored('c')}),
        (select s.process from source told where told.id = s.process_source_id and told.gone_at is null), s.client, s.agent_version
      from session s left join source src on src.id = s.source_id and src.gone_at is null
      where s.id in (select value from json_each(?))`,
    )
    .each([list], (row) => {
      const id = row[0] as number;
      const agent = row[1] as string;
      const text = (i: number) => row[i] as string | null;
      const time = (i: number) => row[i] as number | null;
      const state = stateOf(
        { lastEventAt: time(9), waiting: row[10] === 1, processId: time(17) },
        context.settings(),
        context.now(),
      );
      if (state === 'active') {
        live.push(id);
      }
      const count = counts(id);
      rows.set(id, {
        id: `${agent}:${row[2] as string}`,
        agent,
        agentSessionId: row[2] as string,
        parentId: row[15] === 1 ? `${agent}:${row[3] as string}` : null,
        forkedFrom: row[4] === null ? null : `${agent}:${row[4] as string}`,
        title: text(5) ?? '',
        ...marks(id),
        cwd: text(6),
        repository: text(7),
        ...words(id),
        startedAt: time(8),
        endedAt: time(9),
        state,
        running: null,
        headless: row[11] === 1,
        client: text(18) as Client | null,
        agentVersion: text(19),
        agentType: text(12),
        messages: count.messages,
        toolCalls: count.toolCalls,
        errors: count.errors,
        subAgents: count.threads + Number(row[16]),
        usage: sums(id),
        file: row[13] === null ? null : joinPath(row[13] as string, row[14] as string),
      });
    });
  for (const [id, running] of runningTools(context, live)) {
    const row = rows.get(id);
    if (row) {
      row.running = running;
    }
  }
  return ids.flatMap((id) => rows.get(id) ?? []);
}

function ofSessions(ids: readonly number[]): Condition {
  return { sql: 'u.session_id in (select value from json_each(?))', parameters: [listOf(ids)] };
}

function usageOfSessions(
  context: ReadContext,
  ids: readonly number[],
  share: Condition | undefined,
): (id: number) => UsageSums {
  const builders = new Map<number, SumBuilder>();
  for (const group of groupResponses(
    context,
    [{ sql: 'u.session_id' }],
    share ? [ofSessions(ids), share] : [ofSessions(ids)],
  )) {
    const session = group.keys[0] as number;
    let builder = builders.get(session);
    if (!builder) {
      builder = sumBuilder(context.prices());
      builders.set(session, builder);
    }
    builder.add(group);
  }
  const nothing = sumBuilder(context.prices());
  return (id) => (builders.get(id) ?? nothing).result();
}

type Words = Pick<SessionSummary, 'branches' | 'tickets' | 'models'>;

/** Branches, tickets and models of whole sessions, each in the order of its first response. */
function wordsOfSessions(context: ReadContext, ids: readonly number[]): (id: number) => Words {
  const { db } = context;
  const rows = db
    .prepare(
      `select u.session_id, u.branch, u.ticket, u.model from usage_rollup u
       where u.session_id in (select value from json_each(?))
       group by 1, 2, 3, 4 order by min(u.first_at)`,
    )
    .all(listOf(ids)) as (number | null)[][];
  const answered = new Set(rows.map(([id]) => id));
  const silent = ids.filter((id) => !answered.has(id));
  rows.push(
    ...(db
      .prepare(
        `select session_id, branch, null, null from message
         where session_id in (select value from json_each(?)) and branch is not null group by 1, 2 order by min(at)`,
      )
      .all(listOf(silent)) as (number | null)[][]),
  );
  const name = namesOf(
    db,
    rows.flatMap((row) => row.slice(1)),
  );
  const words = new Map<number, { branches: Set<string>; tickets: Set<string>; models: Set<string> }>();
  for (const [id, ...named] of rows) {
    const of = words.get(id as number) ?? { branches: new Set(), tickets: new Set(), models: new Set() };
    words.set(id as number, of);
    [of.branches, of.tickets, of.models].forEach((set, i) => {
      const text = name(named[i] ?? null);
      if (text !== null) {
        set.add(text);
      }
    });
  }
  return (id) => {
    const of = words.get(id);
    return {
      branches: [...(of?.branches ?? [])],
      tickets: [...(of?.tickets ?? [])],
      models: [...(of?.models ?? [])],
    };
  };
}

interface Counts {
  messages: number;
  toolCalls: number;
  errors: number;
  threads: number;
}

function countsOfSessions({ db }: ReadContext, ids: readonly number[]): (id: number) => Counts {
  const counts = new Map<number, Counts>();
  for (const id of ids) {
    counts.set(id, { messages: 0, toolCalls: 0, errors: 0, threads: 0 });
  }
  const list = listOf(ids);
  db.prepare(
    'select session_id, count(*) from message where session_id in (select value from json_each(?)) group by 1',
  ).each([list], ([id, messages]) => {
    counts.get(id as number)!.messages = Number(messages);
  });
  db.prepare(
    `select session_id, count(*), sum(is_error is 1) from tool_call
     where session_id in (select value from json_each(?)) group by 1`,
  ).each([list], ([id, calls, errors]) => {
    Object.assign(counts.get(id as number)!, { toolCalls: Number(calls), errors: Number(errors) });
  });
  db.prepare(
    `select session_id, count(*) from thread
     where internal = 0 and session_id in (select value from json_each(?)) group by 1`,
  ).each([list], ([id, threads]) => {
    counts.get(id as number)!.threads = Number(threads);
  });
  return (id) => counts.get(id)!;
}
