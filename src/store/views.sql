-- The public read schema: what charts, the SQL console, exports and tools may use. Columns keep their names and meanings;
-- the tables below may change. Made anew whenever the database is opened.
-- Times: milliseconds since 1970 UTC. Ids of sessions: `agent:id`, the same on every machine. null: not known.
-- Tokens: input is uncached input, output includes reasoning, total = input + both cache writes + cache read + output.

-- One row a session, but for those that other files only mention. A sub-agent with a session id of its own is a session
-- with a parent.
create view v_session as
select
  s.agent || ':' || s.agent_session_id as id,
  s.agent,
  s.agent_session_id,
  s.agent || ':' || s.parent as parent_id,
  s.agent || ':' || s.forked_from as forked_from_id,
  coalesce(k.title, s.title) as title,     -- the person's own, else the agent's
  s.title as agent_title,
  k.note,
  cwd.text as cwd,
  repository.text as repository,           -- its main folder; null: in none
  worktree.text as worktree,
  ifnull(repository.text, cwd.text) as project,
  s.started_at,
  s.ended_at,                              -- of the last event that is stored
  s.headless,                              -- 1: started by a program
  s.client,                                -- cli, ide, desktop, exec
  ifnull(k.favourite, 0) as favourite,
  ifnull(k.archived, 0) as archived,       -- 1: put away by the person
  s.archived and (active.id is null or active.gone_at is not null) as agent_archived,
  i.category,                              -- bug-fix, feature, refactor, investigation, testing, docs, other; null: not looked at yet
  s.waiting,                               -- 1: the last event asks the user
  s.agent_type,                            -- of a sub-agent: what kind it is
  s.agent_version,
  s.agent_cost_usd,                        -- the agent's own total, where it writes one
  case when src.gone_at is null then src.root || '/' || src.path end as file,
  s.parent is null or s.parent = s.agent_session_id or not exists (
    select 1 from session p where p.agent = s.agent and p.agent_session_id = s.parent
      and (p.source_id is not null or p.started_at is not null)) as top_level, -- 1: without a stored parent; what is counted as a session
  i.insights ->> '$.quality.score' as quality_score, -- 1 to 5; null: too little to judge by, or not looked at yet
  i.insights ->> '$.quality.planned' as planned,
  i.insights ->> '$.quality.oneShot' as one_shot,
  i.insights ->> '$.quality.correctionRate' as correction_rate
from session s
left join source src on src.id = s.source_id
left join source active on active.id = s.active_source_id
left join name cwd on cwd.id = s.cwd
left join place p on p.cwd = s.cwd
left join name repository on repository.id = p.repository
left join name worktree on worktree.id = p.worktree
left join session_mark k on k.session_id = s.id
left join session_insight i on i.session_id = s.id
where s.source_id is not null or s.started_at is not null;

-- One row a tag of a session.
create view v_tag as
select
  s.agent || ':' || s.agent_session_id as session_id,
  tag.text as tag,
  case t.origin when 0 then 'hand' when 1 then 'rule' end as given_by
from session_tag t
join session s on s.id = t.session_id
join name tag on tag.id = t.tag
where t.origin < 2;

-- One row a pinned moment of a session.
create view v_pin as
select
  s.agent || ':' || s.agent_session_id as session_id,
  p.message_uid,
  m.id as message_id,                      -- null: the message is not there any more
  m.at,
  p.note,
  p.created_at
from pin p
join session s on s.id = p.session_id
left join message m on m.session_id = p.session_id and m.uid = p.message_uid;

-- Which top-level session each session descends from: itself, where it is one.
create view v_lineage as
with recursive descent (id, root, depth) as (
  select s.id, s.id, 0 from session s
  where s.parent is null or s.parent = s.agent_session_id or not exists (
    select 1 from session p where p.agent = s.agent and p.agent_session_id = s.parent
      and (p.source_id is not null or p.started_at is not null))
  union all
  select c.id, d.root, d.depth + 1 from descent d
  join session p on p.id = d.id
  join session c on c.agent = p.agent and c.parent = p.agent_session_id and c.id <> p.id
)
select
  s.agent || ':' || s.agent_session_id as session_id,
  root.agent || ':' || root.agent_session_id as root_id,
  d.depth                                  -- 0: a top-level session
