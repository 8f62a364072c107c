pragma user_version = 1;
create table meta (key text primary key, value text not null) without rowid;
create table name (id integer primary key, text text not null unique);
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
  identity text,
  size integer not null,
  modified_at integer not null,
  offset integer not null,
  line integer not null,
  head text,
  head_length integer not null default 0,
  importer_version integer not null,
  state text,
  generation integer not null default 0,
  gone_at integer,
  unique (root, path)
);
create table session (
  id integer primary key,
  agent text not null,
  agent_session_id text not null,
  parent text,
  forked_from text,
  title text,
  title_rank integer not null default 0,
  cwd integer references name (id),
  cwd_at integer,
  agent_version text,
  started_at integer,
  ended_at integer,
  headless integer not null default 0,
  archived integer not null default 0,
  waiting integer not null default 0,
  agent_type text,
  parent_call text,
  agent_cost_usd real,
  source_id integer references source (id),
  unique (agent, agent_session_id)
);
create index session_parent on session (agent, parent) where parent is not null;
create index session_ended on session (ended_at);
create table thread (
  id integer primary key,
  session_id integer not null references session (id),
  agent_thread_id text not null,
  agent_type text,
  description text,
  call_id text,
  model integer references name (id),
  internal integer not null default 0,
  unique (session_id, agent_thread_id)
);
create table block (id integer primary key, z blob not null);
create table message (
  id integer primary key,
  session_id integer not null references session (id),
  thread_id integer references thread (id),
  uid text not null,
  parent_uid text,
  source_id integer not null references source (id),
  offset integer not null,
  part integer not null,
  at integer,
  role integer not null,
  kind integer not null,
  model integer references name (id),
  branch integer references name (id),
  cwd integer references name (id),
  usage_id integer,
  tool_call_id integer,
  copied integer not null default 0,
  withheld integer not null default 0,
  generation integer not null default 0,
  block_id integer,
  start integer not null default 0,
  bytes integer not null default 0,
  full_bytes integer not null default 0,
  unique (session_id, uid)
);
create index message_order on message (session_id, thread_id, source_id, offset, part);
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
  overflow_path text,
  block_id integer,
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
  block_id integer,
  start integer not null default 0,
  bytes integer not null default 0,
  unique (session_id, call_id, path)
);
create index file_change_path on file_change (path, session_id);
create table usage (
  id integer primary key,
  key text not null unique,
  grp text not null,
  rank integer not null,
  counted integer not null default 1,
  preference integer not null,
  session_id integer not null references session (id),
  thread_id integer references thread (id),
  at integer,
  is_copy integer not null default 0,
  branch integer references name (id),
  cwd integer references name (id),
  contested integer not null default 0,
  model integer references name (id),
  has_usage integer not null,
  input integer not null default 0,
  cache_read integer not null default 0,
  cache_write_5m integer not null default 0,
  cache_write_1h integer not null default 0,
  output integer not null default 0,
  reasoning integer,
  tier text,
  web_searches integer not null default 0,
  request_id text,
  ticket integer references name (id)
);
create index usage_group on usage (grp, rank);
create index usage_at on usage (at);
create index usage_session on usage (session_id);
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
create table ticket (id integer primary key, key text not null unique, title text, created_at integer not null);
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
create table assignment (
  id integer primary key,
  session_id integer not null references session (id),
  from_at integer,
  to_at integer,
  key text not null
);
create index assignment_session on assignment (session_id);
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
  at integer,
  items text not null,
  primary key (session_id, thread)
) without rowid;
create table prompt (
  id integer primary key,
  agent text not null,
  session text,
  at integer not null,
  text text not null,
  project text,
  unique (agent, at, text)
);
create table link (session_id integer not null references session (id), url text not null, label text not null, at integer, primary key (session_id, url)) without rowid;
create table problem (
  id integer primary key,
  source_id integer references source (id),
  file text not null,
  line integer,
  message text not null,
  at integer not null
);
create index problem_source on problem (source_id);
create table unknown_line (
  source_id integer not null references source (id),
  name text not null,
  count integer not null,
  first_offset integer not null,
  last_offset integer not null,
  last_length integer not null,
  primary key (source_id, name)
) without rowid;
create table tombstone (agent text not null, agent_session_id text not null, at integer not null, primary key (agent, agent_session_id)) without rowid;
