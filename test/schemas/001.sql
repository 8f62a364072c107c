pragma user_version = 1;
pragma application_id = -1334702514;
CREATE TABLE meta (key text primary key, value text not null) without rowid;
insert into meta values ('rollup', '3');
insert into meta values ('settings', '{"paused":true}');
insert into meta values ('views', 'tayXEl9QssdpPGWtBm-Eo1tOK5U5_lTA8IXOQx-Pw9s');
CREATE TABLE name (id integer primary key, text text not null unique);
insert into name values (1, '/home/me/project');
insert into name values (2, 'ABC-1-test');
insert into name values (3, 'model-1');
insert into name values (4, 'Bash');
insert into name values (5, '/home/me/project/a.ts');
insert into name values (6, 'a tag');
CREATE TABLE place (
  cwd integer primary key references name (id),
  repository integer references name (id),
  worktree integer references name (id)
);
CREATE TABLE source (
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
insert into source values (1, 'agent', '/root', 'a.jsonl', null, 100, 1, 100, 1, null, 0, 1, null, 0, null, null);
CREATE TABLE session (
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
insert into session values (1, 'agent', 's1', null, 's0', 'A title', 40, 1700000000000, 1, 1, 1700000000000, '1.0', 1700000000000, 1700000000000, 1700000003000, 1, null, 0, null, 0, null, null, null, null, null, null, 1, 0);
insert into session values (2, 'agent', 's2', null, null, null, 0, null, null, null, null, null, null, null, null, 0, null, 0, null, 0, null, null, null, null, null, null, 1, 0);
CREATE INDEX session_parent on session (agent, parent) where parent is not null;
CREATE INDEX session_ended on session (ended_at);
CREATE TABLE thread (
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
insert into thread values (1, 1, 't1', 'explorer', 'Looks around', null, null, null, 0);
CREATE TABLE block (id integer primary key, z blob not null);
insert into block values (1, x'0315805772697465206120746573747b22636f6d6d616e64223a226c73227d612e74734040202d31202b3120404003');
CREATE TABLE message (
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
insert into message values (1600000016, 1, null, 'm1', null, 1, 10, 0, 1700000001000, 0, 0, null, 2, null, null, null, 0, 0, 0, 1, 0, 12, 12);
insert into message values (1600000032, 1, 1, 'm2', null, 1, 20, 0, 1700000002000, 1, 6, 3, null, null, 1, 1600000033, 0, 0, 0, 1, 12, 16, 16);
CREATE INDEX message_order on message (session_id, thread_id, source_id, offset, part);
CREATE INDEX message_command on message (id) where kind = 1;
CREATE TABLE tool_call (
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
insert into tool_call values (1600000033, 1, 'c1', 1, 1600000032, 4, 3, 1700000002000, 1700000003000, 0, 0, null, 0, 1, 28, 4, 4);
CREATE INDEX tool_call_open on tool_call (session_id) where ended_at is null;
CREATE TABLE attachment (
  message_id integer,
  tool_call_id integer,
  part integer not null,
  mime text not null,
  bytes integer not null
);
insert into attachment values (1600000016, null, 0, 'image/png', 9);
CREATE INDEX attachment_message on attachment (message_id) where message_id is not null;
CREATE INDEX attachment_tool_call on attachment (tool_call_id) where tool_call_id is not null;
CREATE TABLE file_change (
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
insert into file_change values (1, 1, 'c1', 1700000003000, 5, null, 'update', 2, 1, 1, 32, 11);
CREATE INDEX file_change_path on file_change (path, session_id);
CREATE INDEX file_change_new_path on file_change (new_path, session_id) where new_path is not null;
CREATE TABLE usage (
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
insert into usage values (1, 'r1', 1842209694, 'r1', 1842209694, 0, 1, 0, 1, null, 1700000002000, 0, 2, 1, 1, 3, 1, 1, 2, 3, 4, 5, 1, 0, 'fast', 0, null, null);
CREATE INDEX usage_key on usage (key_hash);
CREATE INDEX usage_group on usage (grp_hash, rank);
CREATE INDEX usage_at on usage (at);
CREATE INDEX usage_session on usage (session_id, at);
CREATE INDEX usage_ticket on usage (ticket, at) where ticket is not null;
CREATE TABLE usage_rollup (
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
insert into usage_rollup values (1, 1, null, 1699999200000, 3, 0, 1, 2, 1, null, 1700000002000, 1700000002000, 1, 0, 0, 1, 2, 3, 4, 5, 1, 1, 0);
CREATE INDEX usage_rollup_session on usage_rollup (session_id, at);
CREATE INDEX usage_rollup_ticket on usage_rollup (ticket) where ticket is not null;
CREATE TABLE usage_rollup_model (model integer primary key references name (id), bands text not null);
insert into usage_rollup_model values (3, '{"thresholds":[],"epochs":[],"dayTimes":[]}');
CREATE TABLE packed_session (
  session_id integer primary key references session (id),
  calls blob not null,
  changes blob not null
);
CREATE TABLE unpacked_session (session_id integer primary key);
insert into unpacked_session values (1);
CREATE TABLE response_elsewhere (
  usage_id integer not null references usage (id),
  session_id integer not null references session (id),
  primary key (usage_id, session_id)
) without rowid;
CREATE TABLE usage_claim (
  usage_id integer not null references usage (id),
  session_id integer not null references session (id),
  thread_id integer,
  at integer,
  is_copy integer not null,
  branch integer,
  cwd integer,
  primary key (usage_id, session_id)
) without rowid;
insert into usage_claim values (1, 1, null, 1700000002000, 0, 2, 1);
insert into usage_claim values (1, 2, null, 1700000002000, 1, null, null);
CREATE INDEX usage_claim_session on usage_claim (session_id);
CREATE TABLE pending_response (key text not null, message_id integer not null, primary key (key, message_id)) without rowid;
CREATE TABLE ticket (
  id integer primary key,
  key text not null unique,
  title text,
  note text,
  created_at integer not null,
  abandoned_at integer          -- given up by hand; null: it was not
);
insert into ticket values (1, 'ABC-1', 'Test', null, 1700000000000, null);
CREATE TABLE ticket_alias (key text primary key, into_key text not null) without rowid;
insert into ticket_alias values ('ABC-2', 'ABC-1');
CREATE TABLE ticket_interval (
  id integer primary key,
  ticket_id integer not null references ticket (id),
  repository text,
  worktree text not null,
  branch text,
  started_at integer not null,
  finished_at integer
);
insert into ticket_interval values (1, 1, null, '/home/me/project', null, 1700000000000, null);
CREATE UNIQUE INDEX ticket_interval_open on ticket_interval (worktree) where finished_at is null;
CREATE TABLE assignment (
  id integer primary key,
  session_id integer not null references session (id),
  from_at integer,
  to_at integer,
  key text not null
);
insert into assignment values (1, 1, null, null, 'ABC-1');
CREATE INDEX assignment_session on assignment (session_id);
CREATE TABLE session_mark (
  session_id integer primary key references session (id),
  title text,                   -- in place of the agent's
  note text,
  favourite integer not null default 0,
  archived integer not null default 0 -- 1: put away: left out of lists, not of figures
);
insert into session_mark values (1, 'Own title', 'Look again', 1, 0);
CREATE TABLE session_tag (
  session_id integer not null references session (id),
  tag integer not null references name (id),
  origin integer not null,
  primary key (session_id, tag)
) without rowid;
insert into session_tag values (1, 6, 0);
CREATE INDEX session_tag_tag on session_tag (tag, session_id);
CREATE TABLE pin (
  id integer primary key,
  session_id integer not null references session (id),
  message_uid text not null,
  note text,
  created_at integer not null,
  unique (session_id, message_uid)
);
insert into pin values (1, 1, 'm1', 'Here', 1700000000000);
CREATE TABLE session_insight (
  session_id integer primary key references session (id),
  made_of text not null,        -- tells whether it still holds
  category text not null,
  insights text not null        -- JSON: why this category, quality, findings about prompts
);
insert into session_insight values (1, 'x', 'testing', '{}');
CREATE TABLE forgotten (
  agent text not null,
  agent_session_id text not null,
  at integer not null,
  primary key (agent, agent_session_id)
) without rowid;
insert into forgotten values ('agent', 's9', 1700000000000);
CREATE TABLE plan (
  id integer primary key,
  agent text not null,
  name text not null,
  session_id integer references session (id),
  at integer,
  text text not null,
  path text,
  unique (agent, name)
);
insert into plan values (1, 'agent', 'plan', 1, 1700000004000, '# Plan', null);
CREATE TABLE todo (
  session_id integer not null references session (id),
  thread text not null default '',
  task text not null default '', -- of a list that comes one task a file
  at integer,
  items text not null,          -- JSON
  primary key (session_id, thread, task)
) without rowid;
insert into todo values (1, '', '', 1700000004000, '[{"text":"Test","status":"completed"}]');
CREATE TABLE prompt (
  id integer primary key,
  agent text not null,
  session text,
  at integer not null,
  text text not null,
  project text,
  unique (agent, at, text)
);
insert into prompt values (1, 'agent', 's1', 1700000001000, 'Write a test', null);
CREATE TABLE rate_limit (
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
CREATE TABLE link (session_id integer not null references session (id), url text not null, label text not null, at integer, primary key (session_id, url)) without rowid;
insert into link values (1, 'https://example.org/1', 'PR 1', null);
CREATE TABLE problem (
  id integer primary key,
  source_id integer references source (id),
  file text not null,
  line integer,
  message text not null,
  at integer not null
);
insert into problem values (1, 1, '/root/a.jsonl', 3, 'torn', 1700000000000);
CREATE UNIQUE INDEX problem_source on problem (source_id, ifnull(line, 0), message) where source_id is not null;
CREATE TABLE unknown_line (
  source_id integer not null references source (id),
  name text not null,
  count integer not null,
  first_offset integer not null,
  last_offset integer not null,
  last_length integer not null,
  primary key (source_id, name)
) without rowid;
insert into unknown_line values (1, 'new_type', 1, 10, 10, 20);
CREATE TRIGGER packed_call_new after insert on tool_call begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_call after update on tool_call begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_change_new after insert on file_change begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_change after update on file_change begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_message after update of at, copied, usage_id, model, branch on message
when new.tool_call_id is not null and (old.at is not new.at or old.copied <> new.copied or old.usage_id is not new.usage_id
  or old.model is not new.model or old.branch is not new.branch) begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_message_elsewhere_new after insert on message
when new.tool_call_id is not null and new.usage_id is not null
  and new.session_id is not (select session_id from usage where id = new.usage_id) begin
  insert into response_elsewhere select new.usage_id, new.session_id
    where not exists (select 1 from response_elsewhere where usage_id = new.usage_id and session_id = new.session_id);
end;
CREATE TRIGGER packed_message_elsewhere after update of usage_id, tool_call_id on message
when new.tool_call_id is not null and new.usage_id is not null
  and new.session_id is not (select session_id from usage where id = new.usage_id) begin
  insert into response_elsewhere select new.usage_id, new.session_id
    where not exists (select 1 from response_elsewhere where usage_id = new.usage_id and session_id = new.session_id);
end;
CREATE TRIGGER packed_usage_new after insert on usage begin
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_usage after update of session_id, at, counted, model, branch, cwd, ticket on usage
when old.session_id <> new.session_id or old.at is not new.at or old.counted <> new.counted or old.model is not new.model
  or old.branch is not new.branch or old.cwd is not new.cwd or old.ticket is not new.ticket begin
  insert into unpacked_session select old.session_id where old.session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select new.session_id where new.session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select session_id from usage_claim
    where usage_id = new.id and session_id not in (select session_id from unpacked_session);
  insert into unpacked_session select session_id from response_elsewhere
    where usage_id = new.id and session_id not in (select session_id from unpacked_session);
end;
CREATE TRIGGER packed_session_cwd after update of cwd on session when old.cwd is not new.cwd begin
  insert into unpacked_session select new.id where new.id not in (select session_id from unpacked_session);
end;
CREATE VIRTUAL TABLE text_index using fts4(text, content="text_document", tokenize=unicode61 "remove_diacritics=2", order=desc, matchinfo=fts3);
insert into text_index_segdir values (0, 0, 0, 0, '0 118', x'0001610aa1a0f8fa0503001104000007636f6d6d616e6407a0a0f8fa05030000026c7307a0a0f8fa0504000004746573740790a0f8fa05050001017307a1a0f8fa050400000577726974650790a0f8fa0503000003ee808007a1a0f8fa05020002018107a0a0f8fa0502000201840790a0f8fa050200');
insert into text_index_stat values (0, x'030a2c');
