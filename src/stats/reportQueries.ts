/**
 * What a report of a period asks in SQL besides usage: `:since` and `:until` are milliseconds, null where the period has no end
 * there. Parts that were copied from another session count there.
 */

/** Tools by calls: name, calls, errors. */
export const toolsOfPeriod = `select name, count(*) as calls, sum(is_error = 1) as errors
from v_tool_call
where not copied and started_at >= ifnull(:since, started_at) and started_at < ifnull(:until, started_at + 1)
group by name
order by errors desc, calls desc, name`;

/** One row: files, lines added and removed, prompts, active days. */
export const workOfPeriod = `select
  (select count(distinct path) from v_file_change
    where not copied and at >= ifnull(:since, at) and at < ifnull(:until, at + 1)) as files,
  (select sum(added) from v_file_change
    where not copied and at >= ifnull(:since, at) and at < ifnull(:until, at + 1)) as added,
  (select sum(removed) from v_file_change
    where not copied and at >= ifnull(:since, at) and at < ifnull(:until, at + 1)) as removed,
  (select count(*) from v_message
    where kind = 'prompt' and not copied and at >= ifnull(:since, at) and at < ifnull(:until, at + 1)) as prompts`;
