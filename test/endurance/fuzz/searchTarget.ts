import assert from 'node:assert/strict';
import type { SearchQuery } from '../../../src/common/search.js';
import type { Service } from '../../../src/service/service.js';
import { invisible } from './invisible.js';
import { mutateJson, mutateText, oddTexts } from './mutate.js';
import { openStore } from './storeTargets.js';
import type { Input, Target } from './target.js';

/** What people type into a search: nothing in it is an error, and what is found is what it says it is. */
export const searchTarget: Target = {
  name: 'search',
  seeds: (): SearchQuery[] => [
    { text: 'fix', limit: 20 },
    { text: '"the login" -test* OR fix', limit: 5, order: 'best' },
    { text: 'co* NEAR/3 NOT (a AND b)', limit: 50, parts: ['prompt', 'output'] },
    { text: 'über Ünïcode 日本語', limit: 10, filter: { agents: ['codex'], folders: ['/work/app'] } },
    { text: '-nothing', limit: 10, since: 0, until: 2e12 },
    { text: 'read', limit: 3, before: 1e15 },
    { text: 'fix', limit: 9, where: { agents: ['code*'], branches: ['main'], error: true }, before: 1.5e9 },
    {
      text: '',
      limit: 9,
      parts: ['plan', 'title', 'file', 'history'],
      without: { tools: ['Bash'], live: true },
    },
  ],
  mutate(input, random, other) {
    const query = { ...(input as SearchQuery) };
    if (typeof query.text !== 'string' || random.below(8) === 0) {
      return mutateJson(query, random, [...operators, ...oddTexts]);
    }
    const theirs = String((other as { text: unknown }).text);
    const text =
      random.below(2) === 0 ? mutateText(query.text, random, operators) : query.text + random.pick(operators);
    return { ...query, text: (random.below(10) === 0 ? text + theirs : text).slice(0, 2000) };
  },
  open: () => openStore(trySearch),
};

const operators = [
  ...[
    '"',
    '""',
    '*',
    'co*',
    '-',
    '--',
    ' -',
    ' OR ',
    'OR',
    ' or ',
    ' AND ',
    ' NOT ',
    ' NEAR ',
    ' NEAR/2 ',
    '(',
    ')',
    '((',
    ':',
    'text:',
    '^',
    '+',
  ],
  ...[
    '\\',
    "'",
    ';',
    '\0',
    '\ue000',
    '\ue03f',
    '\ud800',
    '%',
    '_',
    '?',
    '@a',
    '[x]',
    '{',
    '~',
    ' ',
    '\n',
    '\t',
    'fix',
    'the',
    'read',
    'a*',
    '日本*',
    'é',
    'e\u0301',
    '😀',
  ],
];

async function trySearch(service: Service, input: Input): Promise<void> {
  const query = input as SearchQuery;
  let result;
  try {
    result = await service.api.search(query);
  } catch (error) {
    // Only what is no query at all is refused, by the field's name.
    assert.ok(error instanceof TypeError, String(error));
    assert.match(error.message, /^search: /);
    return;
  }
  const { hits, more } = result;
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  assert.ok(hits.length <= query.limit);
  for (const { snippet, marks } of hits) {
    assert.doesNotMatch(snippet, invisible);
    assert.doesNotMatch(snippet, /[\n\ue000-\ue03f]/);
    let end = 0;
    for (const [from, to] of marks) {
      assert.ok(from >= end && to > from && to <= snippet.length, `${from}-${to} of ${snippet.length}`);
      end = to;
    }
  }
  if (query.order === 'best') {
    return;
  }
  const ids = hits.map(({ id }) => id);
  assert.deepEqual(
    ids,
    [...new Set(ids)].toSorted((a, b) => b - a),
    'newest first, each once',
  );
  const last = ids.at(-1);
  if (more && last !== undefined) {
    const next = await service.api.search({ ...query, before: last });
    assert.ok(next.hits.length > 0 && next.hits.every(({ id }) => id < last), 'the next page goes on');
  }
}
