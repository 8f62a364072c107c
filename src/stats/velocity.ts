import type { UsageRow } from '../common/usageReport.js';
import type { Chart, Row } from './chart.js';
import { daysBetween } from '../common/calendar.js';

/** Per day on which something was done, so that holidays do not look like slow work; calendar days stand beside it. */
export const velocity: Chart = {
  id: 'velocity',
  tab: 'overview',
  title: 'Pace',
  description:
    'Averages of a day with at least one response, beside those of all calendar days from the first to the last of them.',
  mark: { kind: 'tiles', of: 'what', value: 'value', before: 'of_calendar_day' },
  sortedBy: 'what',
  columns: [
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'value', label: 'Per active day', unit: 'mixed' },
    { id: 'of_calendar_day', label: 'Per calendar day', unit: 'mixed' },
    { id: 'unit', label: 'Unit', unit: 'text' },
  ],
  rows(reads) {
    // What has no time was made on no day.
    const rows = reads.usage('day').rows.filter(({ key }) => key !== null);
    const days = rows.flatMap(({ key }) => key ?? []);
    const all = (figure: (row: UsageRow) => number | null) =>
      rows.reduce<number | null>((sum, row) => {
        const value = figure(row);
        return value === null ? sum : (sum ?? 0) + value;
      }, null);
    const [first, last] = [days[0], days.at(-1)];
    const calendar = first === undefined || last === undefined ? 0 : daysBetween(first, last) + 1;
    const per = (sum: number | null, count: number) => (sum === null || count === 0 ? null : sum / count);
    const row = (what: string, sum: number | null, unit: string): Row => [
      what,
      per(sum, days.length),
      per(sum, calendar),
      unit,
    ];
    return {
      rows:
        days.length === 0
          ? []
          : [
              row(
                'Tokens',
                all(({ totalTokens }) => totalTokens),
                'tokens',
              ),
              row(
                'Cost',
                all(({ costUsd }) => costUsd),
                'usd',
              ),
              row(
                'Responses',
                all(({ responses }) => responses),
                'count',
              ),
              ['Active days', days.length, calendar, 'count'],
            ],
    };
  },
  // What has no time was made on no day.
  behind: (_, __, { since = 0, until }) => ({ since, ...(until === undefined ? {} : { until }) }),
  sql: (scope) => `with days as (
  select ${scope.key('day', 'u')} as day, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost,
    sum(u.has_usage) as responses
  from v_usage u
  where ${scope.within('u')} and u.at is not null
  group by 1
),
span as (
  select count(*) as active, julianday(max(day)) - julianday(min(day)) + 1 as calendar,
    1.0 * sum(tokens) as tokens, sum(cost) as cost, 1.0 * sum(responses) as responses
  from days
)
select 'Tokens' as what, tokens / active as value, tokens / calendar as of_calendar_day from span where active > 0
union all select 'Cost', cost / active, cost / calendar from span where active > 0
union all select 'Responses', responses / active, responses / calendar from span where active > 0
union all select 'Active days', active, calendar from span where active > 0`,
};
