import assert from 'node:assert/strict';
import { applyPatch, changedLine } from '../../src/common/applyPatch.js';
import { changesOf, fileSides } from '../../src/common/fileHistory.js';
import type { FileChange } from '../../src/common/steps.js';

const change = (patch: string | null, part: Partial<FileChange> = {}): FileChange => ({
  path: 'a',
  operation: 'update',
  added: 1,
  removed: 1,
  patch,
  ...part,
});

describe('a patch', () => {
  const text = 'one\ntwo\nthree\nfour\n';
  const patch = '@@ -2,2 +2,3 @@\n two\n-three\n+THREE\n+and a half\n';

  it('is applied, and taken back', () => {
    const after = 'one\ntwo\nTHREE\nand a half\nfour\n';
    assert.equal(applyPatch(text, patch), after);
    assert.equal(applyPatch(after, patch, true), text);
  });

  it('finds its place when lines came or went before it, and with the ends of lines of Windows', () => {
    assert.equal(applyPatch(`zero\n${text}`, patch), 'zero\none\ntwo\nTHREE\nand a half\nfour\n');
    assert.equal(applyPatch('one\r\ntwo\r\nthree', patch), 'one\ntwo\nTHREE\nand a half');
  });

  it('is refused where it does not fit, or fits twice and tells no number', () => {
    assert.equal(applyPatch('one\nTWO\n', patch), null);
    const unnumbered = '@@\n-x\n+y\n';
    assert.equal(applyPatch('a\nx\nb', unnumbered), 'a\ny\nb');
    assert.equal(applyPatch('x\nx', unnumbered), null);
    assert.equal(applyPatch('text', '@@ -0,0 +1 @@\n+new\n'), null);
  });

  it('makes a file, with several hunks in order', () => {
    assert.equal(applyPatch('', '@@ -0,0 +1,2 @@\n+a\n+b\n'), 'a\nb');
    assert.equal(applyPatch('a\nb\nc\nd', '@@ -1 +1 @@\n-a\n+A\n@@ -4 +4 @@\n-d\n+D\n'), 'A\nb\nc\nD');
  });

  it('tells where its place is today', () => {
    assert.equal(changedLine(patch, text.replace('three', 'THREE')), 3);
    assert.equal(changedLine(patch, `a\nb\nc\nTHREE\n${text}`), 4);
    assert.equal(changedLine(patch, 'other'), 3);
    assert.equal(changedLine('', 'other'), null);
  });
});

describe('the history of a file', () => {
  const made = change('@@ -0,0 +1,2 @@\n+a\n+b\n', { operation: 'create' });
  const second = change('@@ -1,2 +1,2 @@\n a\n-b\n+B\n');
  const third = change('@@ -1,2 +1,2 @@\n-a\n+A\n B\n');

  it('is told whole from its creation, whatever is there now', () => {
    const all = [made, second, third];
    assert.deepEqual(fileSides(all, 1, 2, 'other'), { before: 'a\nb', after: 'a\nB', whole: true });
    assert.deepEqual(fileSides(all, 0, 3, null), { before: '', after: 'A\nB', whole: true });
  });

  it('is told whole from what is there now, with the changes taken back', () => {
    const all = [second, third];
    const now = 'A\nB\nand more of later';
    assert.deepEqual(fileSides(all, 0, 1, now), {
      before: 'a\nb\nand more of later',
      after: 'a\nB\nand more of later',
      whole: true,
    });
  });

  it('is what was recorded where neither is possible', () => {
    assert.deepEqual(fileSides([second, third], 0, 2, 'something else'), {
      before: 'a\nb\n⋯\na\nB',
      after: 'a\nB\n⋯\nA\nB',
      whole: false,
    });
    assert.equal(fileSides([change(null)], 0, 1, 'x').whole, false);
    assert.deepEqual(fileSides([], 0, 0, 'x'), { before: 'x', after: 'x', whole: true });
  });

  it('knows a file that was deleted, and one that was renamed', () => {
    const gone = change('@@ -1,2 +0,0 @@\n-A\n-B\n', { operation: 'delete' });
    assert.deepEqual(fileSides([third, gone], 0, 2, null), { before: 'a\nB', after: '', whole: true });
    const moved = change(null, { operation: 'rename', newPath: 'b', added: 0, removed: 0 });
    const other = change('', { path: 'c' });
    const steps = [[made, other], [moved], [{ ...third, path: 'b' }]];
    assert.deepEqual(
      changesOf(steps, 'b').map(({ operation }) => operation),
      ['create', 'rename', 'update'],
    );
  });
});
