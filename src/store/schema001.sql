-- The first schema. Tables are private to src/store; the views in views.sql are what everyone else reads.
-- Times: milliseconds since 1970 UTC. Names (models, branches, folders, tools) are numbers of the table `name`.

create table meta (key text primary key, value text not null) without rowid;

create table name (id integer primary key, text text not null unique);

-- What git says of a working folder; null where it is in no repository or the folder is gone.
create table place (
  cwd integer primary key references name (id),
  repository integer references name (id),
  worktree integer references name (id)
);

create table source (
  id integer primary key,
  agent text not null,
  root text not null,
  path text not null,
  identity text,                -- device and inode, where the file system has them
  size integer not null,
  modified_at integer not null,
  offset integer not null,      -- end of the last whole line that is committed
  line integer not null,        -- its number, for messages to people
  head text,                    -- hash of the first bytes, to notice that another file took this one's place
  head_length integer not null default 0,
  importer_version integer not null,
  notes text,                   -- what its reading left out and why, as JSON: short, kept in memory
  generation integer not null default 0,   -- how often the file was read anew from its start
  gone_at integer,              -- since when the file is missing
  state text,                   -- what the parser carries from line to line, as JSON: long, read when the file is
  unique (root, path)
);

create table session (
  id integer primary key,
  agent text not null,
  agent_session_id text not null,
  parent text,                  -- agent's id of the parent session, which may not be stored (yet)
  forked_from text,
  title text,
  title_rank integer not null default 0,
  title_at integer,
  title_source_id integer,
  cwd integer references name (id),
  cwd_at integer,
  agent_version text,
  version_at integer,
  started_at integer,
  ended_at integer,
  headless integer not null default 0,
  client text,                  -- see `Client` in common/model.ts
  archived integer not null default 0,         -- 1: a file in the agent's archive told of it
  active_source_id integer references source (id), -- a file outside the archive; while it is there the session is not archived
  waiting integer not null default 0,
  waiting_at integer,
  process integer,              -- that runs it now, while the file that tells so is there
  process_source_id integer references source (id),
  agent_type text,
  parent_call text,
  agent_cost_usd real,
  source_id integer references source (id),   -- the session's main file; null: only mentioned elsewhere, it has no events
  source_is_thread integer not null default 0, -- 1: as yet only a sub-agent's file is known
  unique (agent, agent_session_id)
);
create index session_parent on session (agent, parent) where parent is not null;
create index session_ended on session (ended_at);

-- A sub-agent without a session id of its own.
create table thread (
  id integer primary key,
  session_id integer not null references session (id),
  agent_thread_id text not null,
  agent_type text,
  description text,
  call_id text,
  model integer references name (id),
  started_at integer,
  internal integer not null default 0,
  unique (session_id, agent_thread_id)
);

-- Many texts, one after another, about 64 KB, brotli-compressed: bodies of messages, outputs, patches.
create table block (id integer primary key, z blob not null);

-- The id is ordered by time (see messageId.ts), so that an index over it can stop early at the newest.
create table message (
  id integer primary key,
  session_id integer not null references session (id),
  thread_id integer references thread (id),
  uid text not null,
  parent_uid text,
  source_id integer not null references source (id),
  offset integer not null,      -- of the line in its source
  part integer not null,        -- of the event in its line
  at integer,
  role integer not null,        -- position in the list `roles` of codes.ts; kind likewise
  kind integer not null,
  model integer references name (id),
  branch integer references name (id),
  cwd integer references name (id),
  usage_id integer,
  tool_call_id integer,
  copied integer not null default 0,
  withheld integer not null default 0,
  generation integer not null default 0,  -- of the source when it was read; lower than the source's: the file no longer has it
  block_id integer,
  start integer not null default 0,
  bytes integer not null default 0,
  full_bytes integer not null default 0,
  unique (session_id, uid)
);
create index message_order on message (session_id, thread_id, source_id, offset, part);
create index message_command on message (id) where kind = 1; -- position of `command` in the list

create table tool_call (
  id integer primary key,
  session_id integer not null references session (id),
  call_id text not null,
  thread_id integer references thread (id),
  message_id integer,
  name integer references name (id),
  category integer,
  started_at integer,
  ended_at integer,
  is_error integer,
  exit_code integer,
  duration_ms integer,
  withheld integer not null default 0,
  block_id integer,             -- of the output
  start integer not null default 0,
  bytes integer not null default 0,
  full_bytes integer not null default 0,
  unique (session_id, call_id)
);
create index tool_call_open on tool_call (session_id) where ended_at is null;

create table attachment (
  message_id integer,
  tool_call_id integer,
  part integer not null,
  mime text not null,
  bytes integer not null
);
create index attachment_message on attachment (message_id) where message_id is not null;
create index attachment_tool_call on attachment (tool_call_id) where tool_call_id is not null;

create table file_change (
  id integer primary key,
  session_id integer not null references session (id),
  call_id text not null,
  at integer,
  path integer not null references name (id),
  new_path integer references name (id),
  operation text not null,
  added integer,
  removed integer,
  block_id integer,             -- of the patch
  start integer not null default 0,
  bytes integer not null default 0,
  unique (session_id, call_id, path)
);
create index file_change_path on file_change (path, session_id);
create index file_change_new_path on file_change (new_path, session_id) where new_path is not null;

