/** Row numbers of the sessions of a list (JSON) and of all that descend from them. A damaged ring of parents ends by itself. */
export const descendants = `
  with recursive tree (id, agent, agent_session_id) as (
    select id, agent, agent_session_id from session where id in (select value from json_each(?))
    union
    select s.id, s.agent, s.agent_session_id from tree
    join session s on s.agent = tree.agent and s.parent = tree.agent_session_id)
  select id from tree`;
