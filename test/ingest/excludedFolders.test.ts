import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { folderGlob } from '../../src/common/folderGlob.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { excludedFolders } from '../../src/ingest/excludedFolders.js';
import type { Bench } from './support.js';
import { createBench, fakeImporter, lines, message, parserHere, settingsWith } from './support.js';

const home = '/home/me';
const linux = { home, platform: 'linux' } as const;
const asItIs = (path: string) => path;

describe('Excluded projects', () => {
  const cases: [pattern: string, folder: string, excluded: boolean][] = [
    ['/home/me/secret', '/home/me/secret', true],
    ['/home/me/secret', '/home/me/secret/sub/dir', true],
    ['/home/me/secret/', '/home/me/secret/', true],
    ['/home/me/secret', '/home/me/secrets', false],
    ['/home/me/secret/**', '/home/me/secret', true],
    ['/home/*/work', '/home/me/work/x', true],
    ['/home/*/work', '/home/me/sub/work', false],
    ['secret', '/anywhere/secret/x', true],
    ['secret', '/anywhere/secretive', false],
    ['*-private', '/a/my-private', true],
    ['.hidden', '/a/.hidden/x', true],
    ['~/notes', '/home/me/notes/x', true],
    ['~/notes', '/home/you/notes', false],
    ['~\\notes', '/home/me/notes/x', true],
    ['C:\\Users\\me\\secret', 'C:\\Users\\me\\secret\\x', true],
    ['C:\\Users\\me\\a (b)', 'C:\\Users\\me\\a (b)\\x', true],
    ['C:\\Users\\*\\secret\\**', 'C:\\Users\\me\\secret', true],
    ['work\\secret', 'C:\\work\\secret', false],
    ['**\\secret', 'C:\\work\\secret', true],
    ['\\\\server\\share\\x', '\\\\server\\share\\x\\y', true],
    ['\\\\server\\share\\x', '\\\\server\\share\\z', false],
    ['{a,b}', '/x/b', true],
    ['/home/me/app[1]', '/home/me/app[1]/x', true],
    ['/home/me/app[1]', '/home/me/app1', true],
    ['/home/me/my(project)', '/home/me/my(project)', true],
    ['/home/me/my\\(project\\)/**', '/home/me/my(project)', true],
    ['/home/me/c++/**', '/home/me/c++/x', true],
    ['/', '/anything', true],
    ['/**', '/', true],
    ['', '/x', false],
    ['/home/me/SECRET', '/home/me/secret', false],
    ['/home/me/caf\u00e9', '/home/me/cafe\u0301/x', true],
  ];
  for (const [pattern, folder, excluded] of cases) {
    it(`${pattern || '(nothing)'} ${excluded ? 'excludes' : 'leaves'} ${folder}`, () => {
      assert.equal(excludedFolders([pattern], linux, asItIs)(folder), excluded);
    });
  }

  it('do not mind case where the file system does not', () => {
    const windows = { home: 'C:\\Users\\Me', platform: 'win32' } as const;
    for (const pattern of ['C:/Users/Me/Secret', 'C:\\USERS\\me\\(Secret)', '~\\Secret']) {
      const folder = pattern.includes('(') ? 'c:\\users\\me\\(secret)\\x' : 'c:\\users\\me\\secret';
      assert.ok(excludedFolders([pattern], windows, asItIs)(folder), pattern);
    }
  });

  it('take a home folder with special characters for what it is', () => {
    const odd = { home: '/home/a(b)[c]', platform: 'linux' } as const;
    assert.ok(excludedFolders(['~/x'], odd, asItIs)('/home/a(b)[c]/x'));
  });

  it('follow the links in a pattern that is a path', () => {
    const excludes = excludedFolders(['/link/**', folderGlob('/li(n)k')], linux, (path) =>
      path.replace(/^\/link$/, '/real').replace('/li(n)k', '/other'),
    );
    assert.ok(excludes('/real/x'));
    assert.ok(excludes('/other/x'));
    assert.ok(!excludes('/reality'));
  });
});

describe('The glob of a folder', () => {
  const matches = (folder: string) => excludedFolders([folderGlob(folder)], linux, asItIs);

  for (const folder of [
    '/home/you/shop',
    '/home/you/my(project)',
    '/home/you/node_modules/@scope/pkg',
    '/home/you/c++',
    '/home/you/app[1]',
    '/home/you/!(x)|{a,b}*?',
    '/home/you/"quoted" \'and\' $^',
    'C:\\work\\my(project)\\',
    '\\\\server\\share\\a(b)',
  ]) {
    it(`of ${folder} excludes it and what is below, and nothing else`, () => {
      const excludes = matches(folder);
      const name = folder.replace(/[\\/]$/, '');
      assert.ok(excludes(folder));
      assert.ok(excludes(`${name}/src/.git`));
      assert.ok(!excludes(`${name}2`));
      assert.ok(!excludes('/home/you'));
    });
  }

  it('excludes any folder', () => {
    const part = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((text) => !/[\\/]/.test(text) && text !== '.' && text !== '..');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const folder = `/${parts.join('/')}`;
        const excludes = matches(folder);
        return excludes(folder) && excludes(`${folder}/x`) && !excludes(`${folder}x`);
      }),
    );
  });
});

describe('An excluded repository', () => {
  let bench: Bench;
  beforeEach(() => (bench = createBench()));
  afterEach(() => bench.dispose());

  for (const [name, cwd, place] of [
    ['linked worktree', '/worktrees/one/src', { repository: '/repo', worktree: '/worktrees/one' }],
    ['folder that links lead to it', '/link/src', { repository: '/repo', worktree: '/repo' }],
  ] as const) {
    it(`takes its ${name} with it`, async () => {
      mkdirSync(bench.root);
      writeFileSync(
        join(bench.root, 'a.jsonl'),
        lines(
          message('1', 'withheld', { cwd, session: 'a' }),
          message('2', 'withheld', { cwd, session: 'a' }),
        ),
      );
      writeFileSync(
        join(bench.root, 'b.jsonl'),
        lines(message('1', 'kept', { cwd: '/worktrees/two', session: 'b' })),
      );
      const startParser = parserHere([fakeImporter()], diskFiles, 'linux', (folder) =>
        folder === cwd ? place : { repository: null, worktree: null },
      );
      const excludedProjects = [folderGlob('/repo')];
      const ingest = bench.start({ startParser, settings: settingsWith({ excludedProjects }) });
      await ingest.rescan();
      assert.deepEqual(bench.writer.texts(), ['kept']);
      assert.equal((await ingest.rescan()).files, 0);

      ingest.configure(settingsWith({ excludedProjects: ['/another'] }));
      await ingest.rescan();
      assert.deepEqual(bench.writer.texts().map(String).toSorted(), ['kept', 'withheld', 'withheld']);
    });
  }
});
