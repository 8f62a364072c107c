import type { SqlQuery } from '../../common/sqlQuery.js';
import { days } from './parameters.js';

export const workQueries: readonly SqlQuery[] = [
  {
    id: 'files-often-changed',
    title: 'Files often changed',
    about: 'The files that agents changed most often, with lines added and removed.',
    sql: `select path, count(*) as changes, count(distinct session_id) as sessions, sum(added) as added,
  sum(removed) as removed, datetime(max(at) / 1000, 'unixepoch', 'localtime') as last
from v_file_change
where not copied and at >= :now - :days * 86400000
group by path
order by changes desc, path
limit 30`,
    parameters: [days],
    chart: { mark: 'bar', x: 'path', y: 'changes' },
  },
  {
    id: 'lines-per-day',
    title: 'Lines per day',
    about: 'Lines that agents added and removed on each day.',
    sql: `select date(at / 1000, 'unixepoch', 'localtime') as day, sum(added) as added, sum(removed) as removed,
  count(distinct path) as files
from v_file_change
where not copied and at >= :now - :days * 86400000
group by 1
order by 1`,
    parameters: [days],
    chart: { mark: 'column', x: 'day', y: 'added' },
  },
  {
    id: 'search-messages',
    title: 'Search messages',
    about: 'Messages that have a text, newest first. The search view is faster and knows more.',
    sql: `select datetime(m.at / 1000, 'unixepoch', 'localtime') as time, s.title, m.role, m.kind,
  substr(m.text, max(1, instr(lower(m.text), lower(:text)) - 60), 200) as text, m.session_id as session
from v_message m left join v_session s on s.id = m.session_id
where :text <> '' and instr(lower(m.text), lower(:text)) > 0 and not m.copied
order by m.id desc
limit 50`,
    parameters: [{ name: 'text', label: 'Text', kind: 'text', value: '' }],
  },
  {
    id: 'longest-prompts',
    title: 'Longest prompts',
    about: 'What you typed or pasted that was longest.',
    sql: `select datetime(m.at / 1000, 'unixepoch', 'localtime') as time, m.bytes, substr(m.text, 1, 200) as text,
  m.session_id as session
from v_message m
where m.kind = 'prompt' and not m.copied
order by m.bytes desc, m.id
limit 50`,
    parameters: [],
  },
  {
    id: 'open-todos',
    title: 'Open to-dos',
    about: 'What agents meant to do and did not, of the newest lists.',
    sql: `select datetime(t.at / 1000, 'unixepoch', 'localtime') as time, t.status, t.text, s.title, t.session_id as session
from v_todo t left join v_session s on s.id = t.session_id
where t.status <> 'completed'
order by t.at desc, t.session_id, t.position
limit 200`,
    parameters: [],
  },
  {
    id: 'pull-requests',
    title: 'Pull requests',
    about: 'Pages that sessions named as their result, with what those sessions cost.',
    sql: `select l.label, l.url, s.title, sum(u.cost_usd) as cost_usd, s.id as session
from v_link l join v_session s on s.id = l.session_id left join v_usage_quarter u on u.session_id = s.id
group by l.session_id, l.url
order by max(l.at) desc, l.url`,
    parameters: [],
  },
  {
    id: 'branches',
    title: 'Branches',
    about: 'What was done on each branch: files, lines, tokens and cost.',
    sql: `with changed as (
  select branch, count(distinct path) as files, sum(added) as added, sum(removed) as removed
  from v_file_change where not copied group by branch
), used as (
  select branch, sum(total_tokens) as tokens, sum(cost_usd) as cost_usd, max(last_at) as last
  from v_usage_quarter group by branch
)
select u.branch, c.files, c.added, c.removed, u.tokens, u.cost_usd,
  datetime(u.last / 1000, 'unixepoch', 'localtime') as last
from used u left join changed c on c.branch = u.branch
where u.branch is not null
order by u.cost_usd desc, u.branch`,
    parameters: [],
    chart: { mark: 'bar', x: 'branch', y: 'cost_usd' },
  },
  {
    id: 'problems',
    title: 'Unread lines',
    about: 'What could not be read or understood in the files of agents.',
    sql: `select agent, message, count(*) as times, min(file) as file, min(line) as line
from v_problem
group by agent, message
order by times desc, agent, message`,
    parameters: [],
  },
];