from descent d
join session s on s.id = d.id
join session root on root.id = d.root
where s.source_id is not null or s.started_at is not null;

-- One row a message, thought, tool call or notice. Ids grow with time.
create view v_message as
select
  m.id,
  s.agent || ':' || s.agent_session_id as session_id,
  t.agent_thread_id as thread,             -- the sub-agent; null: the session itself
  m.uid,
  m.at,
  case m.role when 0 then 'user' when 1 then 'assistant' when 2 then 'system' when 3 then 'tool' end as role,
  case m.kind when 0 then 'prompt' when 1 then 'command' when 2 then 'shell' when 3 then 'injected' when 4 then 'text'
    when 5 then 'thinking' when 6 then 'tool' when 7 then 'compaction' when 8 then 'interrupt' when 9 then 'error'
    when 10 then 'notice' when 11 then 'hook' when 12 then 'retry' when 13 then 'prompt'
    end as kind,                           -- only prompt, command and shell are the user's own words
  m.kind = 13 as queued,                   -- 1: a prompt that was typed while the agent worked
  case when m.withheld = 0 then ifnull(unpack(b.z, m.block_id, m.start, m.bytes), '') end as text, -- null: not kept
  m.full_bytes as bytes,                   -- of the whole text, of which `text` may be the head
  model.text as model,
  branch.text as branch,
  cwd.text as cwd,
  c.call_id,                               -- of a tool call
  m.copied                                 -- 1: a copy of another session's history
from message m
join session s on s.id = m.session_id
left join thread t on t.id = m.thread_id
left join block b on b.id = m.block_id
left join name model on model.id = m.model
left join name branch on branch.id = m.branch
left join name cwd on cwd.id = m.cwd
left join tool_call c on c.id = m.tool_call_id;

-- One row a tool call, with its input and output.
create view v_tool_call as
select
  s.agent || ':' || s.agent_session_id as session_id,
  c.call_id,
  t.agent_thread_id as thread,
  c.message_id,
  name.text as name,                       -- the agent's own name of the tool
  case c.category when 0 then 'read' when 1 then 'edit' when 2 then 'search' when 3 then 'run' when 4 then 'web'
    when 5 then 'delegate' when 6 then 'plan' when 7 then 'mcp' when 8 then 'other' end as category,
  case when m.withheld = 0 then ifnull(unpack(mb.z, m.block_id, m.start, m.bytes), '') end as input,
  m.full_bytes as input_bytes,
  case when c.withheld = 0 then unpack(cb.z, c.block_id, c.start, c.bytes) end as output,
  c.full_bytes as output_bytes,
  c.is_error,                              -- null: there is no result
  c.exit_code,
  c.started_at,
  c.ended_at,
  ifnull(c.duration_ms, nullif(c.ended_at - c.started_at, 0)) as duration_ms, -- null: unknown, where both have one time, too
  s.agent,
  model.text as model,
  branch.text as branch,
  cwd.text as cwd,
  ifnull(m.copied, 0) as copied,           -- 1: a copy of another session's history
  ifnull(m.at, c.started_at) as at,
  project.text as project,                 -- of the response that made the call, else of the next one; ticket likewise
  ticket.text as ticket
from tool_call c
join session s on s.id = c.session_id
left join thread t on t.id = c.thread_id
left join name on name.id = c.name
left join message m on m.id = c.message_id
left join block mb on mb.id = m.block_id
left join block cb on cb.id = c.block_id
left join usage u on u.id = coalesce(m.usage_id,
  (select n.id from usage n where n.session_id = c.session_id and n.counted = 1 and n.at >= ifnull(m.at, c.started_at)
    order by n.at limit 1),
  (select n.id from usage n where n.session_id = c.session_id and n.counted = 1 and n.at is not null order by n.at desc limit 1))
left join name model on model.id = ifnull(m.model, u.model)
left join name branch on branch.id = ifnull(m.branch, u.branch)
left join name cwd on cwd.id = m.cwd
left join place p_of on p_of.cwd = ifnull(u.cwd, s.cwd)
left join name project on project.id = coalesce(p_of.repository, u.cwd, s.cwd)
left join name ticket on ticket.id = u.ticket;

