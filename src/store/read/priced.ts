import type { PricedPart } from '../../common/priced.js';
import type { UsageScope } from '../../common/protocol.js';
import type { ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { groupResponses } from './responses.js';
import { responseConditions } from './scope.js';

/** The responses of a scope by model and price, with that price: largest first. */
export function readPriced(context: ReadContext, scope: UsageScope): readonly PricedPart[] {
  return context.unchanged(`priced ${JSON.stringify(scope)}`, () => {
    const sessions = sessionsInScope(context, scope.filter);
    const parts = new Map<string, PricedPart>();
    for (const group of groupResponses(context, [], responseConditions(context, scope, sessions), scope)) {
      if (group.responses === 0) {
        continue;
      }
      const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = group;
      const tokens = { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
      const key = JSON.stringify([group.model, group.band]);
      const before = parts.get(key);
      const sums = before
        ? (Object.fromEntries(
            Object.entries(tokens).map(([kind, count]) => [
              kind,
              count + before.tokens[kind as keyof typeof tokens],
            ]),
          ) as typeof tokens)
        : tokens;
      parts.set(key, {
        model: group.model,
        ...context.prices().describe(group.model, group.band),
        responses: group.responses + (before?.responses ?? 0),
        tokens: sums,
        totalTokens: sums.input + sums.cacheRead + sums.cacheWrite5m + sums.cacheWrite1h + sums.output,
        costUsd: context.prices().costOfBand(group.model, group.band, sums),
      });
    }
    return [...parts.values()].sort((a, b) => b.totalTokens - a.totalTokens);
  });
}
