import type { Chart } from './chart.js';
import { usageChart } from './usageChart.js';

export const sessions: readonly Chart[] = [
  usageChart({
    id: 'sessions',
    tab: 'sessions',
    title: 'Sessions',
    description: 'Every session with its share of the period, sub-agents of their own as sessions.',
    by: 'session',
    mark: { kind: 'table' },
  }),
];
