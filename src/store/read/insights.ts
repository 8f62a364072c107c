import type { UsageScope } from '../../common/protocol.js';
import type { Insight, SubAgentRun } from '../../stats/chart.js';
import type { ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { lineageOf } from './lineage.js';
import { groupResponses, type ResponseGroup } from './responses.js';
import { responseConditions } from './scope.js';
import { sumBuilder, type SumBuilder } from './sums.js';

/** Sums by the number that a column gives; null is left out. */
function sumsBy(
  context: ReadContext,
  scope: UsageScope,
  column: { sql: string; only?: string },
  keyOf: (group: ResponseGroup) => number | null,
): Map<number, SumBuilder> {
  const conditions = responseConditions(context, scope, sessionsInScope(context, scope.filter));
  const only = column.only === undefined ? [] : [{ sql: column.only, parameters: [] }];
  const sums = new Map<number, SumBuilder>();
  for (const group of groupResponses(context, [column], [...conditions, ...only], scope)) {
    const key = keyOf(group);
    if (key !== null) {
      const builder = sums.get(key) ?? sumBuilder(context.prices());
      sums.set(key, builder);
      builder.add(group);
    }
  }
  return sums;
}

/** The top-level sessions with a response in a scope, their share of it, and what is concluded of them. */
export function readInsights(context: ReadContext, scope: UsageScope): readonly Insight[] {
  return context.unchanged(`insights ${JSON.stringify(scope)}`, () => {
    const { rootOf } = lineageOf(context);
    const sums = sumsBy(context, scope, { sql: 'u.session_id' }, (group) => rootOf(group.keys[0] as number));
    const found: Insight[] = [];
    context.db
      .prepare(
        `select s.id, s.agent || ':' || s.agent_session_id, ifnull(repository.text, cwd.text), s.started_at, i.category,
          i.insights ->> '$.quality.score', i.insights ->> '$.quality.planned', i.insights ->> '$.quality.oneShot',
          i.insights ->> '$.quality.correctionRate'
         from session s left join session_insight i on i.session_id = s.id
         left join name cwd on cwd.id = s.cwd left join place p on p.cwd = s.cwd
         left join name repository on repository.id = p.repository`,
      )
      .each([], ([id, session, project, startedAt, category, score, planned, oneShot, correctionRate]) => {
        const share = sums.get(id as number)?.result();
        if (share) {
          found.push({
            session: session as string,
            project: project as string | null,
            startedAt: startedAt as number | null,
            category: category as string | null,
            score: score as number | null,
            planned: planned as number | null,
            oneShot: oneShot as number | null,
            correctionRate: correctionRate as number | null,
            ...{ responses: share.responses, tokens: share.totalTokens, cost: share.costUsd },
          });
        }
      });
    return found;
  });
}

/** Sub-agents with a response in a scope: threads of a session, and sessions with a parent. */
export function readSubAgents(context: ReadContext, scope: UsageScope): SubAgentRun[] {
  const runs: SubAgentRun[] = [];
  const add = (sums: SumBuilder | undefined, type: unknown, session: unknown) => {
    const share = sums?.result();
    if (share) {
      runs.push({
        type: typeof type === 'string' && type !== '' ? type : null,
        session: String(session),
        ...{ responses: share.responses, tokens: share.totalTokens, cost: share.costUsd },
      });
    }
  };
  const key = (group: ResponseGroup) => group.keys[0] as number | null;
  const threads = sumsBy(context, scope, { sql: 'u.thread_id', only: 'u.thread_id is not null' }, key);
  context.db
    .prepare(
      `select t.id, t.agent_type, s.agent || ':' || s.agent_session_id from thread t join session s on s.id = t.session_id
       where t.internal = 0`,
    )
    .each([], ([id, type, session]) => add(threads.get(id as number), type, session));
  const ofChildren = 'u.session_id in (select id from session where parent is not null)';
  const sessions = sumsBy(context, scope, { sql: 'u.session_id', only: ofChildren }, key);
  const { rootOf } = lineageOf(context);
  context.db
    .prepare(`select id, agent_type, agent || ':' || agent_session_id from session where parent is not null`)
    .each([], ([id, type, session]) => {
      if (rootOf(id as number) !== id) {
        add(sessions.get(id as number), type, session);
      }
    });
  return runs;
}
