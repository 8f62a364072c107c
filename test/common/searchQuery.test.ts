import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseSearch, searchOperators } from '../../src/common/searchQuery.js';
import { momentOf } from '../../src/common/searchTime.js';
import { searchParts, searchStates } from '../../src/common/search.js';

const now = new Date(2026, 2, 15, 14, 30).getTime();
const query = (text: string) => parseSearch(text, now).query;
const day = (year: number, month: number, date = 1) => new Date(year, month - 1, date).getTime();

describe('what is typed into a search', () => {
  for (const [text, expected] of [
    ['login page', { text: 'login page' }],
    ['  "login page" -test* OR fix ', { text: '"login page" -test* OR fix' }],
    ['agent:codex fix', { text: 'fix', where: { agents: ['codex'] } }],
    ['AGENT:"Claude Code" fix', { text: 'fix', where: { agents: ['Claude Code'] } }],
    ['agent:codex,goose agent:pi', { text: '', where: { agents: ['codex', 'goose', 'pi'] } }],
    ['agent:codex OR agent:pi x', { text: 'x', where: { agents: ['codex', 'pi'] } }],
    [
      'project:my-app branch:main ticket:ABC-1',
      {
        text: '',
        where: { projects: ['my-app'], branches: ['main'], tickets: ['ABC-1'] },
      },
    ],
    [
      'model:opus tool:Bash file:src/a.ts',
      {
        text: '',
        where: { models: ['opus'], tools: ['Bash'], files: ['src/a.ts'] },
      },
    ],
    ['is:error is:live', { text: '', where: { error: true, live: true } }],
    ['-is:error -branch:main x', { text: 'x', without: { branches: ['main'], error: true } }],
    ['in:prompt in:answer x', { text: 'x', parts: ['prompt', 'answer'] }],
    ['in:plan,title x', { text: 'x', parts: ['title', 'plan'] }],
    ['-in:output x', { text: 'x', parts: searchParts.filter((part) => part !== 'output') }],
    ['after:2026-01-31 before:2026-02', { text: '', since: day(2026, 1, 31), until: day(2026, 2) }],
    ['-before:2026', { text: '', since: day(2026, 1) }],
    ['after:today after:yesterday', { text: '', since: day(2026, 3, 15) }],
    ['"is:error" "agent:codex"', { text: '"is:error" "agent:codex"' }],
    [
      'http://localhost:3000/x std::vector C:\\temp TypeError: main:12',
      {
        text: 'http://localhost:3000/x std::vector C:\\temp TypeError: main:12',
      },
    ],
    ['a OR agent:', { text: 'a' }],
    ['OR', { text: '' }],
    ['', { text: '' }],
  ] as const) {
    it(`${text} is ${JSON.stringify(expected)}`, () => assert.deepEqual(query(text), expected));
  }

  for (const [text, what, known] of [
    ['agnt:codex fix', 'operator', searchOperators],
    ['-foo:bar', 'operator', searchOperators],
    ['is:purple', 'value', searchStates],
    ['in:nowhere', 'value', searchParts],
    ['before:soon', 'value', null],
    ['after:2026-02-30', 'value', null],
    ['is:', 'missing', searchStates],
    ['agent: fix', 'missing', []],
    ['tag:', 'missing', []],
    ['login OR agent:codex', 'or', []],
    ['agent:codex OR tool:Bash', 'or', []],
  ] as const) {
    it(`${text} is told to be wrong, with what is known`, () => {
      const [problem, ...more] = parseSearch(text, now).problems;
      assert.deepEqual(more, []);
      assert.equal(problem?.what, what);
      if (known) {
        assert.deepEqual(problem.known, known);
      }
      assert(problem.from < problem.to && problem.to <= text.length);
    });
  }

  it('is searched as words where an operator is unknown, and without a condition that is wrong', () => {
    assert.deepEqual(query('agnt:codex fix'), { text: 'agnt:codex fix' });
    assert.deepEqual(query('is:purple fix'), { text: 'fix' });
  });

  it('is never an error, and what is told of it lies in it', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('"', ' ', '-', 'OR', ':', ',', '*', ...searchOperators.map((name) => `${name}:`)),
      fc.constantFrom('error', 'prompt', '2026-01-01', '7d', 'constructor:x', '__proto__:y', '-is:'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { query: understood, problems } = parseSearch(text, now);
        for (const { from, to } of problems) {
          assert(from >= 0 && from < to && to <= text.length);
        }
        // Words are left as they are, and understanding them again changes nothing.
        const again = parseSearch(understood.text, now);
        assert.equal(again.query.text, understood.text);
        for (const part of understood.parts ?? []) {
          assert(searchParts.includes(part));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every word that is no operator', () => {
    const word = fc.constantFrom('alpha', '"two words"', '-beta', 'gam*', 'x:1', '::', 'ÄÖ');
    const operator = fc.constantFrom('agent:a', 'is:error', 'in:plan', '-tool:b', 'after:7d', 'branch:"x y"');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, operator)), (terms) => {
        const words = terms.filter((term) => !/^-?(?:agent|is|in|tool|after|branch):/.test(term));
        assert.equal(query(terms.join(' ')).text, words.join(' '));
      }),
    );
  });
});

describe('a moment of a search', () => {
  for (const [word, expected] of [
    ['2026', day(2026, 1)],
    ['2026-03', day(2026, 3)],
    ['2026-03-09', day(2026, 3, 9)],
    ['2026-03-09T10:00:00Z', Date.UTC(2026, 2, 9, 10)],
    ['2026-03-09t10:00+02:00', Date.UTC(2026, 2, 9, 8)],
    ['today', day(2026, 3, 15)],
    ['Yesterday', day(2026, 3, 14)],
    ['12h', now - 12 * 3_600_000],
    ['7d', now - 7 * 86_400_000],
    ['2w', now - 14 * 86_400_000],
    ['1m', new Date(2026, 1, 15, 14, 30).getTime()],
    ['2y', new Date(2024, 2, 15, 14, 30).getTime()],
    ['2026-13', null],
    ['2026-02-30', null],
    ['2026-03-09T25:00Z', null],
    ['tomorrow', null],
    ['7', null],
    ['', null],
  ] as const) {
    it(`${word} is ${expected === null ? 'none' : new Date(expected).toISOString()}`, () =>
      assert.equal(momentOf(word, now), expected));
  }
});