-- One row a model response, each once over all files. Time, branch, folder and ticket are those of the response itself.
create view v_usage as
select
  u.key as response,
  s.agent || ':' || s.agent_session_id as session_id,
  t.agent_thread_id as thread,
  s.agent,
  u.at,
  model.text as model,
  branch.text as branch,
  cwd.text as cwd,
  repository.text as repository,
  ticket.text as ticket,
  u.has_usage,                             -- 0: the agent recorded none, and the tokens are 0
  u.input as input_tokens,
  u.cache_read as cache_read_tokens,
  u.cache_write_5m as cache_write_5m_tokens,
  u.cache_write_1h as cache_write_1h_tokens,
  u.output as output_tokens,
  u.reasoning as reasoning_tokens,         -- a part of the output
  u.approximate,                           -- 1: rounded by the agent, or a part of what was used
  u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.output as total_tokens,
  u.tier,                                  -- fast, batch, priority, flex; null: standard
  u.web_searches,
  ifnull(project.text, ifnull(cwd.text, s_cwd.text)) as project, -- repository, else folder; the session's, where the line tells none
  case when u.has_usage = 1 then cost_usd(model.text, u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output, u.at)
    end as cost_usd,                       -- of the tokens; null: the model has no price, or no usage is told
  web_search_usd(model.text, u.web_searches) as web_search_usd -- apart, in no other sum
from usage u
join session s on s.id = u.session_id
left join thread t on t.id = u.thread_id
left join name model on model.id = u.model
left join name branch on branch.id = u.branch
left join name cwd on cwd.id = u.cwd
left join place p on p.cwd = u.cwd
left join name repository on repository.id = p.repository
left join place p_of on p_of.cwd = ifnull(u.cwd, s.cwd)
left join name project on project.id = p_of.repository
left join name s_cwd on s_cwd.id = s.cwd
left join name ticket on ticket.id = u.ticket
where u.counted = 1;

-- The same responses added up: one row a session, sub-agent, quarter of an hour (UTC), model, price, branch, folder and ticket.
-- Sums over many days are read from here far sooner than from v_usage, and are the same.
create view v_usage_quarter as
select
  s.agent || ':' || s.agent_session_id as session_id,
  t.agent_thread_id as thread,             -- the sub-agent; null: the session itself
  s.agent,
  u.at,                                    -- start of the quarter; null: responses without a time
  u.first_at,                              -- of the responses themselves
  u.last_at,
  model.text as model,
  branch.text as branch,
  cwd.text as cwd,
  ifnull(project.text, ifnull(cwd.text, s_cwd.text)) as project,
  ticket.text as ticket,
  u.responses,                             -- with usage
  u.unknown_responses,                     -- of which the agent recorded none
  u.approximate_responses,
  u.input as input_tokens,
  u.cache_read as cache_read_tokens,
  u.cache_write_5m as cache_write_5m_tokens,
  u.cache_write_1h as cache_write_1h_tokens,
  u.output as output_tokens,
  case when u.with_reasoning > 0 then u.reasoning end as reasoning_tokens,
  u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.output as total_tokens,
  case when u.responses > 0 then band_cost_usd(model.text, u.band, u.input, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output)
    end as cost_usd,
  u.other_tier,                            -- 1: not the standard tier, so that cost_usd is an estimate
  u.web_searches,
  web_search_usd(model.text, u.web_searches) as web_search_usd
from usage_rollup u
join session s on s.id = u.session_id
left join thread t on t.id = u.thread_id
left join name model on model.id = u.model
left join name branch on branch.id = u.branch
left join name cwd on cwd.id = u.cwd
left join place p_of on p_of.cwd = ifnull(u.cwd, s.cwd)
left join name project on project.id = p_of.repository
left join name s_cwd on s_cwd.id = s.cwd
left join name ticket on ticket.id = u.ticket;

-- One row a file that a tool call changed.
create view v_file_change as
select
  s.agent || ':' || s.agent_session_id as session_id,
  f.call_id,
  f.at,
  path.text as path,
  new_path.text as new_path,
  f.operation,                             -- create, update, delete, rename
  f.added,                                 -- lines
  f.removed,
  unpack(b.z, f.block_id, f.start, f.bytes) as patch,
  s.agent,
  t.agent_thread_id as thread,
  branch.text as branch,
  ifnull(m.copied, 0) as copied,           -- 1: a copy of another session's history
  model.text as model,                     -- of the call
  project.text as project,                 -- of the response that made the call, else of the next one; ticket likewise
  ticket.text as ticket
