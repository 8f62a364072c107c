import '../../ui-host/vscodeStub.js';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SessionDetail } from '../../../src/common/protocol.js';
import { resolvePath } from '../../../src/ui/panels/openPath.js';
import { Place, session } from '../../faults/support.js';
import type { Report } from '../part.js';
import { start } from '../processes.js';
import { idle } from './connection.js';

/**
 * Session files that name files elsewhere in every field that could become a path: reading and showing them opens nothing but
 * the agents' folders and the store, and writes nothing but the store.
 */
export async function traversal(report: Report, shown: number): Promise<void> {
  const place = new Place();
  try {
    const canary = join(place.folder, 'canary');
    mkdirSync(canary);
    writeFileSync(join(canary, 'secret'), 'the canary sings');
    const names = namesOf(canary);
    place.session('good', session('good', [1, 2]));
    names.forEach((name, index) => writeHostile(place, name, index));
    oddFiles(place, canary);
    const log = join(place.folder, 'opened.jsonl');
    const env = { FILE_LOG: log };
    const preload = ['--require', join(__dirname, 'fileLog.cjs')];
    const logbook = async (...args: string[]): Promise<string> => {
      const { ended } = await start(place, args, { preload, env });
      const { code, out, error } = await ended;
      report.count('commands over hostile sessions');
      if (code !== 0 && !/no session|ambiguous|beginning/i.test(error)) {
        report.fail(`logbook ${args.join(' ')} ended with ${code}: ${error}`);
      }
      return out;
    };
    await logbook('import');
    const ids = JSON.parse(await logbook('sessions', '--no-import', '--json')) as { id: string }[];
    // No command line can hold a NUL.
    for (const { id } of ids.filter((each) => !each.id.includes('\0')).slice(0, shown)) {
      await logbook('show', id, '--no-import', '--json');
    }
    for (const by of ['session', 'project', 'branch', 'model', 'agent'].slice(0, shown)) {
      await logbook('usage', '--no-import', '--by', by);
    }
    await logbook('doctor');
    await asked(place, canary, report);
    checkOpened(place, log, canary, report);
    if (
      readdirSync(canary).join() !== 'secret' ||
      readFileSync(join(canary, 'secret'), 'utf8') !== 'the canary sings'
    ) {
      report.fail('the canary was touched');
    }
  } finally {
    await place.dispose();
  }
}

/** What a window asks of such sessions, and what its commands would do with the answers. */
async function asked(place: Place, canary: string, report: Report): Promise<void> {
  const window = await place.window();
  await idle(window);
  const sessions = (await window.call('sessions', { children: true }, { limit: 1000 })) as SessionDetail[];
  report.figure('hostile sessions', sessions.length);
  for (const { id } of sessions) {
    const detail = (await window.call('session', id)) as SessionDetail;
    const [program, ...args] = detail.resume ?? [];
    for (const arg of args) {
      report.count('resume arguments looked at');
      if (!/^(?:--?[a-z-]+|[\w][\w.-]*)$/.test(arg) && arg !== 'resume') {
        report.fail(`${program} would be started with ${JSON.stringify(arg)}`);
      }
    }
    if (detail.file !== null && relative(place.home, detail.file).startsWith('..')) {
      report.fail(`"Reveal File" would show ${detail.file}`);
    }
    const { rows } = (await window.call('outline', id, 0, 1000)) as { rows: { id: number }[] };
    await window.call(
      'bodies',
      rows.map((row) => row.id),
    );
  }
  for (const path of [join(canary, 'secret'), '../canary/secret']) {
    await window.call('sessionsTouching', path, { limit: 10 });
  }
  await window.call('plans', {}, { limit: 1000 });
  await window.close();
  // A share of another machine is never looked at, whatever its spelling and however it comes about.
  for (const [path, cwd] of [
    ['//evil/share/x', '/work'],
    ['\\\\evil\\share\\x', 'C:\\work'],
    ['/net/evil/x', '/work'],
    ['../net/evil/x', '/work'],
    ['x', '//evil/share'],
    ['..\\..\\x', '\\\\evil\\share\\a\\b'],
    ['a\0b', '/work'],
  ] as const) {
    for (const windows of [false, true]) {
      const opened = resolvePath(path, cwd, windows);
      report.count('paths to open');
      // Only Unix mounts by itself what is below /net.
      const elsewhere = windows ? /^[\\/]{2}|\0/ : /^[\\/]{2}|^\/net\/|\0/;
      if (opened !== null && elsewhere.test(opened)) {
        report.fail(`"Open File" of ${JSON.stringify(path)} in ${cwd} would reach for ${opened}`);
      }
    }
  }
}

function namesOf(canary: string): string[] {
  const up = '../'.repeat(12) + canary.slice(1);
  return [
    `${canary}/secret`,
    `${up}/secret`,
    `${up}/new`,
    '..',
    '.',
    '../../.agent-logbook/logbook.db',
    `file://${canary}/secret`,
    `${up}/secret\0.jsonl`,
    '%2e%2e%2f%2e%2e%2fcanary%2fsecret',
    '..\\..\\..\\canary\\secret',
    'C:\\Windows\\System32\\config',
    '\\\\evil.example\\share\\x',
    '//evil.example/share/x',
    '~/../canary/secret',
    '$HOME/../canary/secret',
    '`touch canary/new`',
    '$(touch canary/new)',
    '; touch canary/new',
    '--help',
    '-rf',
    'con',
    'x'.repeat(5000),
  ];
}