-- One row a model response, over all files. The rules are in common/model.ts, UsageEvent.
create table usage (
  id integer primary key,
  key text not null,            -- one row each
  key_hash integer not null,    -- of the key (see textHash.ts), and that of the group: an index over the texts is as large as the table
  grp text not null,
  grp_hash integer not null,
  rank integer not null,
  counted integer not null default 1,     -- 0: another rank of its group counts
  preference integer not null,
  session_id integer not null references session (id),
  thread_id integer references thread (id),
  at integer,
  is_copy integer not null default 0,
  branch integer references name (id),
  cwd integer references name (id),
  contested integer not null default 0,   -- 1: more than one session claims it, see usage_claim
  model integer references name (id),
  has_usage integer not null,
  input integer not null default 0,
  cache_read integer not null default 0,
  cache_write_5m integer not null default 0,
  cache_write_1h integer not null default 0,
  output integer not null default 0,
  reasoning integer,
  approximate integer not null default 0, -- 1: the agent rounds its figures, or tells a part of them
  tier text,
  web_searches integer not null default 0,
  request_id text,              -- decides between copies, and joins what else tells of the request: hooks, telemetry
  ticket integer references name (id)     -- resolved by src/attribution; null: none
);
create index usage_key on usage (key_hash);
create index usage_group on usage (grp_hash, rank);
create index usage_at on usage (at);
create index usage_session on usage (session_id, at);
create index usage_ticket on usage (ticket, at) where ticket is not null;

-- The responses that count, added up: one row a session, sub-agent in it, quarter of an hour, model and price band, tier,
-- branch, folder and ticket. The tree and statistics read this. Written by rollup.ts in the transactions that change `usage`.
create table usage_rollup (
  id integer primary key,
  session_id integer not null references session (id),
  thread_id integer references thread (id),
  at integer,                   -- start of the quarter; null: responses without a time
  model integer references name (id),
  band integer not null,        -- of the model's built-in prices, see pricing/bands.ts
  other_tier integer not null,  -- 1: billed as another tier than the standard one
  branch integer references name (id),
  cwd integer references name (id),
  ticket integer references name (id),
  first_at integer,             -- of the responses themselves
  last_at integer,
  responses integer not null,   -- with usage
  unknown_responses integer not null,
  approximate_responses integer not null,
  input integer not null,
  cache_read integer not null,
  cache_write_5m integer not null,
  cache_write_1h integer not null,
  output integer not null,
  with_reasoning integer not null, -- responses that tell their reasoning
  reasoning integer not null,
  web_searches integer not null
);
create index usage_rollup_session on usage_rollup (session_id, at);
create index usage_rollup_ticket on usage_rollup (ticket) where ticket is not null;

-- The price bands, as JSON, by which rows of a model were added up.
create table usage_rollup_model (model integer primary key references name (id), bands text not null);

-- Tool calls and file changes of a session with all that charts ask of them, as bytes. Written by packedSessions.ts when
-- nothing else is to be done.
create table packed_session (
  session_id integer primary key references session (id),
  calls blob not null,
  changes blob not null
);

-- Sessions whose rows are others than those that are packed, as the triggers below note. Nothing deletes such rows but what
-- forgets whole sessions.
create table unpacked_session (session_id integer primary key);

-- Sessions with a tool call of a response that is not their own, as far as was known when the call was written.
create table response_elsewhere (
  usage_id integer not null references usage (id),
  session_id integer not null references session (id),
  primary key (usage_id, session_id)
) without rowid;

-- Who says to have written a response that several sessions have. Only for contested responses.
create table usage_claim (
  usage_id integer not null references usage (id),
  session_id integer not null references session (id),
  thread_id integer,
  at integer,
  is_copy integer not null,
  branch integer,
  cwd integer,
  primary key (usage_id, session_id)
) without rowid;
create index usage_claim_session on usage_claim (session_id);

-- Messages whose response is not stored yet, by the response's key.
create table pending_response (key text not null, message_id integer not null, primary key (key, message_id)) without rowid;

create table ticket (
  id integer primary key,
  key text not null unique,
  title text,
  note text,
  created_at integer not null,
  abandoned_at integer          -- given up by hand; null: it was not
);

-- A ticket that was merged into another: whatever names the one belongs to the other.
create table ticket_alias (key text primary key, into_key text not null) without rowid;

-- When a ticket was being worked on, in one worktree. An open interval has no end; one at most is open in a worktree.
create table ticket_interval (
  id integer primary key,
  ticket_id integer not null references ticket (id),
  repository text,
  worktree text not null,
  branch text,
  started_at integer not null,
  finished_at integer
);
create unique index ticket_interval_open on ticket_interval (worktree) where finished_at is null;

-- By hand: a session, or its responses in [from_at, to_at).
create table assignment (
  id integer primary key,
  session_id integer not null references session (id),
  from_at integer,
  to_at integer,
  key text not null
);
create index assignment_session on assignment (session_id);

