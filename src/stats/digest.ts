import { addDays, weekOf } from '../common/calendar.js';
import type { UsageRow } from '../common/usageReport.js';
import type { Chart, Row } from './chart.js';
import type { Clock } from './clock.js';

/** The week that the period ends in (now, where it has no end) as far as it goes, and the one before it, whole. */
export const digest: Chart = {
  id: 'digest',
  tab: 'overview',
  title: 'Week against week',
  description:
    'The last week of the period from Monday to now, and the same days of the week before it: to the same hour, so that a week that has just begun is not compared with a whole one.',
  mark: { kind: 'tiles', of: 'what', value: 'value', before: 'before' },
  sortedBy: 'what',
  columns: [
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'value', label: 'This week', unit: 'mixed' },
    { id: 'before', label: 'Week before', unit: 'mixed' },
    { id: 'unit', label: 'Unit', unit: 'text' },
  ],
  rows(reads, query) {
    const { week, before } = weeks(reads.clock, query.until);
    const sums = (span: typeof week) => reads.usage('none', undefined, span).rows[0];
    const [now, then] = [sums(week), sums(before)];
    const row = (what: string, unit: string, figure: (sums: UsageRow) => number | null): Row => [
      what,
      now ? figure(now) : 0,
      then ? figure(then) : 0,
      unit,
    ];
    return {
      rows: [
        row('Tokens', 'tokens', (sums) => sums.totalTokens),
        row('Cost', 'usd', (sums) => sums.costUsd),
        row('Sessions with an answer', 'count', (sums) => sums.sessions),
        row('Responses', 'count', (sums) => sums.responses),
      ],
    };
  },
  behind: (_, reads, query) => weeks(reads.clock, query.until).week,
  sql(scope) {
    const { week, before } = weeks(scope.clock, scope.query.until);
    const of = (what: string, figure: string) => {
      const sum = ({ since, until }: typeof week) =>
        `(select ${figure} from v_usage u left join v_lineage l on l.session_id = u.session_id where ${scope.spanning(since, until).within('u').replaceAll('\n', ' ')})`;
      return `select '${what}' as what, ${sum(week)} as value, ${sum(before)} as before`;
    };
    return [
      of('Tokens', 'total(u.total_tokens)'),
      of('Cost', costSql),
      of('Sessions with an answer', 'count(distinct l.root_id)'),
      of('Responses', 'total(u.has_usage)'),
    ].join('\nunion all ');
  },
};

/** No response costs nothing; responses of which none has a price cost nobody knows what. */
export const costSql = 'iif(count(*) = 0, 0, sum(u.cost_usd))';

function weeks({ now, dayOf, startOf }: Clock, until: number | undefined) {
  const end = Math.min(now, until ?? now);
  const monday = weekOf(dayOf(Math.max(0, end - 1)));
  const since = startOf(monday);
  const earlier = startOf(addDays(monday, -7));
  return {
    week: { since, until: end },
    before: { since: earlier, until: Math.min(since, earlier + end - since) },
  };
}
