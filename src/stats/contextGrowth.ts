import type { Chart } from './chart.js';
import { literal } from './sqlScope.js';
import { keyOf } from './usageChart.js';

/** How full the context of one session was, response by response. */
export const contextGrowth: Chart = {
  id: 'contextGrowth',
  tab: 'sessions',
  title: 'Context of a session',
  description:
    'All input of each response of the session itself, cached or not: what was in its context. Dashed lines are compactions. Without a choice: the session with the most tokens.',
  mark: { kind: 'line', of: 'at', value: 'context_tokens', event: 'event' },
  sortedBy: 'at',
  ofSession: true,
  columns: [
    { id: 'at', label: 'Time', unit: 'time' },
    { id: 'context_tokens', label: 'Context', unit: 'tokens' },
    { id: 'output_tokens', label: 'Output', unit: 'tokens' },
    { id: 'model', label: 'Model', unit: 'model' },
    { id: 'event', label: 'Event', unit: 'term' },
    { id: 'session', label: 'Session', unit: 'session' },
  ],
  rows(reads, query) {
    if (query.session !== undefined) {
      return { rows: reads.contexts(query.session) };
    }
    const [largest] = [...reads.usage('session').rows].sort((a, b) => b.totalTokens - a.totalTokens);
    const session = largest && keyOf(largest, 'session');
    return { rows: session ? reads.contexts(session) : [] };
  },
  sql(scope) {
    const { session } = scope.query;
    const chosen =
      session === undefined
        ? `(select u.session_id from v_usage u where ${scope.within('u').replaceAll('\n', ' ')} group by 1 order by sum(u.total_tokens) desc limit 1)`
        : literal(session);
    return `with answers as (
  select u.*, lag(u.at) over (order by u.at, u.response) as before
  from v_usage u
  where u.session_id = ${chosen}
    and u.thread is null
    and u.has_usage = 1
    and u.at is not null
    and ${scope.within('u')}
)
select
  a.at,
  a.input_tokens + a.cache_read_tokens + a.cache_write_5m_tokens + a.cache_write_1h_tokens as context_tokens,
  a.output_tokens,
  a.model,
  iif(exists (
    select 1 from v_message m
    where m.session_id = a.session_id and m.thread is null and m.kind = 'compaction'
      and m.at <= a.at and m.at > ifnull(a.before, 0)
  ), 'compaction', null) as event,
  a.session_id as session
from answers a
order by a.at, a.response`;
  },
};
