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
  case when src.gone_at is null then src.root || '/' || src.path end as file
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
    when 10 then 'notice' end as kind,     -- only prompt, command and shell are the user's own words
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
  case when c.withheld = 0 then unpack(cb.z, c.block_id, c.start, c.bytes) end as output,
  c.full_bytes as output_bytes,
  c.is_error,                              -- null: there is no result
  c.exit_code,
  c.started_at,
  c.ended_at,
  ifnull(c.duration_ms, nullif(c.ended_at - c.started_at, 0)) as duration_ms -- null: unknown, where both have one time, too
from tool_call c
join session s on s.id = c.session_id
left join thread t on t.id = c.thread_id
left join name on name.id = c.name
left join message m on m.id = c.message_id
left join block mb on mb.id = m.block_id
left join block cb on cb.id = c.block_id;

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
  u.web_searches
from usage u
join session s on s.id = u.session_id
left join thread t on t.id = u.thread_id
left join name model on model.id = u.model
left join name branch on branch.id = u.branch
left join name cwd on cwd.id = u.cwd
left join place p on p.cwd = u.cwd
left join name repository on repository.id = p.repository
left join name ticket on ticket.id = u.ticket
where u.counted = 1;

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
  unpack(b.z, f.block_id, f.start, f.bytes) as patch
from file_change f
join session s on s.id = f.session_id
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
  i.finished_at                            -- null: open
from ticket k
left join ticket_interval i on i.ticket_id = k.id;
