create view v_session as select agent || ':' || agent_session_id as id from session;
