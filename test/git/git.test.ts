import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commitsOf } from '../../src/git/commits.js';
import { runGit } from '../../src/git/git.js';
import { branchOf } from '../../src/git/head.js';
import { resolvePlace } from '../../src/git/place.js';

const nowhere = { repository: null, worktree: null };

describe('git', () => {
  let root: string;
  let repository: string;
  let worktree: string;
  const saved = { ...process.env };

  /** Runs git with fixed names and times, in no user's settings. */
  function git(
    folder: string,
    args: readonly string[],
    at = 1_700_000_000,
    email = 'me@example.com',
  ): string {
    return execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'Me',
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: 'Me',
        GIT_COMMITTER_EMAIL: email,
        GIT_AUTHOR_DATE: `@${at} +0000`,
        GIT_COMMITTER_DATE: `@${at} +0000`,
      },
    });
  }
  const commit = (folder: string, subject: string, at: number, email?: string) =>
    git(folder, ['commit', '-q', '--allow-empty', '-m', subject], at, email);

  before(() => {
    root = realpathSync.native(mkdtempSync(join(tmpdir(), 'logbook-git-')));
    process.env['GIT_CONFIG_GLOBAL'] = join(root, 'none');
    process.env['GIT_CONFIG_NOSYSTEM'] = '1';
    // Folders above the temporary one must not matter.
    process.env['GIT_CEILING_DIRECTORIES'] = dirname(root);
    repository = join(root, 'repo');
    worktree = join(root, 'linked');
    mkdirSync(join(repository, 'src', 'deep'), { recursive: true });
    git(root, ['init', '-q', '-b', 'main', repository]);
    git(repository, ['config', 'user.email', 'me@example.com']);
    git(repository, ['config', 'user.name', 'Me']);
    commit(repository, 'first', 1_700_000_000);
    git(repository, ['worktree', 'add', '-q', '-b', 'feature/PROJ-1-x', worktree]);
  });
  after(() => {
    process.env = saved;
    rmSync(root, { recursive: true, force: true });
  });

  describe('the place of a folder', () => {
    it('is its repository, also from below', () => {
      const place = { repository, worktree: repository };
      assert.deepEqual(resolvePlace(repository), place);
      assert.deepEqual(resolvePlace(join(repository, 'src', 'deep')), place);
      assert.deepEqual(resolvePlace(`${repository}/src/../`), place);
      assert.deepEqual(resolvePlace(join(repository, '.git')), place);
    });
    it('is its worktree and the main repository', () => {
      mkdirSync(join(worktree, 'sub'));
      assert.deepEqual(resolvePlace(join(worktree, 'sub')), { repository, worktree });
    });
    it('is where its parents are, when it is gone', () => {
      assert.deepEqual(resolvePlace(join(repository, 'gone', 'for', 'good')), {
        repository,
        worktree: repository,
      });
      assert.deepEqual(resolvePlace(join(root, 'gone')), nowhere);
    });
    it('is none outside of repositories and for what is no absolute path', () => {
      for (const path of [root, '', 'src', 'C:\\Users', '/a\0b', '/proc/none']) {
        assert.deepEqual(resolvePlace(path), nowhere);
      }
    });
    it('is not looked for on another machine', () => {
      assert.deepEqual(resolvePlace(`/${repository}`), nowhere);
      const linked = join(root, 'far');
      mkdirSync(linked);
      const far = join(root, 'far-data');
      mkdirSync(far);
      writeFileSync(join(far, 'HEAD'), 'ref: refs/heads/main\n');
      writeFileSync(join(far, 'commondir'), `/net/server/repo/.git`);
      writeFileSync(join(linked, '.git'), `gitdir: ${far}\n`);
      assert.deepEqual(resolvePlace(linked), { repository: linked, worktree: linked });
    });
    it('follows links', () => {
      symlinkSync(repository, join(root, 'link'), 'dir');
      assert.deepEqual(resolvePlace(join(root, 'link', 'src')), { repository, worktree: repository });
    });
    it('is known for worktrees of a bare repository', () => {
      const bare = join(root, 'bare.git');
      git(root, ['clone', '-q', '--bare', repository, bare]);
      git(bare, ['worktree', 'add', '-q', join(root, 'of-bare'), 'main']);
      assert.deepEqual(resolvePlace(join(root, 'of-bare')), {
        repository: bare,
        worktree: join(root, 'of-bare'),
      });
      assert.deepEqual(resolvePlace(bare), { repository: bare, worktree: bare });
      assert.equal(branchOf(join(root, 'of-bare')), 'main');
    });
    it('is that of a submodule itself', () => {
      const outer = join(root, 'outer');
      git(root, ['init', '-q', outer]);
      git(outer, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository, 'sub']);
      assert.deepEqual(resolvePlace(join(outer, 'sub')), {
        repository: join(outer, 'sub'),
        worktree: join(outer, 'sub'),
      });
      assert.equal(branchOf(join(outer, 'sub')), 'main');
    });
    it('still tells whose a worktree was that git has forgotten', () => {
      const lost = join(root, 'lost');
      git(repository, ['worktree', 'add', '-q', '--detach', lost]);
      renameSync(join(repository, '.git', 'worktrees', 'lost'), join(root, 'lost-data'));
      assert.deepEqual(resolvePlace(lost), { repository, worktree: lost });
      assert.equal(branchOf(lost), null);
    });
    it('does not trust a broken .git', () => {
      mkdirSync(join(root, 'broken', '.git'), { recursive: true });
      assert.deepEqual(resolvePlace(join(root, 'broken')), nowhere);
      mkdirSync(join(root, 'broken-file'));
      writeFileSync(join(root, 'broken-file', '.git'), 'nonsense');
      assert.deepEqual(resolvePlace(join(root, 'broken-file')), nowhere);
    });
  });

  describe('the branch of a worktree', () => {
    it('is that of its own HEAD', () => {
      assert.equal(branchOf(repository), 'main');
      assert.equal(branchOf(worktree), 'feature/PROJ-1-x');
    });
    it('is none where none is checked out', () => {
      const detached = join(root, 'detached');
      git(repository, ['worktree', 'add', '-q', '--detach', detached]);
      assert.equal(branchOf(detached), null);
      assert.equal(branchOf(root), null);
    });
  });

  describe('commits', () => {
    const t = 1_710_000_000;
    const span = { since: t * 1000 + 500, until: (t + 100) * 1000 };
    const subjects = async (query: Partial<Parameters<typeof commitsOf>[0]>) => {
      const { commits, problem } = await commitsOf({
        worktree,
        branches: ['feature/PROJ-1-x'],
        orHead: true,
        spans: [span],
        ...query,
      });
      assert.equal(problem, null);
      return commits.map(({ subject }) => subject);
    };

    before(() => {
      commit(worktree, 'too early', t - 1);
      commit(worktree, 'in the second of the start', t);
      commit(worktree, 'of somebody else', t + 5, 'you@example.com');
      commit(worktree, 'second; $(touch x) "quoted"', t + 10);
      commit(repository, 'on main', t + 20);
      git(worktree, ['merge', '-q', '--no-edit', 'main'], t + 30);
      commit(worktree, 'too late', t + 100);
    });

    it('are those of this author on this branch between times, oldest first', async () => {
      assert.deepEqual(await subjects({}), ['in the second of the start', 'second; $(touch x) "quoted"']);
    });
    it('are read from several branches once', async () => {
      assert.deepEqual(await subjects({ branches: ['main', 'feature/PROJ-1-x', 'main', 'gone'] }), [
        'in the second of the start',
        'second; $(touch x) "quoted"',
        'on main',
      ]);
    });
    it('are those of what is checked out, when the branch is gone', async () => {
      assert.deepEqual(await subjects({ worktree: repository, branches: ['gone', '--all', '*'] }), [
        'on main',
      ]);
    });
    it('are none when the branch is gone and what is checked out is another', async () => {
      assert.deepEqual(await subjects({ branches: ['gone'], orHead: false }), []);
    });
    it('lie in one of the spans', async () => {
      const spans = [
        { since: t * 1000, until: (t + 1) * 1000 },
        { since: (t + 100) * 1000, until: (t + 200) * 1000 },
      ];
      assert.deepEqual(await subjects({ spans }), ['in the second of the start', 'too late']);
    });
    it('are none in a repository without commits', async () => {
      const empty = join(root, 'empty');
      git(root, ['init', '-q', empty]);
      git(empty, ['config', 'user.email', 'me@example.com']);
      assert.deepEqual(await subjects({ worktree: empty }), []);
    });
    it('say why they cannot be read', async () => {
      const outside = await commitsOf({
        worktree: join(root, 'gone'),
        branches: [],
        orHead: true,
        spans: [span],
      });
      assert.match(outside.problem ?? '', /^Git: .*gone/);
      const path = process.env['PATH'];
      process.env['PATH'] = join(root, 'nowhere');
      try {
        const missing = await commitsOf({ worktree, branches: [], orHead: true, spans: [span] });
        assert.match(missing.problem ?? '', /not found/);
      } finally {
        process.env['PATH'] = path;
      }
    });
  });

  it('starts no program that a repository names, to fetch what it lacks', async () => {
    const hostile = join(root, 'hostile');
    const ran = join(root, 'ran');
    git(root, ['init', '-q', '-b', 'main', hostile]);
    const settings = {
      'user.email': 'me@example.com',
      'core.repositoryformatversion': '1',
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': join(root, 'none'),
      'remote.origin.uploadpack': `touch '${ran}'; false`,
      'protocol.allow': 'always',
      'protocol.file.allow': 'always',
      'core.fsmonitor': `touch '${ran}'; false`,
      'core.pager': `touch '${ran}'; false`,
      'core.sshCommand': `touch '${ran}'; false`,
    };
    const tree = git(hostile, ['write-tree']).trim();
    const who = 'Me <me@example.com> 1710000010 +0000';
    const missing = '12'.repeat(20);
    const object = join(root, 'commit');
    writeFileSync(object, `tree ${tree}\nparent ${missing}\nauthor ${who}\ncommitter ${who}\n\nx\n`);
    const tip = git(hostile, ['hash-object', '-t', 'commit', '-w', object]).trim();
    git(hostile, ['update-ref', 'refs/heads/main', tip]);
    for (const [name, value] of Object.entries(settings)) {
      git(hostile, ['config', name, value]);
    }
    const query = {
      worktree: hostile,
      branches: ['main'],
      orHead: true,
      spans: [{ since: 1_600_000_000_000, until: 1_800_000_000_000 }],
    };
    const { problem } = await commitsOf(query);
    assert.ok(problem !== null, 'the history has a hole');
    assert.ok(!existsSync(ran), 'a program of the repository ran');
    // What stands in the way is ours: as it is, git would have run it.
    assert.throws(() => git(hostile, ['log', 'main']));
    assert.ok(existsSync(ran), 'the repository is not hostile');
  });

  it('reads the repository of the folder, whatever the environment says', async () => {
    const other = join(root, 'other');
    git(root, ['init', '-q', '-b', 'main', other]);
    git(other, ['config', 'user.email', 'me@example.com']);
    git(other, ['config', 'user.name', 'Me']);
    commit(other, 'of another repository', 1_710_000_010);
    const names = {
      GIT_DIR: join(other, '.git'),
      GIT_WORK_TREE: other,
      GIT_COMMON_DIR: join(other, '.git'),
      GIT_OBJECT_DIRECTORY: join(other, '.git', 'objects'),
      GIT_INDEX_FILE: join(other, '.git', 'index'),
      GIT_NAMESPACE: 'x',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.email',
      GIT_CONFIG_VALUE_0: 'you@example.com',
    };
    Object.assign(process.env, names);
    try {
      const { commits, problem } = await commitsOf({
        worktree: repository,
        branches: ['main'],
        orHead: true,
        spans: [{ since: 1_600_000_000_000, until: 1_705_000_000_000 }],
      });
      assert.equal(problem, null);
      assert.deepEqual(
        commits.map(({ subject }) => subject),
        ['first'],
      );
    } finally {
      for (const name of Object.keys(names)) {
        delete process.env[name];
      }
    }
  });

  it('stops when it is told to, and after its time', async () => {
    const stopped = await runGit(repository, ['log'], { signal: AbortSignal.abort() });
    assert.deepEqual(stopped, { ok: false, problem: 'Git was stopped.' });
    // Waits for its input, which nobody gives.
    const late = await runGit(repository, ['cat-file', '--batch'], { timeoutMs: 50 });
    assert.ok(!late.ok && /gave no answer/.test(late.problem));
  });
});
