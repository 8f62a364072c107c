import type { UsageScope } from '../../common/protocol.js';
import type { UsageSums } from '../../common/usageReport.js';
import type { Quarter } from '../../stats/chart.js';
import { quarterOf } from '../quarters.js';
import type { ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { lineageOf } from './lineage.js';
import { eachPart } from './responseParts.js';
import { groupResponses } from './responses.js';
import { responseConditions } from './scope.js';
import { sumBuilder, type SumBuilder } from './sums.js';

/** The quarters of an hour with a response in a scope, in order, with the top-level sessions that answered in each. */
export function readQuarters(context: ReadContext, scope: UsageScope): readonly Quarter[] {
  return context.unchanged(
    `quarters ${JSON.stringify(scope)}`,
    () => {
      const { rootOf } = lineageOf(context);
      const conditions = responseConditions(context, scope, sessionsInScope(context, scope.filter));
      const roots = new Map<number, number[]>();
      eachPart(
        context.db,
        () => ['u.session_id', 'u.at'],
        conditions,
        scope,
        ([session, at]) => {
          if (at === null || at === undefined) {
            return;
          }
          const [quarter, root] = [quarterOf(Number(at)), rootOf(Number(session))];
          const of = roots.get(quarter);
          if (!of) {
            roots.set(quarter, [root]);
          } else if (!of.includes(root)) {
            of.push(root);
          }
        },
      );
      return [...roots].map(([at, of]) => ({ at, sessions: of.length })).sort((a, b) => a.at - b.at);
    },
    (found) => found.length,
  );
}

/** Sums of a scope by the part of time that a quarter of an hour belongs to; what belongs to none is left out. */
export function readUsageIn(
  context: ReadContext,
  scope: UsageScope,
  partOf: (quarter: number) => number | null,
): ReadonlyMap<number, UsageSums> {
  const conditions = responseConditions(context, scope, sessionsInScope(context, scope.filter));
  const column = {
    sql: 'u.at',
    of: (at: unknown) => (typeof at === 'number' ? partOf(quarterOf(at)) : null),
  };
  const sums = new Map<number, SumBuilder>();
  for (const group of groupResponses(context, [column], conditions, scope)) {
    const [part] = group.keys;
    if (typeof part === 'number') {
      const builder = sums.get(part) ?? sumBuilder(context.prices());
      sums.set(part, builder);
      builder.add(group);
    }
  }
  return new Map([...sums].map(([part, builder]) => [part, builder.result()]));
}
