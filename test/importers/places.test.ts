import assert from 'node:assert/strict';
import { aider } from '../../src/importers/aider.js';
import { amp } from '../../src/importers/amp.js';
import { claude } from '../../src/importers/claude.js';
import { cline } from '../../src/importers/cline.js';
import { codex } from '../../src/importers/codex.js';
import { dropIn } from '../../src/importers/dropIn.js';
import { gemini } from '../../src/importers/gemini.js';
import { pi } from '../../src/importers/pi.js';
import { qwen } from '../../src/importers/qwen.js';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import type { ResumeFromPrompt } from '../../src/common/protocol.js';
import { roo } from '../../src/importers/roo.js';

const session = '11111111-1111-4111-8111-111111111111';

describe('places of agents', () => {
  const cases: [string, Importer, 'linux' | 'win32', Record<string, string>, string[]][] = [
    ['both homes of Claude Code', claude, 'linux', {}, ['/h/.claude', '/h/.config/claude']],
    ['XDG_CONFIG_HOME', claude, 'linux', { XDG_CONFIG_HOME: '/x/' }, ['/h/.claude', '/x/claude']],
    ['CLAUDE_CONFIG_DIR alone', claude, 'linux', { CLAUDE_CONFIG_DIR: '/a/' }, ['/a']],
    ['several in CLAUDE_CONFIG_DIR', claude, 'linux', { CLAUDE_CONFIG_DIR: '/a, /b/c,,/a' }, ['/a', '/b/c']],
    [
      'a relative CLAUDE_CONFIG_DIR',
      claude,
      'linux',
      { CLAUDE_CONFIG_DIR: 'a' },
      ['/h/.claude', '/h/.config/claude'],
    ],
    ['Windows', claude, 'win32', { CLAUDE_CONFIG_DIR: 'D:\\agents\\' }, ['D:\\agents']],
    ['the home of Codex', codex, 'linux', {}, ['/h/.codex']],
    ['CODEX_HOME', codex, 'linux', { CODEX_HOME: '/c' }, ['/c']],
    ['the home of Amp', amp, 'linux', {}, ['/h/.local/share/amp']],
    ['XDG_DATA_HOME', amp, 'linux', { XDG_DATA_HOME: '/x' }, ['/x/amp']],
    ['AMP_DATA_DIR', amp, 'linux', { AMP_DATA_DIR: '/a' }, ['/a']],
    ['the home of pi', pi, 'win32', {}, ['/h\\.pi\\agent']],
    ['PI_CODING_AGENT_DIR', pi, 'linux', { PI_CODING_AGENT_DIR: '/p' }, ['/p']],
    ['the home of Qwen Code', qwen, 'linux', {}, ['/h/.qwen']],
    [
      'QWEN_HOME and QWEN_RUNTIME_DIR',
      qwen,
      'linux',
      { QWEN_HOME: '/q', QWEN_RUNTIME_DIR: '/r' },
      ['/q', '/r'],
    ],
    ['the home of Gemini CLI', gemini, 'linux', {}, ['/h/.gemini']],
    ['the drop-in folder', dropIn, 'linux', {}, ['/h/.local/share/agent-logbook/sessions']],
    ['XDG_DATA_HOME', dropIn, 'linux', { XDG_DATA_HOME: '/d' }, ['/d/agent-logbook/sessions']],
    ['GEMINI_CLI_HOME', gemini, 'win32', { GEMINI_CLI_HOME: 'D:\\g' }, ['D:\\g\\.gemini']],
  ];
  for (const [what, importer, platform, env, expected] of cases) {
    it(`knows ${what}`, () => {
      assert.deepEqual(importer.roots({ home: '/h', env, platform }), expected);
    });
  }

  it('knows the store of Cline and the folders of extensions in every editor', () => {
    const places = { home: '/h', env: {}, platform: 'linux' } as const;
    assert.equal(cline.roots(places)[0], '/h/.cline/data');
    assert.equal(cline.roots({ ...places, env: { CLINE_DIR: '/c' } })[0], '/c/data');
    assert.equal(cline.roots({ ...places, env: { CLINE_DIR: '/c', CLINE_DATA_DIR: '/d' } })[0], '/d');
    for (const folder of ['/h/.config/Code/User', '/h/.config/Cursor/User', '/h/.vscode-server/data/User']) {
      assert.ok(cline.roots(places).includes(`${folder}/globalStorage/saoudrizwan.claude-dev`), folder);
      assert.ok(roo.roots(places).includes(`${folder}/globalStorage/rooveterinaryinc.roo-cline`), folder);
    }
  });

  const shapes: [Importer, string, string | null][] = [
    [claude, `projects/-work/${session}.jsonl`, 'jsonl'],
    [claude, 'projects/-work/agent-a1.jsonl', 'jsonl'],
    [claude, `projects/-work/${session}/subagents/agent-a1.jsonl`, 'jsonl'],
    [claude, `projects/-work/${session}/subagents/agent-a1.meta.json`, 'json'],
    [claude, `projects/-work/${session}/subagents/workflows/wf_1/agent-a2.jsonl`, 'jsonl'],
    [claude, `projects/-work/${session}/subagents/workflows/wf_1/journal.jsonl`, 'jsonl'],
    [claude, `projects/-work/${session}/tool-results/t.jsonl`, null],
    [claude, 'projects/-work/memory/notes.md', null],
    [claude, 'projects/stray.jsonl', null],
    [claude, 'history.jsonl', 'jsonl'],
    [claude, 'plans/a-b-c.md', 'text'],
    [claude, `todos/${session}-agent-${session}.json`, 'json'],
    [claude, 'sessions/4711.json', 'json'],
    [claude, 'sessions/notes.json', null],
    [claude, `tasks/${session}/1.json`, 'json'],
    [claude, 'tasks/a-team/1.json', null],
    [claude, `tasks/${session}/.lock`, null],
    [claude, `projects/-work/${session}/workflows/wf_1.json`, 'json'],
    [claude, `projects/-work/${session}/workflows/scripts/wf_1.json`, null],
    [claude, 'shell-snapshots/x.jsonl', null],
    [aider, '.aider.chat.history.md', 'text'],
    [aider, 'owner/repo/.aider.chat.history.md', 'text'],
    [aider, 'repo/.aider.input.history', 'text'],
    [aider, 'github.com/owner/repo/.aider.chat.history.md', 'text'],
    [aider, 'a/b/c/.aider.chat.history.md', null],
    [aider, 'github.com/a/b/c/.aider.chat.history.md', null],
    [aider, 'repo/node_modules/.aider.chat.history.md', null],
    [aider, 'repo/.git/.aider.chat.history.md', null],
    [aider, 'repo/README.md', null],
    [dropIn, 'a.jsonl', 'jsonl'],
    [dropIn, 'acme/2026/01/a.jsonl', 'jsonl'],
    [dropIn, 'acme/a.json', null],
    [dropIn, 'acme/.tmp/a.jsonl', null],
    [cline, 'sessions/17_ab/17_ab.json', 'json'],
    [cline, 'sessions/17_ab/17_ab.messages.json', 'json'],
    [cline, 'sessions/17_ab/agent_1.messages.json', 'json'],
    [cline, 'sessions/17_ab/17_ab.compaction.json', null],
    [cline, 'tasks/17/ui_messages.json', 'json'],
    [cline, 'tasks/17/claude_messages.json', 'json'],
    [cline, 'tasks/17/api_conversation_history.json', null],
    [cline, 'state/taskHistory.json', 'json'],
    [cline, 'db/sessions.db', null],
    [roo, `tasks/${session}/history_item.json`, 'json'],
    [roo, 'tasks/_index.json', null],
    [codex, `sessions/2026/01/02/rollout-2026-01-02T03-04-05-${session}.jsonl`, 'jsonl'],
    [codex, `sessions/2026/01/02/rollout-2026-01-02T03-04-05-${session}.jsonl.zst`, null],
    [codex, `archived_sessions/rollout-2026-01-02T03-04-05-${session}.jsonl`, 'jsonl'],
    [codex, `sessions/rollout-2025-05-02-${session}.json`, 'json'],
    [codex, 'sessions/2026/01/02/other.jsonl', null],
    [codex, 'session_index.jsonl', 'jsonl'],
    [codex, 'history.jsonl', 'jsonl'],
    [codex, 'log/codex-tui.log', null],
    [gemini, 'tmp/app/chats/session-2026-01-02T03-04-11111111.jsonl', 'jsonl'],
    [gemini, 'tmp/0b7dfb12/chats/session-2025-01-02T03-04-11111111.json', 'json'],
    [gemini, `tmp/app/chats/${session}/22222222-2222-4222-8222-222222222222.jsonl`, 'jsonl'],
    [gemini, 'tmp/app/logs.json', 'json'],
    [gemini, `tmp/app/${session}/plans/fix.md`, 'text'],
    [gemini, 'tmp/app/plans/fix.md', 'text'],
    [gemini, 'tmp/app/checkpoints/x.json', null],
    [gemini, 'tmp/app/shell_history', null],
    [gemini, 'projects.json', null],
    [gemini, 'history/app/.project_root', null],
    [qwen, `projects/-work/chats/${session}.jsonl`, 'jsonl'],
    [qwen, `projects/-work/subagents/${session}/agent-explore-call_1.jsonl`, 'jsonl'],
    [qwen, `projects/-work/subagents/${session}/agent-explore-call_1.meta.json`, 'json'],
    [qwen, `projects/-work/subagents/${session}/settings.json`, null],
    [qwen, 'tmp/ab12/chats/session-2025-09-02T03-04-11111111.json', 'json'],
    [qwen, 'tmp/ab12/logs.json', 'json'],
    [qwen, 'usage_record.jsonl', null],
    [pi, `sessions/--work-app--/2026-01-02T03-04-00-000Z_${session}.jsonl`, 'jsonl'],
    [pi, 'sessions/--work-app--/notes.md', null],
    [pi, 'auth.json', null],
    [amp, `threads/T-${session}.json`, 'json'],
    [amp, 'secrets.json', null],
    [amp, 'threads/old/T-1.json', null],
  ];
  for (const [importer, path, shape] of shapes) {
    it(`${shape === null ? 'leaves' : 'reads'} ${path} of ${importer.id}`, () => {
      assert.equal(importer.shapeOf(path), shape);
      const folders = path.split('/').slice(0, -1);
      if (shape !== null) {
        folders.forEach((_, depth) => assert.ok(importer.mayContain(folders.slice(0, depth + 1).join('/'))));
      }
    });
  }

  it('does not look where no session can be', () => {
    for (const folder of [
      'plugins',
      'projects/-work/memory/old',
      `projects/-work/${session}/tool-results`,
      'plans/deep',
    ]) {
      assert.equal(claude.mayContain(folder), false, folder);
    }
    for (const folder of ['.git', 'repo/.venv', 'repo/node_modules', 'repo/src', 'a/b/c', 'build']) {
      assert.equal(aider.mayContain(folder), false, folder);
    }
    for (const folder of ['log', 'memories', 'sessions2']) {
      assert.equal(codex.mayContain(folder), false, folder);
    }
    for (const folder of ['debug', 'projects/-work/memory', `projects/-work/chats/${session}`]) {
      assert.equal(qwen.mayContain(folder), false, folder);
    }
    for (const folder of ['history', 'extensions', 'tmp/app/tool-outputs', `tmp/app/${session}/tasks`]) {
      assert.equal(gemini.mayContain(folder), false, folder);
    }
  });

  it('goes on with a session by an argument array, and from a prompt where its interface goes back to one', () => {
    const plain: Readonly<Record<string, readonly string[]>> = {
      claude: ['claude', '--resume', session],
      codex: ['codex', 'resume', session],
      gemini: ['gemini', '--resume', session],
      copilot: ['copilot', '--resume', session],
      qwen: ['qwen', '--resume', session],
      pi: ['pi', '--session', session],
      amp: ['amp', 'threads', 'continue', session],
      opencode: ['opencode', '--session', session],
      goose: ['goose', 'session', '--resume', '--session-id', session],
      cursor: ['cursor-agent', '--resume', session],
    };
    const back: Readonly<Record<string, ResumeFromPrompt>> = {
      claude: { command: [...plain['claude']!, '--fork-session'], backBy: '/rewind', copies: true },
      codex: { command: ['codex', 'fork', session], backBy: 'Esc Esc', copies: true },
      gemini: { command: plain['gemini']!, backBy: '/rewind', copies: false },
      qwen: { command: plain['qwen']!, backBy: '/rewind', copies: false },
      opencode: { command: plain['opencode']!, backBy: '/fork', copies: true },
      pi: { command: plain['pi']!, backBy: '/fork', copies: true },
    };
    for (const importer of importers) {
      assert.deepEqual(importer.resume(session), plain[importer.id] ?? null, importer.id);
      assert.deepEqual(importer.resumeFromPrompt?.(session) ?? null, back[importer.id] ?? null, importer.id);
      for (const hostile of ['--dangerously-skip-permissions', '', 'a b', '$(x)', '-c']) {
        assert.equal(importer.resume(hostile), null, importer.id);
        assert.equal(importer.resumeFromPrompt?.(hostile) ?? null, null, importer.id);
      }
    }
    assert.deepEqual(cline.resume('1767322800000_abcde'), ['cline', '--id', '1767322800000_abcde']);
    assert.equal(cline.resume('1767322800000'), null);
  });
});
