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
 * Runs git in a folder, with arguments as they are. It takes no locks, asks nothing, and starts no program that the
 * repository's settings name. Never rejects.
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
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
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
