import assert from 'node:assert/strict';
import { branchRule } from '../../src/attribution/ticketKey.js';
import { ticketKey } from '../../src/common/ticketKey.js';
import { matchInTime } from '../../src/store/matchInTime.js';

describe('The key in a branch name', () => {
  const { keyOf } = branchRule('');
  for (const [branch, key] of [
    ['PROJ-123', 'PROJ-123'],
    ['feature/PROJ-123-add-login', 'PROJ-123'],
    ['feature/PROJ-123_add_login', 'PROJ-123'],
    ['u/jane/A1B2-7', 'A1B2-7'],
    ['fix-PROJ-9', 'PROJ-9'],
    ['PROJ-1/WEB-2', 'PROJ-1'],
    ['12-cleanup-PROJ-3', 'PROJ-3'],
    ['alex/ent-221-consolidate-session-logging', 'ENT-221'],
    ['proj-42', 'PROJ-42'],
    ['issue-123', '123'],
    ['fix/issue-123-crash', '123'],
    ['issues/77', '77'],
    ['gh-45-typo', '45'],
    ['fix/gh-45', '45'],
    ['fix/#31-typo', '31'],
    ['123-title', '123'],
    ['feature/123-title', '123'],
    ['123_title', '123'],
    ['7-größe', '7'],
    ['main', null],
    ['HEAD', null],
    ['', null],
    ['temp/3', null],
    ['123', null],
    ['UTF-8', null],
    ['fix/UTF-8-names', null],
    ['fix/utf-8-names', null],
    ['fix/UTF-8-in-PROJ-5', 'PROJ-5'],
    ['SHA-256', null],
    ['2024-11-x', null],
    ['release/2024-11-01', null],
    ['v2-3', null],
    ['V2-3', null],
    ['release-2', null],
    ['feature-12', null],
    ['step-3-of-the-plan', null],
    ['dependabot/npm_and_yarn/lodash-4', null],
    ['renovate/12-node', null],
    ['soph/1to1-bugs', null],
    ['PROJ-12a', null],
    ['xPROJ-12', null],
    ['P-12', null],
    ['refs-and-so-on', null],
  ] as const) {
    it(`${JSON.stringify(branch)} → ${key}`, () => assert.equal(keyOf(branch), key));
  }

  for (const [expression, branch, key] of [
    ['task_(\\d+)', 'u/task_12-x', '12'],
    ['[a-z]+\\d+', 'feature/abc12', 'ABC12'],
    ['T-\\d+', 'feature/PROJ-1', null],
    ['(x)?feature', 'feature', 'FEATURE'],
    ['.*', 'a b', null],
    ['', 'PROJ-1', 'PROJ-1'],
    ['  ', 'PROJ-1', 'PROJ-1'],
  ] as const) {
    it(`by ${JSON.stringify(expression)}: ${branch} → ${key}`, () => {
      const rule = branchRule(expression);
      assert.equal(rule.problem(), null);
      assert.equal(rule.keyOf(branch), key);
    });
  }

  it('is found by the built-in rule while the expression is broken', () => {
    const rule = branchRule('([');
    assert.match(rule.problem() ?? '', /regular expression/i);
    assert.equal(rule.keyOf('PROJ-1'), 'PROJ-1');
  });

  for (const [expression, branch, key] of [
    ['^(\\w+-?)+\\d$', 'PROJ-1-a_name_of_some_length_and_more!', 'PROJ-1'],
    ['^(\\w|\\d)+$', `${'1'.repeat(60)}!`, null],
    ['(a|a)*b', 'a'.repeat(60), null],
  ] as const) {
    it(`is found by the built-in rule once ${expression} takes too long`, () => {
      const rule = branchRule(expression, matchInTime);
      const began = performance.now();
      assert.equal(rule.keyOf(branch), key);
      assert.ok(performance.now() - began < 1500);
      assert.match(rule.problem() ?? '', /takes too long/);
      assert.equal(rule.keyOf('PROJ-2'), 'PROJ-2');
    });
  }

  it('is the same whether it is typed or found, for any expression', () => {
    for (const expression of ['', 'task-(\\w+)', '[a-z]+\\d+', '#\\d+']) {
      const rule = branchRule(expression, matchInTime);
      for (const branch of ['task-foo', 'feature/abc12', 'PROJ-1', 'fix/#12']) {
        const key = rule.keyOf(branch);
        assert.equal(key === null ? null : rule.spelled(key.toLowerCase()), key);
      }
    }
  });

  it('is found in a name of any length in no time', () => {
    for (const part of ['A', 'a-', 'A1-', '/1-', 'issue-', '-0']) {
      keyOf(part.repeat(50_000));
    }
  });
});

describe('A key that was typed', () => {
  for (const [text, key] of [
    [' proj-1 ', 'PROJ-1'],
    ['PROJ-1', 'PROJ-1'],
    ['#12', '#12'],
    ['owner/repo#12', 'owner/repo#12'],
    ['Cleanup_2.0', 'Cleanup_2.0'],
    ['', null],
    ['  ', null],
    ['a b', null],
    ['a\nb', null],
    ['<b>', null],
    ['$(x)', null],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), null],
  ] as const) {
    it(`${JSON.stringify(text)} → ${key}`, () => assert.equal(ticketKey(text), key));
  }
});
