import type { Chart, Row } from './chart.js';
import { weights } from './weights.js';

export const subAgentTypes: Chart = {
  id: 'subAgentTypes',
  tab: 'tools',
  title: 'Sub-agents',
  description:
    'Sub-agents with a response in the period, by their kind: those within a session, and sessions that a session started.',
  mark: { kind: 'bar', of: 'type', value: 'tokens' },
  sortedBy: 'tokens',
  columns: [
    { id: 'type', label: 'Kind', unit: 'text' },
    { id: 'runs', label: 'Runs', unit: 'count' },
    { id: 'responses', label: 'Responses', unit: 'count' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'Cost', unit: 'usd' },
  ],
  rows(reads) {
    const types = new Map<
      string | null,
      { runs: number; responses: number; tokens: number; cost: number | null }
    >();
    for (const { type, tokens, cost, responses } of reads.subAgents()) {
      const sums = types.get(type) ?? { runs: 0, responses: 0, tokens: 0, cost: null };
      sums.runs++;
      sums.responses += responses;
      sums.tokens += tokens;
      sums.cost = cost === null ? sums.cost : (sums.cost ?? 0) + cost;
      types.set(type, sums);
    }
    return {
      rows: [...types].map(([type, { runs, responses, tokens, cost }]): Row => [
        type,
        runs,
        responses,
        tokens,
        cost,
      ]),
    };
  },
  behind: (key, reads) =>
    weights((add) =>
      reads.subAgents().forEach(({ type, session, tokens }) => {
        if (type === key('text')) {
          add(session, tokens);
        }
      }),
    ),
  sql: (
    scope,
  ) => `select type, count(*) as runs, sum(responses) as responses, sum(tokens) as tokens, sum(cost) as cost_usd
from (
  select nullif(t.agent_type, '') as type, sum(u.has_usage) as responses, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost
  from v_usage u
  join v_thread t on t.session_id = u.session_id and t.thread = u.thread and t.internal = 0
  where ${scope.within('u')}
  group by u.session_id, u.thread
  union all
  select nullif(s.agent_type, ''), sum(u.has_usage), sum(u.total_tokens), sum(u.cost_usd)
  from v_usage u
  join v_session s on s.id = u.session_id and s.top_level = 0
  where ${scope.within('u')}
  group by u.session_id
)
group by 1
order by 4 desc`,
};

export const commands: Chart = {
  id: 'commands',
  tab: 'tools',
  title: 'Commands and skills',
  description:
    'Slash commands that you gave and skills that agents called, by name. Of very many the newest 2,000 are looked at.',
  mark: { kind: 'bar', of: 'name', value: 'uses' },
  sortedBy: 'uses',
  columns: [
    { id: 'name', label: 'Name', unit: 'text' },
    { id: 'uses', label: 'Uses', unit: 'count' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'last_at', label: 'Last use', unit: 'time' },
  ],
  rows(reads) {
    const names = new Map<string, { uses: number; sessions: Set<string>; last: number | null }>();
    for (const { name, at, session } of reads.commands()) {
      const sums = names.get(name) ?? { uses: 0, sessions: new Set(), last: null };
      sums.uses++;
      sums.sessions.add(session);
      sums.last = at === null ? sums.last : Math.max(sums.last ?? at, at);
      names.set(name, sums);
    }
    return {
      rows: [...names].map(([name, { uses, sessions, last }]): Row => [name, uses, sessions.size, last]),
    };
  },
  behind: (key, reads) =>
    weights((add) =>
      reads.commands().forEach(({ name, session }) => {
        if (name === key('text')) {
          add(session);
        }
      }),
    ),
  sql: (scope) => `select name, count(*) as uses, count(distinct session_id) as sessions, max(at) as last_at
from (
  select substr(m.text, 1, ifnull(nullif(instr(replace(m.text, char(10), ' '), ' '), 0), 201) - 1) as name, m.session_id, m.at
  from v_message m
  where m.kind = 'command' and m.copied = 0 and m.text like '/%'
    and ${scope.said('m')}
  union all
  select 'skill: ' || coalesce(c.input ->> 'skill', c.input ->> 'name', c.input ->> 'command'), c.session_id, c.at
  from v_tool_call c
  where lower(c.name) in ('skill', 'activate_skill') and c.copied = 0 and json_valid(c.input)
    and ${scope.within('c')}
)
where name is not null
group by 1
order by 2 desc`,
};
