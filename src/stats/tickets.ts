import { compareKeys } from '../common/compareKeys.js';
import type { Chart, Row } from './chart.js';
import { usageChart } from './usageChart.js';

/** What each ticket took, on which branches; a page adds what git knows of it. */
const ticketWork: Chart = {
  id: 'ticketWork',
  tab: 'tickets',
  title: 'Tickets with their branches and commits',
  description:
    'What each ticket took in the period, and on which branches. Commits are your own of the whole time of the ticket, on its branches, as git knows them now; a question mark is where git cannot be asked.',
  mark: { kind: 'table' },
  sortedBy: 'cost_usd',
  withCommits: true,
  columns: [
    { id: 'ticket', label: 'Ticket', unit: 'ticket' },
    { id: 'cost_usd', label: 'Cost', unit: 'usd' },
    { id: 'total_tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'responses', label: 'Responses', unit: 'count' },
    { id: 'branches', label: 'Branches', unit: 'text' },
  ],
  rows(reads) {
    const branches = new Map<string | null, string[]>();
    for (const { key, second } of reads.usage('ticket', 'branch').rows) {
      if (typeof second === 'string') {
        branches.set(key, [...(branches.get(key) ?? []), second]);
      }
    }
    return {
      rows: reads.usage('ticket').rows.map(({ key, costUsd, totalTokens, sessions, responses }): Row => {
        const names = (branches.get(key) ?? []).sort(compareKeys);
        return [key, costUsd, totalTokens, sessions, responses, names.join(', ') || null];
      }),
    };
  },
  sql: (scope) => `with of_branches as (
  select u.ticket, u.branch from v_usage u
  where ${scope.within('u')}
  group by 1, 2
)
select u.ticket, sum(u.cost_usd) as cost_usd, sum(u.total_tokens) as total_tokens,
  count(distinct l.root_id) as sessions, sum(u.has_usage) as responses,
  (select group_concat(b.branch, ', ' order by b.branch) from of_branches b where b.ticket is u.ticket) as branches
from v_usage u
left join v_lineage l on l.session_id = u.session_id
where ${scope.within('u')}
group by 1
order by 2 desc`,
};

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
  ticketWork,
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
