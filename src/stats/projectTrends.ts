import { addDays } from '../common/calendar.js';
import type { Chart, Row } from './chart.js';
import type { Clock } from './clock.js';

const weeks = 4;
/** A change below this is steady. */
const least = 0.1;

/** Whether projects rise or fall, in weeks that end with the period. */
export const projectTrends: Chart = {
  id: 'projectTrends',
  tab: 'cost',
  title: 'Trends of projects',
  description:
    'Tokens of each project in the last four times seven days of the period. Rising and falling: more than a tenth between the first and the last of them in which something was done.',
  mark: { kind: 'table' },
  sortedBy: 'week_4',
  columns: [
    { id: 'project', label: 'Project', unit: 'project' },
    { id: 'week_1', label: '4 weeks ago', unit: 'tokens' },
    { id: 'week_2', label: '3 weeks ago', unit: 'tokens' },
    { id: 'week_3', label: '2 weeks ago', unit: 'tokens' },
    { id: 'week_4', label: 'Last 7 days', unit: 'tokens' },
    { id: 'change', label: 'Change', unit: 'share' },
    { id: 'trend', label: 'Trend', unit: 'term' },
  ],
  rows(reads, query) {
    const projects = new Map<string | null, number[]>();
    spansOf(reads.clock, query.until).forEach((span, week) => {
      for (const { key, totalTokens } of reads.usage('project', undefined, span).rows) {
        const sums = projects.get(key) ?? Array.from({ length: weeks }, () => 0);
        sums[week] = totalTokens;
        projects.set(key, sums);
      }
    });
    return {
      rows: [...projects].map(([project, sums]): Row => {
        const busy = sums.filter((sum) => sum > 0);
        const [first, last] = [busy[0], busy.at(-1)];
        const change = busy.length < 2 || first === undefined || last === undefined ? null : last / first - 1;
        const trend =
          change === null ? null : change > least ? 'rising' : change < -least ? 'falling' : 'steady';
        return [project, ...sums, change, trend];
      }),
    };
  },
  behind(_, reads, { until }) {
    const spans = spansOf(reads.clock, until);
    return { since: spans[0]?.since ?? 0, until: spans.at(-1)?.until ?? 0 };
  },
  sql(scope) {
    const spans = spansOf(scope.clock, scope.query.until);
    const whole = scope.spanning(spans[0]?.since ?? 0, spans.at(-1)?.until ?? 0);
    const sums = spans.map(
      ({ since, until }, week) =>
        `  total(u.total_tokens) filter (where u.at >= ${since} and u.at < ${until}) as week_${week + 1}`,
    );
    return `select
  u.project,
${sums.join(',\n')}
from v_usage u
where ${whole.within('u')}
group by 1
order by 5 desc`;
  },
};

/** Oldest first; the last one ends with the day on which the period ends. */
function spansOf({ now, dayOf, startOf }: Clock, until: number | undefined) {
  const end = addDays(dayOf(Math.min(now, until === undefined ? now : until - 1)), 1);
  return Array.from({ length: weeks }, (_, week) => ({
    since: startOf(addDays(end, -7 * (weeks - week))),
    until: startOf(addDays(end, -7 * (weeks - week - 1))),
  }));
}
