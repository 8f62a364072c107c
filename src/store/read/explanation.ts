import type { Explanation } from '../../common/explanation.js';
import type { ImportProblem } from '../../common/importReport.js';
import type { UsageScope } from '../../common/protocol.js';
import { snapshot } from '../../pricing/snapshot.js';
import { listOf, type ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { readPriced } from './priced.js';
import { responseConditions } from './scope.js';
import { readUsage } from './usage.js';

/** Problems that are named; the doctor lists all. */
const mostProblems = 5;

/** How the totals of a scope came about. Files and problems are those of its agents, over all time. */
export function readExplanation(context: ReadContext, scope: UsageScope): Explanation {
  return context.unchanged(`explanation ${JSON.stringify(scope)}`, () => {
    const { db } = context;
    const { totals } = readUsage(context, { ...scope, by: 'none' });
    const [outranked, shared, otherTier] = countResponses(context, scope);
    const agents = scope.filter?.agents;
    const ofAgents = agents ? 'src.agent in (select value from json_each(?))' : 'true';
    const parameters = agents ? [listOf(agents)] : [];
    const [problems = 0] =
      db
        .prepare(
          `select count(*) from problem p left join source src on src.id = p.source_id where ${ofAgents}`,
        )
        .get(...parameters) ?? [];
    const [unknownLines = 0] =
      db
        .prepare(
          `select total(l.count) from unknown_line l join source src on src.id = l.source_id where ${ofAgents}`,
        )
        .get(...parameters) ?? [];
    return {
      responses: totals.responses,
      unknownResponses: totals.unknownResponses,
      approximateResponses: totals.approximateResponses,
      ...{ outranked, shared, otherTier },
      parts: readPriced(context, scope),
      prices: { source: snapshot.source, version: snapshot.version, date: snapshot.date },
      files: db
        .prepare(
          `select src.agent, count(*), sum(src.gone_at is not null), sum(src.size) from source src
           where ${ofAgents} group by 1 order by 2 desc`,
        )
        .all(...parameters)
        .map(([agent, files, gone, bytes]) => ({
          ...{ agent: agent as string, files: files as number },
          ...{ gone: gone as number, bytes: bytes as number },
        })),
      problems: problems as number,
      firstProblems: db
        .prepare(
          `select p.file, p.line, p.message, p.at from problem p left join source src on src.id = p.source_id
           where ${ofAgents} order by p.at desc, p.id desc limit ${mostProblems}`,
        )
        .all(...parameters)
        .map(([file, line, message, at]) => ({ file, line, message, at }) as ImportProblem),
      unknownLines: unknownLines as number,
    };
  });
}

/** Of the stored responses of a scope: outranked ones, and of those that count the shared ones and those of another tier. */
function countResponses(context: ReadContext, scope: UsageScope): [number, number, number] {
  const sessions = sessionsInScope(context, scope.filter);
  const conditions = responseConditions(context, scope, null);
  const { since, until } = scope;
  const asked = [
    ...conditions,
    ...(since === undefined ? [] : [{ sql: 'u.at >= ?', parameters: [since] }]),
    ...(until === undefined ? [] : [{ sql: 'u.at < ?', parameters: [until] }]),
    ...(sessions
      ? [{ sql: 'u.session_id in (select value from json_each(?))', parameters: [listOf(sessions)] }]
      : []),
  ];
  const row = context.db
    .prepare(
      `select count(*) filter (where u.counted = 0), count(*) filter (where u.counted = 1 and u.contested = 1),
        count(*) filter (where u.counted = 1 and u.tier is not null)
       from usage u where ${['true', ...asked.map(({ sql }) => sql)].join(' and ')}`,
    )
    .get(...asked.flatMap(({ parameters }) => parameters));
  return (row ?? [0, 0, 0]) as [number, number, number];
}
