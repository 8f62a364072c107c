import type { Chart, Row } from './chart.js';
import { contextGrowth } from './contextGrowth.js';
import { usageChart } from './usageChart.js';

const concurrency: Chart = {
  id: 'concurrency',
  tab: 'sessions',
  title: 'Sessions at once',
  description:
    'Top-level sessions with a response in the same quarter of an hour: the most of a day. A session that only waits does not count.',
  mark: { kind: 'stacked', of: 'day', part: null, value: 'most' },
  sortedBy: 'day',
  columns: [
    { id: 'day', label: 'Day', unit: 'day' },
    { id: 'most', label: 'Most at once', unit: 'count' },
    { id: 'busy_quarters', label: 'Quarters of an hour', unit: 'count' },
    { id: 'parallel_share', label: 'With more than one', unit: 'share' },
  ],
  rows(reads) {
    const days = new Map<string, { most: number; quarters: number; parallel: number }>();
    for (const { at, sessions: count } of reads.quarters()) {
      const day = reads.clock.dayOf(at);
      const sums = days.get(day) ?? { most: 0, quarters: 0, parallel: 0 };
      sums.most = Math.max(sums.most, count);
      sums.quarters++;
      sums.parallel += Number(count > 1);
      days.set(day, sums);
    }
    return {
      rows: [...days].map(([day, { most, quarters, parallel }]): Row => [
        day,
        most,
        quarters,
        parallel / quarters,
      ]),
    };
  },
  sql: (scope) => `with quarters as (
  select ${scope.key('quarter', 'u')} as at, count(distinct l.root_id) as sessions
  from v_usage u left join v_lineage l on l.session_id = u.session_id
  where u.at is not null
    and ${scope.within('u')}
  group by 1
)
select ${scope.key('day', 'q')} as day, max(q.sessions) as most, count(*) as busy_quarters,
  avg(q.sessions > 1) as parallel_share
from quarters q
group by 1
order by 1`,
};

export const sessions: readonly Chart[] = [
  usageChart({
    id: 'sessions',
    tab: 'sessions',
    title: 'Sessions',
    description: 'Every session with its share of the period, sub-agents of their own as sessions.',
    by: 'session',
    mark: { kind: 'table' },
  }),
  concurrency,
  contextGrowth,
];
