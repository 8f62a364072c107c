import type { SqlQuery } from '../../common/sqlQuery.js';
import { days } from './parameters.js';

export const usageQueries: readonly SqlQuery[] = [
  {
    id: 'daily-activity',
    title: 'Daily activity',
    about: 'Sessions, responses, tokens and cost of each day.',
    sql: `select date(u.at / 1000, 'unixepoch', 'localtime') as day, count(distinct l.root_id) as sessions,
  sum(u.responses) as responses, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost_usd
from v_usage_quarter u left join v_lineage l on l.session_id = u.session_id
where u.at >= :now - :days * 86400000
group by day
order by day`,
    parameters: [days],
    chart: { mark: 'column', x: 'day', y: 'tokens' },
  },
  {
    id: 'cost-per-day-and-model',
    title: 'Cost per day and model',
    about: 'US dollars of each day, by model.',
    sql: `select date(at / 1000, 'unixepoch', 'localtime') as day, ifnull(model, '?') as model,
  sum(cost_usd) as cost_usd, sum(total_tokens) as tokens
from v_usage_quarter
where at >= :now - :days * 86400000
group by 1, 2
order by day, cost_usd desc, model`,
    parameters: [days],
    chart: { mark: 'column', x: 'day', y: 'cost_usd', series: 'model' },
  },
  {
    id: 'cost-by-model',
    title: 'Cost by model',
    about: 'What each model cost, in all and per million tokens.',
    sql: `select ifnull(model, '?') as model, sum(responses) as responses, sum(total_tokens) as tokens,
  sum(cost_usd) as cost_usd, sum(cost_usd) * 1e6 / nullif(sum(total_tokens), 0) as per_million
from v_usage_quarter
where at >= :now - :days * 86400000
group by 1
order by cost_usd desc, model`,
    parameters: [days],
    chart: { mark: 'bar', x: 'model', y: 'cost_usd' },
  },
  {
    id: 'cost-by-project',
    title: 'Cost by project',
    about: 'What each project cost, with its share of the whole.',
    sql: `select ifnull(project, '?') as project, sum(cost_usd) as cost_usd,
  round(100.0 * sum(cost_usd) / nullif(sum(sum(cost_usd)) over (), 0), 1) as percent, sum(total_tokens) as tokens
from v_usage_quarter
where at >= :now - :days * 86400000
group by 1
order by cost_usd desc, project`,
    parameters: [days],
    chart: { mark: 'bar', x: 'project', y: 'cost_usd' },
  },
  {
    id: 'cost-by-ticket',
    title: 'Cost by ticket',
    about: 'What each ticket took: days, sessions, branches, tokens and cost.',
    sql: `select ifnull(ticket, '?') as ticket, sum(cost_usd) as cost_usd, sum(total_tokens) as tokens,
  count(distinct date(at / 1000, 'unixepoch', 'localtime')) as days, count(distinct session_id) as sessions,
  group_concat(distinct branch) as branches
from v_usage_quarter
where at >= :now - :days * 86400000
group by 1
order by cost_usd desc, ticket`,
    parameters: [days],
    chart: { mark: 'bar', x: 'ticket', y: 'cost_usd' },
  },
  {
    id: 'week-against-week',
    title: 'Week against week',
    about: 'Tokens and cost of each week, and the change from the week before.',
    sql: `with week as (
  select date(at / 1000, 'unixepoch', 'localtime', 'weekday 0', '-6 days') as monday,
    sum(total_tokens) as tokens, sum(cost_usd) as cost_usd
  from v_usage_quarter where at is not null group by 1
)
select monday, tokens, cost_usd, cost_usd - lag(cost_usd) over (order by monday) as change_usd
from week
order by monday desc
limit 26`,
    parameters: [],
    chart: { mark: 'column', x: 'monday', y: 'cost_usd' },
  },
  {
    id: 'hours-of-the-week',
    title: 'Hours of the week',
    about: 'When you work with agents: responses by weekday (0 is Sunday) and hour.',
    sql: `select cast(strftime('%w', at / 1000, 'unixepoch', 'localtime') as integer) as weekday,
  cast(strftime('%H', at / 1000, 'unixepoch', 'localtime') as integer) as hour, sum(responses) as responses
from v_usage_quarter
where at >= :now - :days * 86400000
group by 1, 2
order by 1, 2`,
    parameters: [days],
  },
  {
    id: 'cache-savings',
    title: 'Cache savings',
    about:
      'How much input came from the cache, and what it would have cost without: at the price of uncached input.',
    sql: `select model, sum(cache_read_tokens) as cache_read,
  round(100.0 * sum(cache_read_tokens) / nullif(sum(input_tokens + cache_read_tokens + cache_write_5m_tokens
    + cache_write_1h_tokens), 0), 1) as percent,
  sum(cost_usd(model, input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens, 0, 0, 0,
    output_tokens, at)) - sum(cost_usd) as saved_usd
from v_usage
where has_usage and at >= :now - :days * 86400000
group by model
order by saved_usd desc, model`,
    parameters: [days],
    chart: { mark: 'bar', x: 'model', y: 'saved_usd' },
  },
  {
    id: 'dearest-responses',
    title: 'Dearest responses',
    about: 'The single responses that cost most, with the session they were made in.',
    sql: `select datetime(u.at / 1000, 'unixepoch', 'localtime') as time, u.model, u.cost_usd, u.total_tokens as tokens,
  u.output_tokens, s.title, u.session_id as session
from v_usage u left join v_session s on s.id = u.session_id
where u.at >= :now - :days * 86400000 and u.cost_usd is not null
order by u.cost_usd desc, u.response
limit 50`,
    parameters: [days],
  },
  {
    id: 'models-without-price',
    title: 'Models without a price',
    about: 'Tokens that are in no sum of dollars, because nobody knows what the model costs.',
    sql: `select ifnull(model, '?') as model, sum(responses) as responses, sum(total_tokens) as tokens,
  group_concat(distinct agent) as agents
from v_usage_quarter
where cost_usd is null and responses > 0
group by 1
order by tokens desc, model`,
    parameters: [],
    chart: { mark: 'bar', x: 'model', y: 'tokens' },
  },
];
