import assert from 'node:assert/strict';
import {
  isInside,
  isOnAnotherMachine,
  normalPath,
  pathBelow,
  pathKey,
  pathRules,
  samePath,
} from '../../src/common/paths.js';

const linux = pathRules('linux');
const mac = pathRules('darwin');
const windows = pathRules('win32');

describe('A normal path', () => {
  for (const [path, normal] of [
    ['/home/u/', '/home/u'],
    ['/', '/'],
    ['//home///u', '/home/u'],
    ['/home/./u/../v', '/home/v'],
    ['/../..', '/'],
    ['a/b/', 'a/b'],
    ['../a', '../a'],
    ['', '.'],
    ['/a\\b', '/a\\b'],
    ['C:\\a', 'C:\\a'],
  ] as const) {
    it(`of ${JSON.stringify(path)} on Linux is ${normal}`, () =>
      assert.equal(normalPath(path, linux), normal));
  }

  for (const [path, normal] of [
    ['c:\\Users\\u\\', 'C:\\Users\\u'],
    ['c:/Users/u/../v', 'C:\\Users\\v'],
    ['C:', 'C:\\'],
    ['C:\\', 'C:\\'],
    ['C:\\..\\..', 'C:\\'],
    ['/c/Users/u', 'C:\\Users\\u'],
    ['/cc/Users', '\\cc\\Users'],
    ['\\\\?\\C:\\very\\long', 'C:\\very\\long'],
    ['\\\\server\\share\\a\\', '\\\\server\\share\\a'],
    ['//server/share', '\\\\server\\share\\'],
    ['\\\\?\\UNC\\server\\share\\a', '\\\\server\\share\\a'],
    ['\\\\server\\share\\..\\x', '\\\\server\\share\\x'],
    ['\\\\wsl$\\Debian\\home\\u', '\\\\wsl$\\Debian\\home\\u'],
    ['src\\a', 'src\\a'],
  ] as const) {
    it(`of ${JSON.stringify(path)} on Windows is ${normal}`, () => {
      assert.equal(normalPath(path, windows), normal);
      assert.equal(normalPath(normal, windows), normal);
    });
  }
});

describe('Two paths', () => {
  it('are the same by the rules of their system', () => {
    assert.ok(samePath('C:\\Repo', 'c:/repo/', windows));
    assert.ok(samePath('\\\\SERVER\\Share\\a', '//server/share/A', windows));
    assert.ok(samePath('/Users/u/Repo', '/users/u/repo', mac));
    assert.ok(!samePath('/home/u/Repo', '/home/u/repo', linux));
    assert.ok(!samePath('/Users/u/Repo', '/users/u/repo', pathRules('darwin', false)));
    assert.ok(samePath('/Users/u/Re\u0301po', '/Users/u/R\u00e9po', mac));
  });
  it('lie in one another', () => {
    assert.ok(isInside('/a/b', '/a/b/', linux));
    assert.ok(isInside('/a/b/c', '/a/b', linux));
    assert.ok(!isInside('/a/bc', '/a/b', linux));
    assert.ok(!isInside('/a/b/../c', '/a/b', linux));
    assert.ok(isInside('/a', '/', linux));
    assert.ok(isInside('C:\\Repo\\src', 'c:/repo', windows));
    assert.ok(isInside('C:\\Repo', 'C:\\', windows));
    assert.ok(!isInside('D:\\Repo', 'C:\\', windows));
    assert.ok(isInside('\\\\s\\h\\a', '\\\\S\\H', windows));
  });
  it('have equal keys exactly when they are the same', () => {
    assert.equal(pathKey('C:\\A', windows), pathKey('c:/a', windows));
    assert.notEqual(pathKey('/A', linux), pathKey('/a', linux));
  });
});

describe('A path below a folder', () => {
  for (const [path, folder, shown] of [
    ['/r/src/a.ts', '/r', 'src/a.ts'],
    ['C:\\r\\a.ts', 'C:\\r', 'a.ts'],
    ['/r2/a.ts', '/r', '/r2/a.ts'],
    ['/r', '/r', '/r'],
    ['/r/', '/r', '/r/'],
    ['src/a.ts', '', 'src/a.ts'],
  ] as const) {
    it(`${path} in ${folder} is shown as ${shown}`, () => assert.equal(pathBelow(path, folder), shown));
  }
});

describe('A path on another machine', () => {
  for (const path of [
    '\\\\server\\share',
    '//server/share',
    '\\\\?\\UNC\\server\\share',
    '\\/server/share',
    '/net/server/home',
    '/a/../net/server',
    '/./net/server',
  ]) {
    it(`is ${path}`, () => assert.ok(isOnAnotherMachine(path)));
  }
  for (const path of [
    '/home/me',
    'C:\\Users\\me',
    'C:/Users',
    '/network/a',
    '/home/net/a',
    '\\a',
    'a//b',
    '',
  ]) {
    it(`is not ${path || '(nothing)'}`, () => assert.ok(!isOnAnotherMachine(path)));
  }
});
