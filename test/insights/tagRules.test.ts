import assert from 'node:assert/strict';
import type { TagCondition } from '../../src/common/tagRules.js';
import { tagMatcher, type TaggedFacts } from '../../src/insights/tagMatch.js';
import { readTagRules } from '../../src/insights/tagRules.js';
import { matchAnyInTime } from '../../src/store/matchInTime.js';

const session: TaggedFacts = {
  ...{ agent: 'acme', agentLabel: 'Acme Code', project: '/home/me/shop', cwd: '/home/me/shop/web' },
  branches: ['feat/ABC-12-cart', 'main'],
  tools: ['Bash', 'mcp__github__create_issue'],
  files: ['/home/me/shop/src/cart/total.test.ts', 'docs/cart.md', 'C:\\work\\x.ts'],
  promptTexts: () => ['Fix the latest bug in the cart', 'Speed  up\nthe checkout', 'バグを直して'],
};

const patterns: readonly [condition: TagCondition, pattern: string, holds: boolean][] = [
  ['prompt', 'bug', true],
  ['prompt', 'BUG', true],
  ['prompt', 'test', false],
  ['prompt', 'late', false],
  ['prompt', 'speed up the checkout', true],
  ['prompt', 'バグ', true],
  ['prompt', '/lat(e|est)\\b/', true],
  ['prompt', '/FIX/', true],
  ['prompt', '/FIX/u', false],
  ['prompt', '/^speed/', true],
  ['prompt', 'c++', false],
  ['tool', 'bash', true],
  ['tool', 'Bas', false],
  ['tool', 'mcp__github__*', true],
  ['tool', '/^mcp__/', true],
  ['file', '*.test.ts', true],
  ['file', 'src/**', true],
  ['file', 'src/cart/', true],
  ['file', 'cart/**', false],
  ['file', '**/cart/*.ts', true],
  ['file', 'docs/*.md', true],
  ['file', 'total', false],
  ['file', '/home/me/shop/src/**', true],
  ['file', 'c:/work/*.ts', false],
  ['file', 'C:/work/*.ts', true],
  ['file', 'C:\\work\\*.ts', true],
  ['branch', 'main', true],
  ['branch', 'feat/*', true],
  ['branch', '*', true],
  ['branch', 'abc-12', false],
  ['branch', '/abc-\\d+/', true],
  ['agent', 'ACME', true],
  ['agent', 'acme code', true],
  ['agent', 'acm', false],
  ['project', 'shop', true],
  ['project', 'web', true],
  ['project', '/home/me/**', true],
  ['project', '/home/me/', true],
  ['project', 'me', false],
];

const wrong: readonly [rule: unknown, problem: RegExp][] = [
  ['bug', /Tag rule 1: it must be an object/],
  [null, /must be an object/],
  [{ prompt: 'x' }, /"tag" must be a text/],
  [{ tag: ' ,', prompt: 'x' }, /"tag" must be a text/],
  [{ tag: 'a' }, /Tag rule 1 \(a\): it needs a condition/],
  [{ tag: 'a', promt: 'x' }, /"promt" is no condition; there are prompt, tool/],
  [{ tag: 'a', prompt: 5 }, /"prompt" must be a text or a list/],
  [{ tag: 'a', prompt: [] }, /"prompt" must be a text or a list/],
  [{ tag: 'a', prompt: ['x', ' '] }, /not empty/],
  [{ tag: 'a', prompt: 'x'.repeat(501) }, /500 characters/],
  [{ tag: 'a', prompt: '/(/' }, /Invalid regular expression/],
  [{ tag: 'a', branch: '/a/g' }, /flag "g"/],
];

const matching = (...rules: unknown[]) => {
  const read = readTagRules(rules);
  assert.deepEqual(read.problems, []);
  return tagMatcher(read.rules, matchAnyInTime)
    .matching(session)
    .map(({ tag }) => tag);
};

describe('a rule for tags', () => {
  for (const [condition, pattern, holds] of patterns) {
    it(`${holds ? 'holds' : 'does not hold'} with ${condition} ${pattern}`, () =>
      assert.deepEqual(matching({ tag: 'x', [condition]: pattern }), holds ? ['x'] : []));
  }

  it('needs all of its conditions, and of each one pattern', () => {
    assert.deepEqual(matching({ tag: 'x', prompt: ['none', 'bug'], file: '*.md', branch: 'main' }), ['x']);
    assert.deepEqual(matching({ tag: 'x', prompt: 'bug', file: '*.rs' }), []);
  });

  it('does not ask for prompts when something cheaper decides', () => {
    const { rules } = readTagRules([{ tag: 'x', prompt: 'bug', branch: 'other' }]);
    const promptTexts = () => assert.fail('asked');
    assert.deepEqual(tagMatcher(rules, matchAnyInTime).matching({ ...session, promptTexts }), []);
  });

  for (const [rule, problem] of wrong) {
    it(`is refused when it is ${JSON.stringify(rule).slice(0, 50)}, and the others hold`, () => {
      const { rules, problems } = readTagRules([rule, { tag: 'b', tool: 'bash' }]);
      assert.deepEqual(
        rules.map(({ tag, index }) => [tag, index]),
        [['b', 1]],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, problem);
    });
  }

  it('that takes too long is given up and told, and the others hold', () => {
    const { rules } = readTagRules([
      { tag: 'slow', prompt: '/^(a+)+$/' },
      { tag: 'b', tool: 'bash' },
    ]);
    const matcher = tagMatcher(rules, matchAnyInTime);
    const facts = { ...session, promptTexts: () => [`${'a'.repeat(60)}b`] };
    assert.deepEqual(
      matcher.matching(facts).map(({ tag }) => tag),
      ['b'],
    );
    assert.match(matcher.problems()[0]?.message ?? '', /Tag rule 1 \(slow\): "prompt" takes too long/);
    const began = performance.now();
    matcher.matching(facts);
    assert.ok(performance.now() - began < 500, 'it is not tried again');
  });
});
