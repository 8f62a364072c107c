import assert from 'node:assert/strict';
import { parseCommandLine } from '../../src/cli/arguments.js';
import { UsageError } from '../../src/cli/command.js';
import { searchCommand } from '../../src/cli/commands/search.js';
import { commands } from '../../src/cli/commands/index.js';
import type { SearchHit, SearchQuery, SearchResult } from '../../src/common/search.js';

const now = Date.UTC(2026, 2, 10);

function hit(id: number, more: Partial<SearchHit> = {}): SearchHit {
  return {
    ...{ id, message: id, sessionId: 'claude:s1', agent: 'claude', thread: null, part: 'prompt' },
    ...{ at: now - 3_600_000, branch: 'main', ticket: null, tool: null, plan: null },
    ...{ snippet: 'fix the login', marks: [[8, 13]] },
    ...more,
  };
}

const session = {
  id: 'claude:s1',
  agent: 'claude',
  title: 'Login',
  project: '/work',
  at: now,
  parentId: null,
};
const nothing = { hits: [], sessions: [], more: false, partial: false, pendingSessions: 0, empty: false };

/** Runs a command line against a store that answers from a list of hits. */
async function search(
  args: readonly string[],
  stored: readonly SearchHit[],
  more: Partial<SearchResult> = {},
) {
  const request = parseCommandLine(['search', ...args], commands, now);
  assert(request.kind === 'run');
  const asked: SearchQuery[] = [];
  const api = {
    async search(query: SearchQuery): Promise<SearchResult> {
      asked.push(query);
      const rest = stored.filter(({ id }) => id < (query.before ?? Infinity));
      const hits = rest.slice(0, query.limit);
      return { ...nothing, hits, sessions: [session], more: rest.length > hits.length, ...more };
    },
    stepOf: async (message: number) => ({ session: 'claude:s1', seq: message - 1 }),
  };
  const { positionals, options } = request;
  const context = { api, folder: '/', positionals, options, now, timeZone: 'UTC', columns: null };
  const { json, text } = await searchCommand.run(context as never);
  return {
    json: json as { hits: Record<string, unknown>[]; more: boolean; problems: string[] },
    text,
    asked,
  };
}

describe('logbook search', () => {
  it('joins its arguments, and knows operators', async () => {
    const { asked } = await search(
      ['fix', 'login', 'agent:codex', 'in:prompt', '--best', '--since', '2026-03-01'],
      [],
    );
    assert.deepEqual(asked, [
      {
        text: 'fix login',
        where: { agents: ['codex'] },
        parts: ['prompt'],
        order: 'best',
        since: new Date(2026, 2, 1).getTime(),
        limit: 20,
      },
    ]);
    assert.equal((await search(['--', '-fix'], [])).asked[0]?.text, '-fix');
  });

  it('tells each hit with its step', async () => {
    const { json, text } = await search(
      ['login'],
      [
        hit(9),
        hit(7, { part: 'tool', tool: 'Bash\u001b[31m', ticket: 'A-1' }),
        hit(0.5, { message: null, part: 'title' }),
      ],
    );
    assert.deepEqual(json.hits[0], {
      ...{ session_id: 'claude:s1', agent: 'claude', title: 'Login', project: '/work', seq: 8 },
      ...{ ts: '2026-03-09T23:00:00.000Z', part: 'prompt', tool: null, branch: 'main', ticket: null },
      ...{ snippet: 'fix the login', marks: [[8, 13]] },
    });
    assert.equal(json.hits[2]?.['seq'], null);
    assert.deepEqual(text.replaceAll(/\p{Zs}/gu, ' ').split('\n'), [
      'Login · claude:s1 · /work',
      '  1 h #8 prompt [main]: fix the login',
      '  1 h #6 tool Bash [main] [A-1]: fix the login',
      '  1 h title [main]: fix the login',
    ]);
  });

  it('asks for further pages up to the limit', async () => {
    const stored = Array.from({ length: 1300 }, (_, n) => hit(2000 - n));
    const { json, asked, text } = await search(['login', '--limit', '1100'], stored);
    assert.equal(json.hits.length, 1100);
    assert.deepEqual(
      asked.map(({ limit, before }) => [limit, before]),
      [
        [500, undefined],
        [500, 1501],
        [100, 1001],
      ],
    );
    assert.match(text, /There is more/);
    assert.equal((await search(['login'], stored)).json.hits.length, 20);
  });

  it('says what is missing', async () => {
    assert.match((await search(['login'], [])).text, /^Nothing found\.$/);
    assert.match(
      (await search(['login'], [], { partial: true, more: true })).text,
      /Not everything was looked at/,
    );
    assert.match(
      (await search(['login'], [hit(1)], { pendingSessions: 1200 })).text,
      /1,200 sessions still to index/,
    );
    for (const [since, says] of [
      [null, /the first 2 KB were searched\. With in:output/],
      [now - 3 * 3_600_000, /of the last 3 h was read to its end/],
      [0, /^(?!.*2 KB)/s],
    ] as const) {
      assert.match((await search(['login'], [hit(1)], { wholeOutputsSince: since })).text, says);
    }
    assert.match((await search(['++'], [], { empty: true })).text, /nothing to look for/);
    const { json, text } = await search(['agnt:codex'], []);
    assert.match(text, /There is no operator agnt:\. Known: agent:, project:/);
    assert.equal(json.problems.length, 1);
  });

  for (const [args, says] of [
    [['is:purple', 'x'], /is:purple is not known\. Known: error, live, favourite, archived, pinned\./],
    [['before:soon'], /before:soon is not known\. Known: 2026-01-31/],
    [['in:'], /in: needs a value: prompt, answer/],
    [['a', 'OR', 'agent:b'], /OR joins words only/],
    [['x', '--limit', '0'], /--limit: "0"/],
    [['x', '--limit', 'many'], /--limit: "many"/],
    [['x', '--since', 'soon'], /--since: "soon"/],
    [[], /needs QUERY/],
  ] as const) {
    it(`${args.join(' ')} is wrong usage`, () =>
      assert.throws(
        () => parseCommandLine(['search', ...args], commands, now),
        (error) => error instanceof UsageError && says.test(error.message),
      ));
  }
});
