import type { Chart, ChartReads, Row } from './chart.js';
import { costSql } from './digest.js';
import type { TimeSpan } from '../common/calendar.js';

const hourMs = 3_600_000;
const windowMs = 5 * hourMs;
const weekMs = 7 * 24 * hourMs;

/** A window in which a subscription counts what is used: it begins with the hour of its first response. */
interface Window {
  since: number;
  tokens: number;
  cost: number | null;
  responses: number;
}

const aboutPrices =
  'Costs are what the tokens are worth at API prices: with a subscription you pay its fee, and how much of it is used up only the provider knows.';

export const fiveHourWindows: Chart = {
  id: 'fiveHourWindows',
  tab: 'cost',
  title: 'Five-hour windows',
  description: `As subscriptions count: a window begins with the hour of its first response and lasts five hours. Choose one agent, since each has windows of its own. ${aboutPrices}`,
  mark: { kind: 'table' },
  sortedBy: 'at',
  names: ['at'],
  columns: [
    { id: 'at', label: 'Begins', unit: 'time' },
    { id: 'responses', label: 'Responses', unit: 'count' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'At API prices', unit: 'usd' },
  ],
  rows: (reads) => ({
    rows: windowsOf(reads).map(({ since, responses, tokens, cost }): Row => [since, responses, tokens, cost]),
  }),
  behind(key, _, { since = 0, until = Infinity }) {
    const begins = Number(key('time'));
    return within(begins, begins + windowMs, since, until);
  },
  sql: (scope) => `with recursive quarters as materialized (
  select ${scope.key('quarter', 'u')} as at, sum(u.has_usage) as responses, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost
  from v_usage u
  where u.at is not null
    and ${scope.within('u')}
  group by 1
),
windows (since) as (
  select min(at) / ${hourMs} * ${hourMs} from quarters
  union all
  select (select min(q.at) from quarters q where q.at >= w.since + ${windowMs}) / ${hourMs} * ${hourMs}
  from windows w
  where exists (select 1 from quarters q where q.at >= w.since + ${windowMs})
)
select w.since as at, sum(q.responses) as responses, sum(q.tokens) as tokens, sum(q.cost) as cost_usd
from windows w join quarters q on q.at >= w.since and q.at < w.since + ${windowMs}
group by 1
order by 1`,
};

export const windowNow: Chart = {
  id: 'windowNow',
  tab: 'cost',
  title: 'Subscription windows now',
  description: `The five-hour window that is open, its pace, and what it comes to when it goes on like that; and the last seven days, which trail behind now: when a week of yours begins anew only the provider knows, and where it told the agent, the limits below have that very week. The period above does not matter here; all other filters do. ${aboutPrices}`,
  mark: { kind: 'tiles', of: 'what', value: 'tokens', before: 'cost_usd' },
  sortedBy: 'what',
  columns: [
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'At API prices', unit: 'usd' },
  ],
  rows(reads) {
    const { now } = reads.clock;
    const week = reads.usage('none', undefined, { since: now - weekMs, until: now }).rows[0];
    const open = openWindow(reads);
    // Not less than a quarter of an hour, in which one response would promise the sky.
    const hours = open ? Math.max(0.25, (now - open.since) / hourMs) : 0;
    const left = open ? (open.since + windowMs - now) / hourMs : 0;
    const pace = (sum: number | null) => (sum === null ? null : sum / hours);
    const end = (sum: number | null) => (sum === null ? null : sum + (sum / hours) * left);
    return {
      rows: [
        ...(open
          ? ([
              ['In the open window', open.tokens, open.cost],
              ['Per hour of it', pace(open.tokens), pace(open.cost)],
              ['Expected at its end', end(open.tokens), end(open.cost)],
            ] satisfies Row[])
          : []),
        ['Last 7 days (trailing)', week?.totalTokens ?? 0, week ? week.costUsd : 0],
      ],
    };
  },
  behind(key, reads) {
    const { now } = reads.clock;
    const open = key('term') === 'Last 7 days (trailing)' ? null : openWindow(reads);
    return { since: Math.max(open?.since ?? 0, now - weekMs), until: now };
  },
  sql(scope) {
    const { now } = scope.clock;
    const week = scope.spanning(now - weekMs, now);
    return `${fiveHourWindows.sql(week).replace(/^with recursive/, 'with recursive found as (\nwith recursive')}
),
open as (
  select *, max(0.25, (${now} - at) / ${hourMs}.0) as hours, (at + ${windowMs} - ${now}) / ${hourMs}.0 as remaining
  from found where at + ${windowMs} > ${now}
)
select 'In the open window' as what, tokens, cost_usd from open
union all select 'Per hour of it', tokens / hours, cost_usd / hours from open
union all select 'Expected at its end', tokens + tokens / hours * remaining, cost_usd + cost_usd / hours * remaining from open
union all select 'Last 7 days (trailing)', total(u.total_tokens), ${costSql} from v_usage u where ${week.within('u')}`;
  },
};

function openWindow(reads: ChartReads): Window | null {
  const { now } = reads.clock;
  const last = windowsOf(reads, { since: now - weekMs, until: now }).at(-1);
  return last && last.since + windowMs > now ? last : null;
}

/** The part of a time that lies within another. */
function within(since: number, until: number, from: number, to: number): TimeSpan {
  return { since: Math.max(since, from), until: Math.min(until, to) };
}

/** The windows of a time, oldest first, from quarters of an hour. */
function windowsOf(reads: ChartReads, span?: TimeSpan): Window[] {
  const begins = new Map<number, number>();
  let since = -Infinity;
  for (const { at } of reads.quarters(span)) {
    if (at >= since + windowMs) {
      since = Math.floor(at / hourMs) * hourMs;
    }
    begins.set(at, since);
  }
  return [...reads.usageIn((quarter) => begins.get(quarter) ?? null, span)]
    .map(([begin, { totalTokens, costUsd, responses }]) => ({
      ...{ since: begin, tokens: totalTokens, cost: costUsd, responses },
    }))
    .sort((a, b) => a.since - b.since);
}