-- What a person says of a session, over what its agent says; no row: nothing.
create table session_mark (
  session_id integer primary key references session (id),
  title text,                   -- in place of the agent's
  note text,
  favourite integer not null default 0,
  archived integer not null default 0 -- 1: put away: left out of lists, not of figures
);

-- `origin`: 0 given by hand, 1 by a rule, 2 taken away by hand, so that no rule gives it again.
create table session_tag (
  session_id integer not null references session (id),
  tag integer not null references name (id),
  origin integer not null,
  primary key (session_id, tag)
) without rowid;
create index session_tag_tag on session_tag (tag, session_id);

-- A moment of a session that a person wants to find again.
create table pin (
  id integer primary key,
  session_id integer not null references session (id),
  message_uid text not null,
  note text,
  created_at integer not null,
  unique (session_id, message_uid)
);

-- What is concluded from a session's rows by src/insights; made anew when they, or the rules, change.
create table session_insight (
  session_id integer primary key references session (id),
  made_of text not null,        -- tells whether it still holds
  category text not null,
  insights text not null        -- JSON: why this category, quality, findings about prompts
);

-- Sessions that a person made us forget: what their files still tell is not stored again.
create table forgotten (
  agent text not null,
  agent_session_id text not null,
  at integer not null,
  primary key (agent, agent_session_id)
) without rowid;

create table plan (
  id integer primary key,
  agent text not null,
  name text not null,
  session_id integer references session (id),
  at integer,
  text text not null,
  path text,
  unique (agent, name)
);

create table todo (
  session_id integer not null references session (id),
  thread text not null default '',
  task text not null default '', -- of a list that comes one task a file
  at integer,
  items text not null,          -- JSON
  primary key (session_id, thread, task)
) without rowid;

-- What was typed, as the agent's own history has it: of sessions too whose files are gone. For a search over prompts.
create table prompt (
  id integer primary key,
  agent text not null,
  session text,
  at integer not null,
  text text not null,
  project text,
  unique (agent, at, text)
);

-- How much of a subscription's windows is used up, as the provider told the agent last.
create table rate_limit (
  agent text not null,
  name text not null,           -- of the limit, in the agent's words
  span text not null,           -- which of its windows, likewise
  at integer not null,          -- when it was told
  used_percent real not null,
  minutes integer,              -- how long the window is
  resets_at integer,
  plan text,
  primary key (agent, name, span)
) without rowid;

create table link (session_id integer not null references session (id), url text not null, label text not null, at integer, primary key (session_id, url)) without rowid;

create table problem (
  id integer primary key,
  source_id integer references source (id),
  file text not null,
  line integer,
  message text not null,
  at integer not null
);
create unique index problem_source on problem (source_id, ifnull(line, 0), message) where source_id is not null;

-- Lines of a type that no importer knows: how many, and where the first and the last are.
create table unknown_line (
  source_id integer not null references source (id),
  name text not null,
  count integer not null,
  first_offset integer not null,
  last_offset integer not null,
  last_length integer not null,
  primary key (source_id, name)
) without rowid;

-- Not `or ignore`: the statement that fires a trigger decides what becomes of conflicts in it.
create trigger packed_call_new after insert on tool_call begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
create trigger packed_call after update on tool_call begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
create trigger packed_change_new after insert on file_change begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
create trigger packed_change after update on file_change begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
create trigger packed_message after update of at, copied, usage_id, model, branch on message
when new.tool_call_id is not null and (old.at is not new.at or old.copied <> new.copied or old.usage_id is not new.usage_id
  or old.model is not new.model or old.branch is not new.branch) begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
create trigger packed_message_elsewhere_new after insert on message
when new.tool_call_id is not null and new.usage_id is not null
  and new.session_id is not (select session_id from usage where id = new.usage_id) begin
  insert into response_elsewhere select new.usage_id, new.session_id
    where not exists (select 1 from response_elsewhere where usage_id = new.usage_id and session_id = new.session_id);
end;
create trigger packed_message_elsewhere after update of usage_id, tool_call_id on message
when new.tool_call_id is not null and new.usage_id is not null
  and new.session_id is not (select session_id from usage where id = new.usage_id) begin
  insert into response_elsewhere select new.usage_id, new.session_id
    where not exists (select 1 from response_elsewhere where usage_id = new.usage_id and session_id = new.session_id);
end;
create trigger packed_usage_new after insert on usage begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
-- A response is named by messages of each session that claims it, and of those that do not.
create trigger packed_usage after update of session_id, at, counted, model, branch, cwd, ticket on usage
when old.session_id <> new.session_id or old.at is not new.at or old.counted <> new.counted or old.model is not new.model
  or old.branch is not new.branch or old.cwd is not new.cwd or old.ticket is not new.ticket begin
  insert into unpacked_session select old.session_id where old.session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select session_id from usage_claim
    where usage_id = new.id and session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select session_id from response_elsewhere
    where usage_id = new.id and session_id not in (select session_id from unpacked_session);
end;
create trigger packed_session_cwd after update of cwd on session when old.cwd is not new.cwd begin
  insert into unpacked_session select new.id where new.id not in (select session_id from unpacked_session);
end;
