import { execFile } from 'node:child_process';
import { dirname } from 'node:path';

export interface GitOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** What git wrote, or a sentence for the user that says why there is nothing. */
export type GitResult = { ok: true; output: string } | { ok: false; problem: string };

const limitMs = 10_000;
const limitBytes = 16 << 20;

/**
 * Runs git in a folder, with arguments as they are. It takes no locks, asks nothing, fetches nothing, and starts no program
 * that the repository's settings name: no hook, pager, monitor or signature check, and no remote's program for an object
 * that is missing. The folder alone says which repository is meant, whatever the environment says. Never rejects.
 */
export function runGit(
  folder: string,
  args: readonly string[],
  { timeoutMs = limitMs, signal }: GitOptions = {},
): Promise<GitResult> {
  const settings = ['core.fsmonitor=false', 'log.showSignature=false'];
  const all = ['--no-pager', '-C', folder, ...settings.flatMap((setting) => ['-c', setting]), ...args];
  return new Promise((done) => {
    execFile(
      'git',
      all,
      {
        // Windows looks for the program in the current folder first, which must not be the repository.
        cwd: dirname(process.execPath),
        env: environment(process.env),
        timeout: timeoutMs,
        maxBuffer: limitBytes,
        windowsHide: true,
        ...(signal && { signal }),
      },
      (error, stdout, stderr) =>
        done(
          error
            ? { ok: false, problem: problemOf(error, stderr, folder, timeoutMs) }
            : { ok: true, output: stdout },
        ),
    );
  });
}

/** Of git's own variables only these are passed on: who commits, where git and the user's settings are. */
const passedOn: ReadonlySet<string> = new Set([
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_SYSTEM',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
]);

/** `GIT_DIR` and its like would name another repository, as they do where an editor is started from a hook. */
function environment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = Object.entries(given).filter(([name]) => {
    const known = name.toUpperCase();
    return !known.startsWith('GIT_') || passedOn.has(known);
  });
  return {
    ...Object.fromEntries(rest),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // Git fetches a missing object of a partial clone by a program that the repository names. Versions before 2.45 know
    // only the list of protocols, which settings of the repository cannot lift; there is none of this name.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  };
}

function problemOf(
  error: Error & { code?: unknown; killed?: boolean },
  stderr: string,
  folder: string,
  timeoutMs: number,
): string {
  if (error.code === 'ENOENT') {
    return 'Git was not found. Install it, or add it to the PATH.';
  }
  if (error.name === 'AbortError') {
    return 'Git was stopped.';
  }
  if (error.killed) {
    return `Git gave no answer in ${folder} within ${Math.round(timeoutMs / 1000)} s.`;
  }
  const said = stderr.trim().split('\n').at(0);
  return said ? `Git: ${said}` : `Git failed in ${folder}.`;
}
