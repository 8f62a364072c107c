import { addDays, daysInMonth } from '../common/calendar.js';
import type { Chart, Row } from './chart.js';
import type { Clock } from './clock.js';
import { costSql } from './digest.js';

const dayMs = 86_400_000;

/** The month so far, and where it goes on. The period of the filter is left aside: a month is a month. */
export const forecast: Chart = {
  id: 'forecast',
  tab: 'cost',
  title: 'This month',
  description:
    'What the month has come to, what it comes to when it goes on as it began, and when it goes on like the last seven days. The period above does not matter here; all other filters do.',
  mark: { kind: 'tiles', of: 'what', value: 'cost_usd', before: null },
  sortedBy: 'what',
  columns: [
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'Cost', unit: 'usd' },
  ],
  rows(reads) {
    const spans = spansOf(reads.clock);
    const [month, week, last] = [spans.month, spans.week, spans.last].map(
      (span) => reads.usage('none', undefined, span).totals,
    );
    const row = (what: string, figure: (of: (sums: typeof month) => number | null) => number | null): Row => [
      what,
      figure((sums) => sums?.totalTokens ?? null),
      figure((sums) => sums?.costUsd ?? null),
    ];
    const grown = (so: number | null, more: number | null, by: number) =>
      so === null || more === null ? null : so + more * by;
    return {
      rows: [
        row('So far', (of) => of(month)),
        row('At the pace of this month', (of) => grown(of(month), of(month), spans.left / spans.passed)),
        row('At the pace of the last 7 days', (of) => grown(of(month), of(week), spans.left / 7)),
        row('Last month', (of) => of(last)),
      ],
    };
  },
  behind(key, reads) {
    const { month, week, last } = spansOf(reads.clock);
    switch (key('term')) {
      case 'Last month':
        return last;
      case 'At the pace of the last 7 days':
        return { since: Math.min(month.since, week.since), until: week.until };
      default:
        return month;
    }
  },
  sql(scope) {
    const { month, week, last, left, passed } = spansOf(scope.clock);
    const sum = ({ since, until }: Span, figure: string) =>
      `(select ${figure} from v_usage u where ${scope.spanning(since, until).within('u').replaceAll('\n', ' ')})`;
    const sums = ([of, figure]: readonly [string, string]) =>
      [month, week, last]
        .map((span, n) => `${sum(span, figure)} as ${['month', 'week', 'last'][n]}_${of}`)
        .join(',\n    ');
    const row = (what: string, figure: (of: string) => string) =>
      `select '${what}' as what, ${figure('tokens')} as tokens, ${figure('cost')} as cost_usd from spent`;
    return `with spent as (
  select ${[['tokens', 'total(u.total_tokens)'] as const, ['cost', costSql] as const].map(sums).join(',\n    ')}
)
${[
  row('So far', (of) => `month_${of}`),
  row('At the pace of this month', (of) => `month_${of} + month_${of} * ${left / passed}`),
  row('At the pace of the last 7 days', (of) => `month_${of} + week_${of} * ${left / 7}`),
  row('Last month', (of) => `last_${of}`),
].join('\nunion all ')}`;
  },
};

interface Span {
  since: number;
  until: number;
}

/** `passed` and `left` in days. */
function spansOf({ now, dayOf, startOf }: Clock) {
  const today = dayOf(now);
  const first = `${today.slice(0, 8)}01`;
  const lastFirst = `${addDays(first, -1).slice(0, 8)}01`;
  const month: Span = { since: startOf(first), until: now };
  const end = startOf(addDays(first, daysInMonth(first)));
  return {
    month,
    week: { since: now - 7 * dayMs, until: now } satisfies Span,
    last: { since: startOf(lastFirst), until: month.since } satisfies Span,
    // Not less than an hour, so that the first minutes of a month do not promise the sky.
    passed: Math.max(1 / 24, (now - month.since) / dayMs),
    left: (end - now) / dayMs,
  };
}
