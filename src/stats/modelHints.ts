import type { UsageRow } from '../common/usageReport.js';
import type { Chart, ChartReads, Row } from './chart.js';
import { keyOf } from './usageChart.js';
import { weights } from './weights.js';

/** Dollars for a million tokens of output from which a model is a dear one, and up to which a cheap one. */
const dear = 15;
const cheap = 5;
/** What a small session comes to at most. */
const smallTokens = 60_000;
const smallResponses = 4;
/** What a large one comes to at least. */
const largeTokens = 2_000_000;
/** Sessions from which on it is worth a word. */
const least = 2;

/** Where another model may do: only counts, nothing is changed. */
export const modelHints: Chart = {
  id: 'modelHints',
  tab: 'quality',
  title: 'Models and tasks',
  description: `Small sessions on dear models (up to ${smallResponses} responses and ${smallTokens / 1000}k tokens; $${dear} or more for a million tokens of output), where a cheaper one may do, and large ones on cheap models (${largeTokens / 1e6}M tokens or more; up to $${cheap}), where a better one may need fewer. From ${least} sessions on.`,
  mark: { kind: 'table' },
  sortedBy: 'sessions',
  names: ['hint'],
  columns: [
    { id: 'hint', label: 'Hint', unit: 'term' },
    { id: 'model', label: 'Model', unit: 'model' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'Cost', unit: 'usd' },
  ],
  rows(reads) {
    const found = new Map<
      string,
      { hint: string; model: string | null; sessions: number; tokens: number; cost: number | null }
    >();
    for (const { hint, row } of hintsOf(reads)) {
      const { second: model, totalTokens, costUsd } = row;
      const key = `${hint} ${model}`;
      const sums = found.get(key) ?? { hint, model, sessions: 0, tokens: 0, cost: null };
      sums.sessions++;
      sums.tokens += totalTokens;
      sums.cost = costUsd === null ? sums.cost : (sums.cost ?? 0) + costUsd;
      found.set(key, sums);
    }
    return {
      rows: [...found.values()]
        .filter(({ sessions }) => sessions >= least)
        .map(({ hint, model, sessions, tokens, cost }): Row => [hint, model, sessions, tokens, cost]),
    };
  },
  behind: (key, reads) =>
    weights((add) => {
      for (const { hint, row } of hintsOf(reads)) {
        const session = keyOf(row, 'session');
        if (hint === key('term') && row.second === key('model') && session !== null) {
          add(session, row.totalTokens);
        }
      }
    }),
  sql: (scope) => `with used as (
  select u.session_id, u.model, sum(u.has_usage) as responses, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost,
    max(cost_usd(u.model, 0, 0, 0, 0, 1000000, u.at)) as output_price
  from v_usage u
  where ${scope.within('u')}
  group by 1, 2
)
select hint, model, count(*) as sessions, sum(tokens) as tokens, sum(cost) as cost_usd
from (
  select *, case
    when output_price >= ${dear} and responses <= ${smallResponses} and tokens <= ${smallTokens} then 'Small sessions on a dear model'
    when output_price <= ${cheap} and tokens >= ${largeTokens} then 'Large sessions on a cheap model' end as hint
  from used
  where responses > 0
)
where hint is not null
group by 1, 2
having count(*) >= ${least}
order by 3 desc`,
};

/** The share of a session that a model has, and what may be said of it. */
function hintsOf(reads: ChartReads): { hint: string; row: UsageRow }[] {
  const price = new Map(reads.priced().map(({ model, rates }) => [model, rates?.output ?? null]));
  return reads.usage('session', 'model').rows.flatMap((row) => {
    const { second: model, responses, totalTokens } = row;
    const output = price.get(model) ?? null;
    const isSmall = responses <= smallResponses && totalTokens <= smallTokens;
    if (output === null || responses === 0) {
      return [];
    }
    return output >= dear && isSmall
      ? [{ hint: 'Small sessions on a dear model', row }]
      : output <= cheap && totalTokens >= largeTokens
        ? [{ hint: 'Large sessions on a cheap model', row }]
        : [];
  });
}
