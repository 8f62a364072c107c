-- The tables that are read of OpenCode 1.18, without the columns that are not.
create table session (id text primary key, project_id text not null, workspace_id text, parent_id text, slug text not null,
  directory text not null, title text not null, version text not null, share_url text, cost real default 0 not null, revert text,
  permission text, time_created integer not null, time_updated integer not null, time_archived integer);
create table message (id text primary key, session_id text not null, time_created integer not null, time_updated integer not null,
  data text not null);
create table part (id text primary key, message_id text not null, session_id text not null, time_created integer not null,
  time_updated integer not null, data text not null);
create table todo (session_id text not null, content text not null, status text not null, priority text not null,
  position integer not null, time_created integer not null, time_updated integer not null, primary key (session_id, position));
create table workspace (id text primary key, type text not null, branch text, project_id text not null);
insert into message (id, session_id, time_created, time_updated, data) values ('m1', 'ses_odd', 1767322800000, 1767322800050, '{"role":');
insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p1', 'm1', 'ses_odd', 1767322800000, 1767322800007, '[]');
insert into message (id, session_id, time_created, time_updated, data) values ('m2', 'ses_odd', 1767322800000, 1767322800050, '{"role":"system","time":{"created":"soon"}}');
insert into message (id, session_id, time_created, time_updated, data) values ('m3', 'ses_odd', 1767322800001, 1767322800051, '{"role":"assistant","parentID":"msg_x","agent":"build","mode":"build","path":{"cwd":"/work/app","root":"/work/app"},"cost":0.001,"modelID":"claude-sonnet-4-5","providerID":"anthropic","time":{"created":1767322800001,"completed":1767322800002},"tokens":{"input":"many","output":1,"cache":3}}');
insert into message (id, session_id, time_created, time_updated, data) values ('m4', 'ses_odd', 1767322800002, 1767322800052, '{"role":"assistant","parentID":"msg_x","agent":"build","mode":"build","path":{"cwd":"/work/app","root":"/work/app"},"cost":0.001,"modelID":"claude-sonnet-4-5","providerID":"anthropic","time":{"created":1767322800002,"completed":1767322800003},"tokens":7}');
insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p4', 'm4', 'ses_odd', 1767322800002, 1767322800009, '{"type":"hologram"}');
insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p5', 'm4', 'ses_odd', 1767322800002, 1767322800009, '{"text":"no type"}');
insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p6', 'm4', 'ses_odd', 1767322800002, 1767322800009, '{"type":"tool","tool":"bash","state":"done"}');
insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p7', 'm4', 'ses_odd', 1767322800002, 1767322800009, '{"type":"tool","tool":"bash","callID":"c7","state":{"status":"completed","output":{"text":"odd"},"time":{"start":5}}}');
