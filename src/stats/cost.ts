import { cacheSavings } from './cacheSavings.js';
import type { Chart } from './chart.js';
import { forecast } from './forecast.js';
import { projectTrends } from './projectTrends.js';
import { rateLimits } from './rateLimits.js';
import { fiveHourWindows, windowNow } from './windows.js';
import { usageChart } from './usageChart.js';

export const cost: readonly Chart[] = [
  usageChart({
    id: 'costPerDay',
    tab: 'cost',
    title: 'Cost per day',
    description: 'US dollars of each day, at the price of that day. Models without a price are left out.',
    by: 'day',
    parts: ['model', 'agent', 'project', 'branch', 'ticket', 'category', 'tags'],
    mark: { kind: 'stacked', of: 'day', part: 'part', value: 'cost_usd' },
  }),
  forecast,
  windowNow,
  rateLimits,
  usageChart({
    id: 'costByModel',
    tab: 'cost',
    title: 'Cost by model',
    description: 'US dollars by model.',
    by: 'model',
    mark: { kind: 'bar', of: 'model', value: 'cost_usd' },
  }),
  usageChart({
    id: 'costByProject',
    tab: 'cost',
    title: 'Cost by project',
    description: 'US dollars by repository, or by working folder where there is none.',
    by: 'project',
    mark: { kind: 'bar', of: 'project', value: 'cost_usd' },
  }),
  usageChart({
    id: 'tokensByModel',
    tab: 'cost',
    title: 'Tokens by model',
    description: 'All tokens by model, those without a price too.',
    by: 'model',
    mark: { kind: 'bar', of: 'model', value: 'total_tokens' },
  }),
  usageChart({
    id: 'tokensByAgent',
    tab: 'cost',
    title: 'Tokens by agent',
    description: 'All tokens by the program that ran the model.',
    by: 'agent',
    mark: { kind: 'bar', of: 'agent', value: 'total_tokens' },
  }),
  cacheSavings,
  projectTrends,
  fiveHourWindows,
];
