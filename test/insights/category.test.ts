import assert from 'node:assert/strict';
import type { SessionCategory } from '../../src/common/insights.js';
import { categoryOf } from '../../src/insights/category.js';
import { factsOf } from './facts.js';

/** By names: of a ticket or a branch. */
const names: readonly [name: string, category: SessionCategory | null][] = [
  ['fix/login', 'bug-fix'],
  ['bugfix-PAY-12', 'bug-fix'],
  ['hotfix_2.1.1', 'bug-fix'],
  ['anna/feat/dark-mode', 'feature'],
  ['feature/ABC-1-totals', 'feature'],
  ['refactor/store', 'refactor'],
  ['test/flaky-import', 'testing'],
  ['docs/readme', 'docs'],
  ['spike/wasm', 'investigation'],
  ['Feature/Login', 'feature'],
  ['main', null],
  ['feature', null],
  ['fixture-loader', null],
  ['featured-posts', null],
  ['testing-library', 'testing'],
  ['ABC-12', null],
  ['prefix-fix', null],
  ['constructor/x', null],
];

/** By most of the commits. */
const commits: readonly [subjects: readonly string[], category: SessionCategory][] = [
  [['feat: a', 'feat(ui): b', 'fix: c'], 'feature'],
  [['fix(store)!: a'], 'bug-fix'],
  [['Fix(Store): a'], 'bug-fix'],
  [['docs: a', 'chore: b', 'Merge branch x'], 'docs'],
  [['feat: a', 'fix: b', 'docs: c'], 'other'],
  [['feature complete at last', 'wip'], 'other'],
  [['toString: a'], 'other'],
];

/** By the first prompt. */
const prompts: readonly [text: string, category: SessionCategory, words: string][] = [
  ['Fix the login bug', 'bug-fix', 'Fix'],
  ['The export crashes when the list is empty', 'bug-fix', 'crashes'],
  ["Search doesn't work on Windows", 'bug-fix', "doesn't work"],
  ['Add a dark mode', 'feature', 'Add'],
  ['Implement error pages', 'feature', 'Implement'],
  ['Add unit tests for the parser', 'testing', 'Add unit tests'],
  ['Write an integration test for import', 'testing', 'Write an integration test'],
  ['Refactor the store: split it by table', 'refactor', 'Refactor'],
  ['Clean up the tests', 'refactor', 'Clean up'],
  ['Update the README with the new option', 'docs', 'Update the README'],
  ['Why is the build slow?', 'investigation', 'Why is'],
  ['Explain how the debugger works', 'investigation', 'Explain'],
  ['What does this error mean?', 'investigation', 'What does'],
  // Words within others, as a search for substrings finds them.
  ['Make the prefix of latest contested addresses blue', 'other', ''],
  ['Hello', 'other', ''],
  ['', 'other', ''],
  // Pasted code says nothing of what is asked.
  ['Rename this\n```\nfix bug crash error broken\n```', 'refactor', 'Rename'],
];

describe('the category of a session', () => {
  for (const [name, category] of names) {
    it(`with ${name} is ${category ?? 'not told by it'}`, () => {
      const expected =
        category === null
          ? { category: 'other', because: { source: 'none', text: '' } }
          : { category, because: { source: 'branch', text: name } };
      assert.deepEqual(categoryOf(factsOf({ branches: [name] })), expected);
    });
  }
  for (const [subjects, category] of commits) {
    it(`with commits "${subjects.join('", "')}" is ${category}`, () =>
      assert.equal(categoryOf(factsOf({}), subjects).category, category));
  }
  for (const [text, category, words] of prompts) {
    it(`that begins with "${text.slice(0, 50)}" is ${category}`, () =>
      assert.deepEqual(categoryOf(factsOf({ prompts: [text] })), {
        category,
        because: { source: category === 'other' ? 'none' : 'prompt', text: words },
      }));
  }

  it('is decided by the ticket before the branch, by both before commits, and by commits before words', () => {
    const facts = factsOf({ tickets: ['docs/x'], branches: ['main', 'fix/a'], prompts: ['Add a page'] });
    assert.equal(categoryOf(facts, ['test: a']).category, 'docs');
    assert.equal(categoryOf({ ...facts, tickets: [] }, ['test: a']).category, 'bug-fix');
    const undecided = { ...facts, tickets: ['ABC-1'], branches: ['main'] };
    assert.deepEqual(categoryOf(undecided, ['test: a', 'docs: b', 'test(x): c']), {
      category: 'testing',
      because: { source: 'commits', text: '2/3' },
    });
    assert.equal(categoryOf(undecided).category, 'feature');
  });
});
