// A home folder with a few sessions and a repository they worked on, for tests in a real VS Code.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes the folder. `home` holds the agents' files; `repository` is a git repository on branch `feature/WEB-42-login` that the
 * first session worked on; `live` is a session file that tests append to.
 */
export function makeWorkspace() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'alb-')));
  const home = join(base, 'home');
  const repository = join(base, 'shop');
  const branch = 'feature/WEB-42-login';
  write(join(repository, 'src/login.ts'), 'export const attempts = 3;\n');
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: repository,
      stdio: 'ignore',
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', HOME: home },
    });
  mkdirSync(home, { recursive: true });
  git('init', '-q', '-b', branch);
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '-A');
  git('commit', '-q', '-m', 'Start the shop');

  const now = Date.now();
  const slug = repository.replace(/[^A-Za-z0-9]/g, '-');
  const claude = join(home, '.claude/projects', slug);
  const first = '11111111-1111-4111-8111-111111111111';
  const live = '22222222-2222-4222-8222-222222222222';
  write(
    join(claude, `${first}.jsonl`),
    lines(loginSession({ id: first, cwd: repository, branch, start: now - 3_600_000 })),
  );
  write(
    join(claude, `${live}.jsonl`),
    lines(hostileSession({ id: live, cwd: repository, branch, start: now - 60_000 })),
  );
  const rollout = '019e838e-40e3-7920-be35-c980108c0e3c';
  write(
    join(home, `.codex/sessions/2026/06/01/rollout-2026-06-01T14-19-58-${rollout}.jsonl`),
    lines(codexSession({ id: rollout, cwd: repository, start: now - 86_400_000 })),
  );
  return {
    base,
    home,
    repository,
    branch,
    sessions: { first: `claude:${first}`, live: `claude:${live}`, codex: `codex:${rollout}` },
    live: join(claude, `${live}.jsonl`),
    /** A line that the live session's agent writes next. */
    nextLine: (text) =>
      `${JSON.stringify(assistant({ id: live, cwd: repository, branch, at: Date.now(), n: 99, content: [{ type: 'text', text }] }))}\n`,
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A second repository beside the first, on a branch with a ticket of its own that no session has worked on. */
export function makeSecondRepository({ base, home }) {
  const path = join(base, 'docs');
  write(join(path, 'guide.md'), '# Guide\n');
  execFileSync('git', ['init', '-q', '-b', 'feature/DOC-9-guide'], {
    cwd: path,
    stdio: 'ignore',
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', HOME: home },
  });
  return { path, file: 'guide.md', key: 'DOC-9' };
}

/** Many more sessions of the same repository, so that an import takes seconds. */
export function makeHistory({ home, repository, branch }, count) {
  const folder = join(home, '.claude/projects', repository.replace(/[^A-Za-z0-9]/g, '-'));
  const now = Date.now();
  for (let n = 0; n < count; n++) {
    const id = `55555555-5555-4555-8555-${String(n).padStart(12, '0')}`;
    const session = loginSession({ id, cwd: repository, branch, start: now - (n + 2) * 3_600_000 });
    write(join(folder, `${id}.jsonl`), lines(session).replaceAll('msg_5555', `msg_${n}_`));
  }
}

const iso = (at) => new Date(at).toISOString();
const lines = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function envelope({ id, cwd, branch, at, n }) {
  return {
    uuid: `${id.slice(0, 24)}${String(n).padStart(12, '0')}`,
    parentUuid: n > 1 ? `${id.slice(0, 24)}${String(n - 1).padStart(12, '0')}` : null,
    sessionId: id,
    timestamp: iso(at),
    cwd,
    gitBranch: branch,
    version: '2.1.329',
    userType: 'external',
    entrypoint: 'cli',
    isSidechain: false,
  };
}

function user(o) {
  return { type: 'user', ...envelope(o), message: { role: 'user', content: o.content }, ...o.extra };
}

function assistant(o) {
  return {
    type: 'assistant',
    ...envelope(o),
    requestId: `req_${o.id.slice(0, 4)}${o.n}`,
    message: {
      id: `msg_${o.id.slice(0, 4)}${o.n}`,
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: o.content,
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 1000,
        cache_creation_input_tokens: 2000,
        cache_read_input_tokens: 30_000,
        output_tokens: 400,
        cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 0 },
      },
    },
  };
}