/** One session of each agent that says the name wherever a name may stand. */
function writeHostile(place: Place, name: string, index: number): void {
  const id = `bad${index.toString(16).padStart(5, '0')}-1111-4111-8111-111111111111`;
  const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, index % 60, second)).toISOString();
  const common = {
    ...{
      sessionId: name,
      cwd: '/work/app',
      gitBranch: name,
      version: name,
      slug: name,
      agentId: name,
      uuid: name,
    },
    ...{
      parentUuid: name,
      forkedFrom: { sessionId: name },
      requestSessionId: name,
      leafUuid: name,
      sourceToolUseID: name,
    },
  };
  const claude = [
    {
      ...common,
      type: 'user',
      timestamp: at(1),
      message: { role: 'user', content: `look at ${name}` },
      planContent: name,
    },
    {
      ...{ ...common, type: 'assistant', uuid: `${id}-a`, timestamp: at(2), requestId: name },
      message: {
        ...{ id: `m-${id}`, role: 'assistant', model: name, usage: { input_tokens: 1, output_tokens: 1 } },
        content: ['Write', 'Edit', 'Read', 'ExitPlanMode', 'Task'].map((tool) => ({
          ...{ type: 'tool_use', id: `${name}-${tool}`, name: tool },
          input: {
            file_path: name,
            path: name,
            content: 'x',
            old_string: 'a',
            new_string: 'b',
            plan: name,
            subagent_type: name,
          },
        })),
      },
    },
    {
      ...{ ...common, type: 'user', uuid: `${id}-r`, timestamp: at(3) },
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: `${name}-Write`, content: name }],
      },
      toolUseResult: {
        ...{
          type: 'create',
          filePath: name,
          outputFile: name,
          agentId: name,
          plan: name,
          persistedOutputPath: name,
        },
        structuredPatch: [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: 1, lines: ['+x'] }],
      },
    },
    {
      type: 'file-history-snapshot',
      messageId: name,
      snapshot: { trackedFileBackups: { [name]: { backupFileName: name } } },
    },
    {
      type: 'attachment',
      ...common,
      uuid: `${id}-t`,
      timestamp: at(4),
      attachment: { type: 'file', filename: name, path: name },
    },
  ];
  write(place, '.claude/projects/-work-app', `${id}.jsonl`, claude);
  const codex = [
    {
      type: 'session_meta',
      payload: {
        id: name,
        cwd: '/work/app',
        forked_from_id: name,
        git: { branch: name, repository_url: name },
      },
    },
    { type: 'turn_context', payload: { cwd: '/work/app', model: name, turn_id: name } },
    {
      type: 'response_item',
      payload: {
        type: 'custom_tool_call',
        call_id: name,
        name: 'apply_patch',
        input: `*** Begin Patch\n*** Add File: ${name}\n+x\n*** Move to: ${name}\n*** End Patch`,
      },
    },
    {
      type: 'event_msg',
      payload: {
        type: 'patch_apply_end',
        call_id: name,
        changes: { [name]: { type: 'update', unified_diff: '@@ -1 +1 @@\n-a\n+b', move_path: name } },
        success: true,
      },
    },
    { type: 'event_msg', payload: { type: 'item_completed', item: { type: 'ImageView', path: name } } },
  ];
  write(
    place,
    '.codex/sessions/2026/01/02',
    `rollout-2026-01-02T03-04-05-${id}.jsonl`,
    codex.map((line, second) => ({ timestamp: at(second), ...line })),
  );
}

/** Things with the name of a session file that are none. */
function oddFiles(place: Place, canary: string): void {
  const folder = join(place.home, '.claude/projects/-work-app');
  symlinkSync('/dev/zero', join(folder, 'eeeeeeee-0000-4000-8000-000000000001.jsonl'));
  mkdirSync(join(folder, 'eeeeeeee-0000-4000-8000-000000000002.jsonl'));
  execFileSync('mkfifo', [join(folder, 'eeeeeeee-0000-4000-8000-000000000003.jsonl')]);
  symlinkSync(folder, join(folder, 'round'));
  // Compressed by somebody: whatever it would become, it is not read.
  for (const end of ['zst', 'gz', 'br', 'zip']) {
    symlinkSync(join(canary, 'secret'), join(folder, `eeeeeeee-0000-4000-8000-000000000004.jsonl.${end}`));
  }
}

/** Each path that was opened lies in the agents' folders or the store, or is one of the program's own. */
function checkOpened(place: Place, log: string, canary: string, report: Report): void {
  if (!existsSync(log)) {
    report.fail('nothing was noted of what was opened');
    return;
  }
  const opened = readFileSync(log, 'utf8').trimEnd().split('\n');
  report.figure('file calls looked at', opened.length);
  const seen = new Set<string>();
  for (const line of opened) {
    const [call = '', path = ''] = JSON.parse(line) as string[];
    const isOfCanary = path === canary || path.startsWith(canary + sep) || path.includes('canary');
    const isHome = path.startsWith(place.home + sep) && !isInStore(place, path);
    const isWrite = /write|append|mkdir|^rm|unlink|rename|link|copy|truncate|chmod/i.test(call);
    if ((isOfCanary || (isHome && isWrite)) && !seen.has(line)) {
      seen.add(line);
      report.fail(`${call} of ${path}`);
    }
  }
}

function isInStore({ storage }: Place, path: string): boolean {
  return path === storage || path.startsWith(storage + sep);
}

function write(place: Place, folder: string, name: string, lines: readonly object[]): void {
  mkdirSync(join(place.home, folder), { recursive: true });
  writeFileSync(join(place.home, folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
