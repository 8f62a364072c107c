import type { Chart, Insight, Row } from './chart.js';
import { instructionEffect } from './instructionEffect.js';
import { modelHints } from './modelHints.js';
import type { SqlScope } from './sqlScope.js';
import { weights } from './weights.js';

/** Top-level sessions with a response in the filter. */
const asked = (scope: SqlScope) => `with asked as (
  select l.root_id as id, sum(u.total_tokens) as tokens, sum(u.cost_usd) as cost
  from v_usage u join v_lineage l on l.session_id = u.session_id
  where ${scope.within('u')}
  group by 1
)`;

const judged: readonly (readonly [what: string, unit: string, figure: (of: Insight) => number | null])[] = [
  ['Score of 5', 'count', ({ score }) => score],
  ['Planned first', 'share', ({ planned }) => planned],
  ['One-shot', 'share', ({ oneShot }) => oneShot],
  ['Corrections', 'share', ({ correctionRate }) => correctionRate],
];

const rates: Chart = {
  id: 'rates',
  tab: 'quality',
  title: 'How sessions went',
  description:
    'Averages over the sessions with a response in the period that were judged; why a session has its score is on its page. One-shot: one prompt and no correction. Corrections: prompts that correct the one before, of all after the first.',
  mark: { kind: 'tiles', of: 'what', value: 'value', before: null },
  sortedBy: 'what',
  columns: [
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'value', label: 'Average', unit: 'mixed' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'unit', label: 'Unit', unit: 'text' },
  ],
  rows(reads) {
    const insights = reads.insights().filter(({ score }) => score !== null);
    const row = (what: string, unit: string, figure: (insight: Insight) => number | null): Row => {
      const known = insights.flatMap((insight) => figure(insight) ?? []);
      const sum = known.reduce((all, value) => all + value, 0);
      return [what, known.length === 0 ? null : sum / known.length, known.length, unit];
    };
    return { rows: judged.map(([what, unit, figure]) => row(what, unit, figure)) };
  },
  behind(key, reads) {
    const figure = judged.find(([what]) => what === key('term'))?.[2] ?? (() => null);
    return weights((add) =>
      reads.insights().forEach((insight) => {
        if (insight.score !== null && figure(insight) !== null) {
          add(insight.session, insight.tokens);
        }
      }),
    );
  },
  sql(scope) {
    const row = (what: string, column: string) =>
      `select '${what}' as what, avg(s.${column}) as value, count(s.${column}) as sessions from judged s`;
    return `${asked(scope)},
judged as (
  select s.* from v_session s join asked on asked.id = s.id where s.quality_score is not null
)
${[
  row('Score of 5', 'quality_score'),
  row('Planned first', 'planned'),
  row('One-shot', 'one_shot'),
  row('Corrections', 'correction_rate'),
].join('\nunion all ')}`;
  },
};

const unknownCategory = 'not looked at yet';

const categories: Chart = {
  id: 'categories',
  tab: 'quality',
  title: 'Kinds of work',
  description:
    'Sessions by what they were for: concluded from ticket, branch, commits and the first prompt. Tokens and cost are their share of the period.',
  mark: { kind: 'bar', of: 'category', value: 'tokens' },
  sortedBy: 'tokens',
  columns: [
    { id: 'category', label: 'Kind of work', unit: 'term' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'tokens', label: 'Tokens', unit: 'tokens' },
    { id: 'cost_usd', label: 'Cost', unit: 'usd' },
    { id: 'score', label: 'Score of 5', unit: 'count' },
    { id: 'one_shot', label: 'One-shot', unit: 'share' },
    { id: 'corrections', label: 'Corrections', unit: 'share' },
  ],
  rows(reads) {
    const kinds = grouped(reads.insights());
    const average = (values: readonly (number | null)[]) => {
      const known = values.filter((value) => value !== null);
      return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    };
    return {
      rows: [...kinds].map(([category, of]): Row => {
        const costs = of.flatMap(({ cost }) => cost ?? []);
        return [
          category ?? unknownCategory,
          of.length,
          of.reduce((sum, { tokens }) => sum + tokens, 0),
          costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
          average(of.map(({ score }) => score)),
          average(of.map(({ oneShot }) => oneShot)),
          average(of.map(({ correctionRate }) => correctionRate)),
        ];
      }),
    };
  },
  behind: (key, reads) =>
    weights((add) =>
      reads.insights().forEach(({ category, session, tokens }) => {
        if ((category ?? unknownCategory) === key('term')) {
          add(session, tokens);
        }
      }),
    ),
  sql: (scope) => `${asked(scope)}
select ifnull(s.category, 'not looked at yet') as category, count(*) as sessions, sum(asked.tokens) as tokens,
  sum(asked.cost) as cost_usd, avg(s.quality_score) as score, avg(s.one_shot) as one_shot, avg(s.correction_rate) as corrections
from asked join v_session s on s.id = asked.id
group by 1
order by 3 desc`,
};

function grouped(insights: readonly Insight[]): Map<string | null, Insight[]> {
  const kinds = new Map<string | null, Insight[]>();
  for (const insight of insights) {
    kinds.set(insight.category, [...(kinds.get(insight.category) ?? []), insight]);
  }
  return kinds;
}

export const quality: readonly Chart[] = [rates, categories, instructionEffect, modelHints];
