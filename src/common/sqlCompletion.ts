import { publicFunctions, publicViews } from './publicViews.js';
import { sqlTokens, unquoted, type SqlToken } from './sqlTokens.js';

/** What may stand at the caret. */
export interface SqlProposal {
  kind: 'view' | 'column' | 'function' | 'keyword' | 'name';
  text: string;
  /** What it is, for a second look; empty: nothing is to be said. */
  detail: string;
}

export interface SqlCompletion {
  /** The part of the text that a proposal takes the place of. */
  from: number;
  to: number;
  proposals: readonly SqlProposal[];
}

const keywords = [
  ...[
    'select',
    'from',
    'where',
    'group by',
    'order by',
    'having',
    'limit',
    'offset',
    'distinct',
    'join',
    'left join',
  ],
  ...[
    'on',
    'using',
    'as',
    'and',
    'or',
    'not',
    'in',
    'is null',
    'is not null',
    'between',
    'like',
    'glob',
    'exists',
  ],
  ...[
    'case',
    'when',
    'then',
    'else',
    'end',
    'union all',
    'with',
    'recursive',
    'values',
    'asc',
    'desc',
    'over',
  ],
  ...['partition by', 'filter', 'collate nocase', 'nulls last', 'nulls first'],
];

const functions = [
  ...[
    'avg',
    'count',
    'group_concat',
    'max',
    'median',
    'min',
    'sum',
    'total',
    'abs',
    'cast',
    'coalesce',
    'date',
  ],
  ...[
    'datetime',
    'dense_rank',
    'first_value',
    'floor',
    'format',
    'ifnull',
    'iif',
    'instr',
    'json_extract',
    'lag',
  ],
  ...[
    'last_value',
    'lead',
    'length',
    'lower',
    'ntile',
    'nullif',
    'printf',
    'rank',
    'replace',
    'round',
    'row_number',
  ],
  ...['strftime', 'substr', 'time', 'trim', 'typeof', 'unixepoch', 'upper'],
];

const mostProposals = 50;

/** What can be put at the caret of a query: views after FROM, columns of the views that it names, functions, keywords. */
export function completeSql(sql: string, caret: number): SqlCompletion {
  const tokens = sqlTokens(sql);
  const inside = tokens.find(({ kind, from, to }) => from < caret && caret <= to && kind !== 'symbol');
  const nothing = { from: caret, to: caret, proposals: [] };
  if (inside !== undefined && inside.kind !== 'word') {
    // In a text, a comment or a number nothing is proposed; behind its end something may follow.
    return nothing;
  }
  const from = inside?.from ?? caret;
  const typed = sql.slice(from, caret).toLowerCase();
  const before = tokens.filter(({ to, kind }) => to <= from && kind !== 'comment');
  const all = proposalsAt(before, tokens);
  const found = all.filter(
    ({ text }) => text.toLowerCase().startsWith(typed) && text.toLowerCase() !== typed,
  );
  const within = typed.length < 2 ? [] : all.filter(({ text }) => text.toLowerCase().indexOf(typed) > 0);
  return { from, to: inside?.to ?? caret, proposals: [...found, ...within].slice(0, mostProposals) };
}

function proposalsAt(before: readonly SqlToken[], tokens: readonly SqlToken[]): SqlProposal[] {
  const last = before.at(-1);
  const sources = sourcesOf(tokens);
  if (last?.text === '.') {
    const owner = before.at(-2);
    const of = owner ? unquoted(owner).toLowerCase() : '';
    return columnsOf(sources.get(of) ?? of);
  }
  const named = [...sources].map(([name, view]): SqlProposal => ({ kind: 'name', text: name, detail: view }));
  if (last !== undefined && /^(from|join)$/i.test(last.text)) {
    return [...named.filter(({ detail }) => detail === ''), ...views()];
  }
  const columns = [...new Set(sources.values())].flatMap(columnsOf);
  return distinct([
    ...columns,
    ...named.filter(({ text, detail }) => text !== detail),
    ...publicFunctions.map(({ call, about }): SqlProposal => {
      return { kind: 'function', text: `${call.split('(', 1)[0] ?? ''}(`, detail: about };
    }),
    ...functions.map((name): SqlProposal => ({ kind: 'function', text: `${name}(`, detail: '' })),
    ...keywords.map((text): SqlProposal => ({ kind: 'keyword', text, detail: '' })),
    ...views(),
  ]);
}

function views(): SqlProposal[] {
  return publicViews.map(({ name, about }) => ({
    kind: 'view',
    text: name,
    detail: about.replaceAll('`', ''),
  }));
}

function columnsOf(view: string): SqlProposal[] {
  const found = publicViews.find(({ name }) => name === view);
  return (found?.columns ?? []).map(([name, unit, about]) => ({
    kind: 'column',
    text: name,
    detail: [unit, about.replaceAll('`', '')].filter(Boolean).join(': '),
  }));
}

/** Names that a query gives to views, and those of its WITH, to their views; empty: not one of ours. */
function sourcesOf(tokens: readonly SqlToken[]): Map<string, string> {
  const words = tokens.filter(({ kind }) => kind !== 'comment');
  const sources = new Map<string, string>();
  for (const [index, token] of words.entries()) {
    const name = unquoted(token).toLowerCase();
    if (publicViews.some((view) => view.name === name)) {
      const next = words[index + 1];
      const alias = next && /^as$/i.test(next.text) ? words[index + 2] : next;
      const given =
        alias?.kind === 'word' && !notAlias.test(alias.text) ? unquoted(alias).toLowerCase() : name;
      sources.set(given, name);
    }
    const isNamed = words[index + 1]?.text.toLowerCase() === 'as' && words[index + 2]?.text === '(';
    if (isNamed && token.kind === 'word' && /^(with|recursive|,)$/i.test(words[index - 1]?.text ?? '')) {
      sources.set(name, '');
    }
  }
  return sources;
}

const notAlias =
  /^(where|join|left|inner|cross|natural|on|using|group|order|limit|union|except|intersect|having|window|and|or|as)$/i;

function distinct(proposals: readonly SqlProposal[]): SqlProposal[] {
  const seen = new Set<string>();
  return proposals.filter(({ text }) => !seen.has(text) && seen.add(text));
}
