import type { Chart } from './chart.js';
import { usageChart } from './usageChart.js';

export const tickets: readonly Chart[] = [
  usageChart({
    id: 'costByTicket',
    tab: 'tickets',
    title: 'Cost by ticket',
    description: 'US dollars by the ticket that each response was made for.',
    by: 'ticket',
    mark: { kind: 'bar', of: 'ticket', value: 'cost_usd' },
  }),
  usageChart({
    id: 'costByBranch',
    tab: 'tickets',
    title: 'Cost by branch',
    description: 'US dollars by the branch that each response was made on.',
    by: 'branch',
    mark: { kind: 'bar', of: 'branch', value: 'cost_usd' },
  }),
  usageChart({
    id: 'branchesOfTickets',
    tab: 'tickets',
    title: 'Branches of tickets',
    description: 'What each ticket took on which branch.',
    by: 'ticket',
    thenBy: 'branch',
    mark: { kind: 'table' },
  }),
];
