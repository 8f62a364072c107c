import { addCompleted, addEvent, addItem, isNew, type Thread } from './codexThread.js';

/** What a call adds to the model's output, and what follows once the tool has run. */
export interface Call {
  /** Characters that the model wrote for it. */
  length: number;
  finish(): void;
}

type Kind = 'patch' | 'mcp' | 'web' | 'shell';

export function drawKind({ draft }: Thread): Kind {
  const { chance } = draft.world.random;
  if (chance(0.2)) {
    return 'patch';
  }
  if (chance(0.04)) {
    return 'mcp';
  }
  return chance(0.03) ? 'web' : 'shell';
}

/** Adds the call of a tool. */
export function addCall(thread: Thread, kind: Kind): Call {
  const { random, text } = thread.draft.world;
  const id = random.id('call_', 24);
  const file = `${thread.cwd}/src/${random.pick(text.words)}/${random.pick(text.identifiers)}.ts`;
  const exitCode = random.chance(0.07) ? 1 : 0;
  switch (kind) {
    case 'shell':
      return addShell(thread, id, exitCode);
    case 'patch':
      return addPatch(thread, id, file, exitCode);
    case 'web':
      return addWebSearch(thread, id);
    case 'mcp':
      return addMcpCall(thread, id);
  }
}

function addShell(thread: Thread, id: string, exitCode: number): Call {
  const { random, text, pools } = thread.draft.world;
  const { int, pick, chance } = random;
  const programs = ['npm test -- ', 'git diff ', 'rg -n ', 'go test ./', 'sed -n 1,240p ', 'ls -la '];
  const cmd = `${pick(programs)}${pick(text.identifiers)}`;
  const color = chance(0.15) ? '\u001b[32m✓\u001b[39m ' : '';
  const output = color + text.cut(pools.code, Math.min(24_000, random.logNormal(1300, 1.2)));
  if (thread.era === 'old') {
    const input = JSON.stringify({ command: ['bash', '-lc', cmd], workdir: thread.cwd });
    addItem(thread, 'function_call', { name: 'shell', arguments: input, call_id: id });
  } else {
    const input = { cmd, workdir: thread.cwd, yield_time_ms: 1000, max_output_tokens: 6000 };
    addItem(thread, 'function_call', {
      ...(isNew(thread) ? { id: random.id('fc_', 30), status: 'completed' } : {}),
      ...{ name: 'exec_command', arguments: JSON.stringify(input), call_id: id },
    });
  }
  const finish = () => {
    const duration = { secs: int(0, 30), nanos: int(0, 999_999_999) };
    const command = ['/bin/bash', '-lc', cmd];
    const parsed = { parsed_cmd: [{ type: 'unknown', cmd }], source: 'unified_exec_startup' };
    const status = exitCode ? 'failed' : 'completed';
    if (isNew(thread)) {
      const process_id = String(int(1000, 65_000));
      addCompleted(thread, {
        ...{ type: 'CommandExecution', id, process_id, command, cwd: `file://${thread.cwd}`, ...parsed },
        ...{ status, aggregated_output: output, exit_code: exitCode, duration },
      });
    } else if (thread.era === 'mid' && chance(0.75)) {
      const process_id = String(int(1000, 65_000));
      addEvent(thread, 'exec_command_end', {
        ...{ call_id: id, process_id, turn_id: thread.turn, command, cwd: thread.cwd, ...parsed },
        ...{ stdout: '', stderr: '', aggregated_output: output, exit_code: exitCode, duration },
        ...{ formatted_output: '', status },
      });
    }
    const metadata = { exit_code: exitCode, duration_seconds: duration.secs };
    const told =
      thread.era === 'old'
        ? JSON.stringify({ output, metadata })
        : `Command: /bin/bash -lc ${cmd}\nChunk ID: ${random.hex(6)}\nWall time: ${duration.secs}.0000 seconds\n` +
          `Process exited with code ${exitCode}\nOriginal token count: ${output.length >> 2}\nOutput:\n${output}`;
    addItem(thread, 'function_call_output', { call_id: id, output: told });
    thread.contextTokens += Math.min(6000, Math.ceil(output.length / 4));
  };
  return { length: cmd.length + 60, finish };
}

function addPatch(thread: Thread, id: string, file: string, exitCode: number): Call {
  const { random, text, pools } = thread.draft.world;
  const content = text.cut(pools.code, Math.min(6000, random.logNormal(500, 0.9)));
  const isAdded = random.chance(0.25);
  const added = content
    .split('\n')
    .map((line) => `+${line}`)
    .join('\n');
  const patch = `*** Begin Patch\n*** ${isAdded ? 'Add' : 'Update'} File: ${file}\n${isAdded ? '' : '@@\n'}${added}\n*** End Patch`;
  addItem(thread, 'custom_tool_call', {
    ...(isNew(thread) ? { id: random.id('ctc_', 40) } : {}),
    ...{ status: 'completed', call_id: id, name: 'apply_patch', input: patch },
  });
  const finish = () => {
    const update = { type: 'update', unified_diff: `@@ -9,3 +9,8 @@\n${added}`, move_path: null };
    const changes = { [file]: isAdded ? { type: 'add', content } : update };
    const status = exitCode ? 'failed' : 'completed';
    const done = `Success. Updated the following files:\n${isAdded ? 'A' : 'M'} ${file}\n`;
    if (isNew(thread)) {
      addCompleted(thread, { type: 'FileChange', id, changes, status });
    } else if (thread.era === 'mid') {
      addEvent(thread, 'patch_apply_end', {
        ...{ call_id: id, turn_id: thread.turn, stdout: exitCode ? '' : done },
        ...{ stderr: exitCode ? 'patch failed' : '', success: !exitCode, changes, status },
      });
    }
    const metadata = { exit_code: exitCode, duration_seconds: 0.1 };
    const output = JSON.stringify({ output: exitCode ? 'patch failed' : done, metadata });
    addItem(thread, 'custom_tool_call_output', { call_id: id, output });
    thread.contextTokens += 60;
  };
  return { length: patch.length, finish };
}

function addWebSearch(thread: Thread, id: string): Call {
  const { random, text } = thread.draft.world;
  const action = { type: 'search', query: text.sentence().trim() };
  addItem(thread, 'web_search_call', { status: 'completed', action });
  const finish = () =>
    addEvent(thread, 'web_search_end', { call_id: id, query: random.pick(text.identifiers) });
  return { length: 0, finish };
}

function addMcpCall(thread: Thread, id: string): Call {
  const { random, text } = thread.draft.world;
  const input = { owner: 'acme', issue: random.int(1, 3000) };
  const output = text.prose(Math.min(5000, random.logNormal(900, 0.8)));
  const name = { name: 'github__get_issue', namespace: 'mcp' };
  addItem(thread, 'function_call', { ...name, arguments: JSON.stringify(input), call_id: id });
  const finish = () => {
    addEvent(thread, 'mcp_tool_call_end', {
      call_id: id,
      invocation: { server: 'github', tool: 'get_issue', arguments: input },
      duration: { secs: 0, nanos: 9e8 },
      result: { Ok: { content: [{ type: 'text', text: output }] } },
    });
    const told = [{ type: 'input_text', text: output }];
    addItem(thread, 'function_call_output', { call_id: id, output: told });
    thread.contextTokens += output.length >> 2;
  };
  return { length: 0, finish };
}
