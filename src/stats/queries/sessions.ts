import type { SqlQuery } from '../../common/sqlQuery.js';
import { days, session } from './parameters.js';

export const sessionQueries: readonly SqlQuery[] = [
  {
    id: 'recent-sessions',
    title: 'Recent sessions',
    about: 'The newest sessions with their tokens, cost and tags.',
    sql: `select datetime(s.started_at / 1000, 'unixepoch', 'localtime') as started, s.title, s.agent, s.project,
  sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost_usd,
  (select group_concat(tag, ', ') from v_tag where session_id = s.id) as tags, s.id as session
from v_session s
left join v_lineage l on l.root_id = s.id
left join v_usage_quarter u on u.session_id = l.session_id
where s.top_level and not s.archived
group by s.id
order by s.started_at desc
limit 20`,
    parameters: [],
  },
  {
    id: 'longest-sessions',
    title: 'Longest sessions',
    about: 'The sessions with the most messages.',
    sql: `select s.title, count(*) as messages, sum(m.kind = 'prompt') as prompts,
  round((s.ended_at - s.started_at) / 3600000.0, 1) as hours, s.id as session
from v_session s join v_message m on m.session_id = s.id and not m.copied
group by s.id
order by messages desc, s.id
limit 20`,
    parameters: [],
    chart: { mark: 'bar', x: 'title', y: 'messages' },
  },
  {
    id: 'session-timeline',
    title: 'Timeline of a session',
    about: 'What happened in one session, step by step. Its id may be shortened.',
    sql: `select row_number() over (order by m.id) as step, datetime(m.at / 1000, 'unixepoch', 'localtime') as time,
  m.role, m.kind, substr(m.text, 1, 200) as text, t.name as tool, t.is_error
from v_message m left join v_tool_call t on t.session_id = m.session_id and t.call_id = m.call_id
where :session <> '' and (m.session_id like :session || '%' or m.session_id like '%:' || :session || '%')
order by m.id`,
    parameters: [session],
  },
  {
    id: 'sessions-by-tag',
    title: 'Sessions by tag',
    about: 'How many sessions have each tag, and what they took.',
    sql: `select t.tag, count(distinct t.session_id) as sessions, sum(u.tokens) as tokens, sum(u.cost_usd) as cost_usd
from v_tag t left join (
  select session_id, sum(total_tokens) as tokens, sum(cost_usd) as cost_usd from v_usage_quarter group by session_id
) u on u.session_id = t.session_id
group by t.tag
order by sessions desc, t.tag`,
    parameters: [],
    chart: { mark: 'bar', x: 'tag', y: 'sessions' },
  },
  {
    id: 'sessions-by-category',
    title: 'Sessions by category',
    about: 'What sessions were about, and what each kind costs.',
    sql: `select ifnull(s.category, '?') as category, count(*) as sessions, sum(u.cost_usd) as cost_usd,
  sum(u.cost_usd) / count(*) as cost_per_session
from v_session s left join (
  select l.root_id, sum(q.cost_usd) as cost_usd
  from v_lineage l join v_usage_quarter q on q.session_id = l.session_id group by l.root_id
) u on u.root_id = s.id
where s.top_level
group by 1
order by sessions desc, category`,
    parameters: [],
    chart: { mark: 'bar', x: 'category', y: 'cost_usd' },
  },
  {
    id: 'sub-agents',
    title: 'Sub-agents',
    about: 'Which kinds of sub-agents were called, and how often.',
    sql: `select ifnull(agent_type, '?') as kind, count(*) as calls, count(distinct session_id) as sessions
from (
  select agent_type, session_id from v_thread where not internal
  union all
  select agent_type, parent_id from v_session where parent_id is not null
)
group by 1
order by calls desc, kind`,
    parameters: [],
    chart: { mark: 'bar', x: 'kind', y: 'calls' },
  },
  {
    id: 'compactions',
    title: 'Compactions',
    about: 'Sessions whose conversation was shortened to make room, and how often.',
    sql: `select s.title, count(*) as compactions, datetime(max(m.at) / 1000, 'unixepoch', 'localtime') as last,
  s.id as session
from v_message m join v_session s on s.id = m.session_id
where m.kind = 'compaction' and not m.copied and m.at >= :now - :days * 86400000
group by s.id
order by compactions desc, s.id`,
    parameters: [days],
  },
  {
    id: 'interrupts',
    title: 'Interrupted sessions',
    about: 'How often each project was interrupted by you, and its prompts.',
    sql: `select s.project, sum(m.kind = 'interrupt') as interrupts, sum(m.kind = 'prompt') as prompts
from v_message m join v_session s on s.id = m.session_id
where m.kind in ('interrupt', 'prompt') and not m.copied and m.at >= :now - :days * 86400000
group by s.project
order by interrupts desc, prompts desc, s.project`,
    parameters: [days],
    chart: { mark: 'bar', x: 'project', y: 'interrupts' },
  },
];
