import type { Chart } from './chart.js';
import { digest } from './digest.js';
import { velocity } from './velocity.js';
import { usageChart } from './usageChart.js';

export const overview: readonly Chart[] = [
  usageChart({
    id: 'tokensPerDay',
    tab: 'overview',
    title: 'Tokens per day',
    description: 'All tokens of each day, those of models without a price too.',
    by: 'day',
    parts: ['model', 'agent', 'project', 'branch', 'ticket', 'category', 'tags'],
    mark: { kind: 'stacked', of: 'day', part: 'part', value: 'total_tokens' },
  }),
  digest,
  velocity,
  usageChart({
    id: 'calendar',
    tab: 'overview',
    title: 'Days',
    description: 'Tokens of each day, a column a week. Choose a longer period to see more of it.',
    by: 'day',
    mark: { kind: 'calendar', of: 'day', value: 'total_tokens' },
  }),
  usageChart({
    id: 'hoursOfWeek',
    tab: 'overview',
    title: 'Hours of the week',
    description: 'Tokens by day of the week and hour, in the time zone of this window.',
    by: 'hourOfWeek',
    mark: { kind: 'week', of: 'hourOfWeek', value: 'total_tokens' },
    sortedBy: 'hourOfWeek',
  }),
];
