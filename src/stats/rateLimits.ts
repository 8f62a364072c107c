import type { RateLimit } from '../common/rateLimits.js';
import type { Chart } from './chart.js';
import { costSql } from './digest.js';
import { literal } from './sqlScope.js';

const minuteMs = 60_000;

/** What providers told agents of the windows of a subscription, beside what was used in each at API prices. */
export const rateLimits: Chart = {
  id: 'rateLimits',
  tab: 'cost',
  title: 'Limits of subscriptions, as agents were told',
  description:
    'How much of each window is used up, as its provider told the agent last (in session files, or by the status line), whatever the period above is. What is told is a share of your subscription, not money: beside it stands what was used in that very window, and what it would have cost at API prices. A window that has ended since says nothing of now.',
  mark: { kind: 'table' },
  sortedBy: 'agent',
  names: ['name', 'length'],
  columns: [
    { id: 'agent', label: 'Agent', unit: 'agent' },
    { id: 'plan', label: 'Plan', unit: 'text' },
    { id: 'name', label: 'Limit', unit: 'text' },
    { id: 'length', label: 'Window', unit: 'duration' },
    { id: 'used', label: 'Used up', unit: 'share' },
    { id: 'state', label: 'State', unit: 'term' },
    { id: 'told_at', label: 'As of', unit: 'time' },
    { id: 'resets_at', label: 'Resets', unit: 'time' },
    { id: 'tokens', label: 'Tokens in it', unit: 'tokens' },
    { id: 'cost_usd', label: 'At API prices', unit: 'usd' },
  ],
  rows: (reads) => ({
    rows: reads.limits().map((limit) => {
      const { agent, plan, minutes, usedPercent, at, resetsAt } = limit;
      const span = spanOf(limit, reads.clock.now);
      const row = span && reads.usage('agent', undefined, span).rows.find(({ key }) => key === agent);
      return [
        ...[agent, plan, limit.limit, minutes === null ? null : minutes * minuteMs, usedPercent / 100],
        ...[stateOf(limit, reads.clock.now), at, resetsAt],
        ...(span === null ? [null, null] : row ? [row.totalTokens, row.costUsd] : [0, 0]),
      ];
    }),
  }),
  behind(key, reads, { filter }) {
    const agent = key('agent') ?? '';
    const found = reads
      .limits()
      .find(
        (limit) =>
          limit.agent === agent &&
          limit.limit === key('text') &&
          (limit.minutes === null ? null : String(limit.minutes * minuteMs)) === key('duration'),
      );
    const span = found ? spanOf(found, reads.clock.now) : null;
    // Nothing is counted in a window of which nobody knows when it is.
    return span === null ? new Map() : { ...span, filter: { ...filter, agents: [agent] } };
  },
  sql(scope) {
    const { now } = scope.clock;
    const agents = scope.query.filter?.agents;
    const sum = (figure: string) =>
      `case when r.resets_at is not null and r.minutes is not null then
    (select ${figure} from v_usage u
     where u.agent = r.agent and u.at >= r.resets_at - r.minutes * ${minuteMs} and u.at < r.resets_at
       and ${scope.spanning(0, now).within('u').replaceAll('\n', ' ')}) end`;
    return `select r.agent, r.plan, r.name, r.minutes * ${minuteMs} as length, r.used_percent / 100.0 as used,
  case when r.resets_at is null then 'end not told' when r.resets_at <= ${now} then 'ended since: now not known' else 'open' end as state,
  r.at as told_at, r.resets_at,
  ${sum('total(u.total_tokens)')} as tokens,
  ${sum(costSql)} as cost_usd
from v_rate_limit r${agents ? `\nwhere r.agent in (${agents.map(literal).join(', ')})` : ''}
order by r.agent, r.minutes, r.name`;
  },
};

function stateOf({ resetsAt }: RateLimit, now: number): string {
  return resetsAt === null ? 'end not told' : resetsAt <= now ? 'ended since: now not known' : 'open';
}

/** The part of a window that lies before now; null: it is not told when the window is. */
function spanOf({ resetsAt, minutes }: RateLimit, now: number): { since: number; until: number } | null {
  return resetsAt === null || minutes === null
    ? null
    : { since: resetsAt - minutes * minuteMs, until: Math.min(resetsAt, now) };
}