from file_change f
join session s on s.id = f.session_id
left join tool_call c on c.session_id = f.session_id and c.call_id = f.call_id
left join message m on m.id = c.message_id
left join thread t on t.id = c.thread_id
left join usage u on u.id = coalesce(m.usage_id,
  (select n.id from usage n where n.session_id = f.session_id and n.counted = 1 and n.at >= ifnull(m.at, c.started_at)
    order by n.at limit 1),
  (select n.id from usage n where n.session_id = f.session_id and n.counted = 1 and n.at is not null order by n.at desc limit 1))
left join name branch on branch.id = ifnull(m.branch, u.branch)
left join name model on model.id = ifnull(m.model, u.model)
left join place p_of on p_of.cwd = ifnull(u.cwd, s.cwd)
left join name project on project.id = coalesce(p_of.repository, u.cwd, s.cwd)
left join name ticket on ticket.id = u.ticket
left join name path on path.id = f.path
left join name new_path on new_path.id = f.new_path
left join block b on b.id = f.block_id;

-- One row a time that a ticket was worked on in a worktree; a ticket that was never started has one row without times.
create view v_ticket as
select
  k.key,
  k.title,
  k.note,
  k.created_at,
  k.abandoned_at,                          -- null: it was not
  i.repository,
  i.worktree,
  i.branch,
  i.started_at,
  i.finished_at,                           -- null: open
  a.into_key as merged_into                -- the ticket that all that names this one belongs to; null: it was not merged
from (select * from ticket union all
  select null, key, null, null, null, null from ticket_alias where key not in (select key from ticket)) k
left join ticket_interval i on i.ticket_id = k.id
left join ticket_alias a on a.key = k.key;

-- One row a sub-agent without a session id of its own; those with one are sessions with a parent.
create view v_thread as
select
  s.agent || ':' || s.agent_session_id as session_id,
  t.agent_thread_id as thread,
  t.agent_type,
  t.description,
  t.call_id,                               -- the tool call that began it
  model.text as model,
  t.started_at,
  t.internal                               -- 1: the agent's own helper, not one that the conversation called
from thread t
join session s on s.id = t.session_id
left join name model on model.id = t.model;

-- One row an item of a to-do list, as the list was last.
create view v_todo as
select
  s.agent || ':' || s.agent_session_id as session_id,
  nullif(t.thread, '') as thread,
  t.at,
  item.key + 1 as position,
  item.value ->> 'text' as text,
  item.value ->> 'status' as status        -- pending, in_progress, completed
from todo t
join session s on s.id = t.session_id, json_each(t.items) item;

-- One row a plan.
create view v_plan as
select
  p.agent,
  p.name,
  s.agent || ':' || s.agent_session_id as session_id,
  p.at,
  p.path,
  p.text
from plan p
left join session s on s.id = p.session_id;

-- One row a prompt of an agent's own history, of sessions too that are not stored.
create view v_prompt as
select
  p.agent,
  p.agent || ':' || p.session as session_id,
  p.at,
  p.project,                               -- folder, as the agent wrote it
  p.text
from prompt p;

-- One row a page that a session names as its result: a pull request.
create view v_link as
select
  s.agent || ':' || s.agent_session_id as session_id,
  l.at,
  l.url,
  l.label
from link l
join session s on s.id = l.session_id;

-- One row a window of a subscription, as the provider told the agent last.
create view v_rate_limit as
select
  agent,
  name,                                    -- of the limit, in the agent's words
  span,                                    -- which of its windows, likewise
  at,                                      -- when it was told
  used_percent,                            -- at that time
  minutes,                                 -- how long the window is; null: not told
  resets_at,                               -- when it ends; in the past: what is used now is not known
  plan
from rate_limit;

-- One row something in a file that could not be read or understood.
create view v_problem as
select
  source.agent,
  p.file,
  p.line,
  p.message,
  p.at                                     -- when it was read
from problem p
left join source on source.id = p.source_id;
