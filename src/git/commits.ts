import { runGit, type GitOptions } from './git.js';

export interface Commit {
  hash: string;
  subject: string;
  /** When it was committed, milliseconds. */
  at: number;
}

export interface CommitQuery {
  worktree: string;
  /** Of these the ones that exist are looked at. */
  branches: readonly string[];
  /** When none of them exists, what is checked out is looked at. */
  orHead: boolean;
  /** Milliseconds: committed in one of these [since, until). */
  spans: readonly { since: number; until: number }[];
}

/** Commits, or why they could not be read. */
export type CommitsResult = { commits: readonly Commit[]; problem: null } | { commits: []; problem: string };

/**
 * Commits that the worktree's user made on branches in times, oldest first. What came in by merging another branch is
 * left out, since it was made elsewhere.
 */
export async function commitsOf(query: CommitQuery, options: GitOptions = {}): Promise<CommitsResult> {
  const since = Math.min(...query.spans.map((span) => span.since));
  const until = Math.max(...query.spans.map((span) => span.until));
  const author = await authorOf(query.worktree, options);
  if (author.problem !== null) {
    return { commits: [], problem: author.problem };
  }
  const refs = await existing(query, options);
  if (refs.length === 0 && !query.orHead) {
    return { commits: [], problem: null };
  }
  if (
    refs.length === 0 &&
    !(await runGit(query.worktree, ['rev-parse', '--verify', '-q', 'HEAD'], options)).ok
  ) {
    // No commit was ever made here.
    return { commits: [], problem: null };
  }
  const log = await runGit(
    query.worktree,
    [
      'log',
      '-z',
      '--first-parent',
      '--no-merges',
      '--no-color',
      '--format=%H%x1f%ct%x1f%ae%x1f%s',
      '--fixed-strings',
      `--author=<${author.email}>`,
      `--since=${seconds(since)}`,
      `--until=${seconds(until) + 1}`,
      ...(refs.length > 0 ? refs : ['HEAD']),
      '--',
    ],
    options,
  );
  if (!log.ok) {
    return { commits: [], problem: log.problem };
  }
  const commits = log.output
    .split('\0')
    .flatMap((record) => parse(record, author.email))
    .filter(({ at }) =>
      // Git tells whole seconds, so that a commit in the second of the start is not lost.
      query.spans.some((span) => at >= seconds(span.since) * 1000 && at < span.until),
    );
  return { commits: commits.reverse(), problem: null };
}

/** The address that commits made in a worktree carry. */
async function authorOf(
  worktree: string,
  options: GitOptions,
): Promise<{ email: string; problem: null } | { problem: string }> {
  const result = await runGit(worktree, ['var', 'GIT_AUTHOR_IDENT'], options);
  if (!result.ok) {
    return result;
  }
  const email = /<([^>]*)> \d+ [+-]\d{4}\s*$/.exec(result.output)?.[1];
  return email ? { email, problem: null } : { problem: 'Git does not know the author: set user.email.' };
}

async function existing({ worktree, branches }: CommitQuery, options: GitOptions): Promise<string[]> {
  const wanted = branches.map((branch) => `refs/heads/${branch}`);
  if (wanted.length === 0) {
    return [];
  }
  // A full name given to for-each-ref also matches what is below it.
  const result = await runGit(
    worktree,
    ['for-each-ref', '--format=%(refname)', ...wanted.map(literally)],
    options,
  );
  return result.ok ? result.output.split('\n').filter((ref) => wanted.includes(ref)) : [];
}

/** Git takes patterns where a name is due; a branch's name has no such characters, but what agents write may. */
function literally(ref: string): string {
  return ref.replace(/[\\*?[\]]/g, '\\$&');
}

function parse(record: string, email: string): Commit[] {
  const [hash, time, author, ...subject] = record.replace(/^\n/, '').split('\x1f');
  if (!hash || time === undefined || author?.toLowerCase() !== email.toLowerCase()) {
    return [];
  }
  return [{ hash, subject: subject.join('\x1f'), at: Number(time) * 1000 }];
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