function loginSession({ start, ...o }) {
  const at = (minute) => start + minute * 60_000;
  return [
    user({
      ...o,
      n: 1,
      at: at(0),
      content: 'The login form locks people out after one wrong password. Please fix it.',
    }),
    assistant({
      ...o,
      n: 2,
      at: at(1),
      content: [
        { type: 'text', text: 'I will look at the **login** code first.' },
        { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file_path: join(o.cwd, 'src/login.ts') } },
      ],
    }),
    user({
      ...o,
      n: 3,
      at: at(1.1),
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'export const attempts = 1;' }],
    }),
    assistant({
      ...o,
      n: 4,
      at: at(2),
      content: [
        {
          type: 'tool_use',
          id: 'toolu_2',
          name: 'Edit',
          input: {
            file_path: join(o.cwd, 'src/login.ts'),
            old_string: 'attempts = 1',
            new_string: 'attempts = 3',
          },
        },
      ],
    }),
    user({
      ...o,
      n: 5,
      at: at(2.1),
      content: [{ type: 'tool_result', tool_use_id: 'toolu_2', content: 'The file has been updated.' }],
      extra: {
        toolUseResult: {
          filePath: join(o.cwd, 'src/login.ts'),
          oldString: 'attempts = 1',
          newString: 'attempts = 3',
          structuredPatch: [
            {
              oldStart: 1,
              oldLines: 1,
              newStart: 1,
              newLines: 1,
              lines: ['-export const attempts = 1;', '+export const attempts = 3;'],
            },
          ],
        },
      },
    }),
    assistant({
      ...o,
      n: 6,
      at: at(3),
      content: [
        {
          type: 'tool_use',
          id: 'toolu_3',
          name: 'Bash',
          input: { command: 'npm test', description: 'Run the tests' },
        },
      ],
    }),
    user({
      ...o,
      n: 7,
      at: at(3.5),
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_3',
          is_error: true,
          content: 'Exit code 1\n\u001b[31m1 failing\u001b[0m\n  login\n    locks after three',
        },
      ],
    }),
    assistant({
      ...o,
      n: 8,
      at: at(4),
      content: [
        { type: 'text', text: 'Three attempts are allowed now.\n\n```ts\nexport const attempts = 3;\n```' },
      ],
    }),
    { type: 'custom-title', customTitle: 'Fix the login lock', sessionId: o.id },
  ];
}

/** What a hostile file may hold; all of it has to show as plain text. */
function hostileSession({ start, ...o }) {
  const payload =
    '<img src=x onerror="document.title=\'pwned\'"> [run](command:workbench.action.quit) $(alert) \u001b]0;pwned\u0007';
  return [
    user({ ...o, n: 1, at: start, content: payload }),
    assistant({
      ...o,
      n: 2,
      at: start + 1000,
      content: [
        {
          type: 'text',
          text: `${payload}\n\n<script>document.title='pwned'</script>\n\n${'w'.repeat(5000)}`,
        },
      ],
    }),
  ];
}

function codexSession({ id, cwd, start }) {
  const line = (seconds, type, payload) => ({ timestamp: iso(start + seconds * 1000), type, payload });
  const usage = {
    input_tokens: 5000,
    cached_input_tokens: 4000,
    output_tokens: 300,
    reasoning_output_tokens: 100,
    total_tokens: 5300,
  };
  return [
    line(0, 'session_meta', {
      id,
      timestamp: iso(start),
      cwd,
      originator: 'codex-tui',
      cli_version: '0.140.0',
      source: 'cli',
      git: { branch: 'main', commit_hash: 'abc' },
    }),
    line(1, 'turn_context', { turn_id: id, cwd, model: 'gpt-5.5-codex' }),
    line(2, 'event_msg', { type: 'user_message', message: 'Write a changelog for the release.' }),
    line(2, 'response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Write a changelog for the release.' }],
    }),
    line(9, 'response_item', {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'The changelog is written.' }],
    }),
    line(9, 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: usage, last_token_usage: usage, model_context_window: 272_000 },
    }),
  ];
}
