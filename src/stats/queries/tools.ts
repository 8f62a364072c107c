import type { SqlQuery } from '../../common/sqlQuery.js';
import { days } from './parameters.js';

export const toolQueries: readonly SqlQuery[] = [
  {
    id: 'tool-usage',
    title: 'Tool usage',
    about: 'How often each tool was called, in how many sessions, and how often it went well.',
    sql: `select name as tool, category, count(*) as calls, count(distinct session_id) as sessions,
  sum(is_error = 0) as successes, sum(is_error = 1) as errors,
  round(100.0 * sum(is_error = 1) / nullif(count(is_error), 0), 1) as error_percent
from v_tool_call
where not copied and started_at >= :now - :days * 86400000
group by name, category
order by calls desc, tool`,
    parameters: [days],
    chart: { mark: 'bar', x: 'tool', y: 'calls' },
  },
  {
    id: 'slowest-calls',
    title: 'Slowest tool calls',
    about: 'The calls that took longest, with the beginning of their input.',
    sql: `select round(duration_ms / 1000.0, 1) as seconds, name as tool, substr(input, 1, 200) as input, is_error,
  session_id as session
from v_tool_call
where not copied and duration_ms is not null and started_at >= :now - :days * 86400000
order by duration_ms desc, session_id, call_id
limit 50`,
    parameters: [days],
  },
  {
    id: 'failed-commands',
    title: 'Failed commands',
    about: 'Commands and other calls that failed, newest first, with what they said.',
    sql: `select datetime(started_at / 1000, 'unixepoch', 'localtime') as time, name as tool, exit_code,
  substr(input, 1, 200) as input, substr(output, 1, 300) as output, session_id as session
from v_tool_call
where not copied and is_error = 1 and started_at >= :now - :days * 86400000
order by started_at desc, session_id, call_id
limit 200`,
    parameters: [days],
  },
  {
    id: 'repeated-calls',
    title: 'Repeated calls',
    about: 'The same call with the same input, several times in one session: an agent that goes in circles.',
    sql: `select name as tool, count(*) as times, sum(is_error = 1) as errors, substr(input, 1, 200) as input,
  session_id as session
from v_tool_call
where not copied and input <> '' and started_at >= :now - :days * 86400000
group by session_id, name, input
having times >= :times
order by times desc, session_id, tool
limit 100`,
    parameters: [days, { name: 'times', label: 'Times', kind: 'number', value: 3 }],
  },
  {
    id: 'tools-by-model',
    title: 'Tools by model',
    about: 'Which models call which kinds of tools, and how often they fail.',
    sql: `select ifnull(model, '?') as model, category, count(*) as calls,
  round(100.0 * sum(is_error = 1) / nullif(count(is_error), 0), 1) as error_percent
from v_tool_call
where not copied and started_at >= :now - :days * 86400000
group by 1, 2
order by model, calls desc, category`,
    parameters: [days],
    chart: { mark: 'column', x: 'model', y: 'calls', series: 'category' },
  },
];
