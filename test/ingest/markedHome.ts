/** A file below a home folder; `lines` are appended one by one. */
export interface HomeText {
  path: string;
  lines: string[];
}

export const secretFolder = '/work/secret';

/**
 * One session of each agent in a folder, in every kind of file that an agent leaves of it. Each text has a marker
 * `MARK-<kind>` in it; only `MARK-SAID`, the agent's answer, is no text that a switch withholds.
 */
export function homeWith(folder: string, prefix = ''): HomeText[] {
  const open = prefix !== '';
  const mark = (kind: string) => `MARK-${open ? `${prefix}-` : ''}${kind}`;
  const last = open ? '2' : '1';
  return [...claudeFiles(folder, mark, last), ...codexFiles(folder, mark, last)];
}

type Mark = (kind: string) => string;

const json = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`);

function claudeFiles(cwd: string, mark: Mark, last: string): HomeText[] {
  const session = `11111111-1111-4111-8111-11111111111${last}`;
  const slug = `calm-red-owl-${last}`;
  const project = `.claude/projects/${cwd.replaceAll('/', '-')}`;
  let nth = 0;
  const line = (type: string, message: object, more: object = {}) => ({
    ...{ type, uuid: `${last}-${++nth}`, sessionId: session, cwd, slug, version: '2.1.0', gitBranch: 'main' },
    timestamp: new Date(1_767_322_800_000 + nth * 1000).toISOString(),
    message,
    ...more,
  });
  const said = (...content: object[]) =>
    line('assistant', { id: `m${last}-${nth}`, role: 'assistant', model: 'm', content });
  const result = (id: string, text: string, more?: object) =>
    line(
      'user',
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] },
      more === undefined ? {} : { toolUseResult: more },
    );
  const use = (id: string, name: string, input: object) => ({
    type: 'tool_use',
    id: `${id}-${last}`,
    name,
    input,
  });
  const sub = { agentId: `a${last}`, isSidechain: true };
  return [
    {
      path: `${project}/${session}.jsonl`,
      lines: json(
        { type: 'summary', summary: 'of another session', leafUuid: 'nowhere' },
        line('user', { role: 'user', content: mark('PROMPT') }),
        said({ type: 'thinking', thinking: mark('REASONING') }, { type: 'text', text: mark('SAID') }),
        said(use('t1', 'Bash', { command: mark('ARGUMENT') })),
        result(`t1-${last}`, mark('OUTPUT'), {
          stdout: mark('OUTPUT'),
          persistedOutputPath: `/tmp/${mark('OVERFLOW')}.txt`,
        }),
        said(
          use('t2', 'Task', { subagent_type: 'x', description: mark('TASK'), prompt: mark('SUB-PROMPT') }),
        ),
        result(`t2-${last}`, mark('OUTPUT'), { agentId: `a${last}`, prompt: mark('SUB-PROMPT') }),
        said(use('t3', 'TaskCreate', { subject: mark('TODO') })),
        result(`t3-${last}`, mark('OUTPUT'), { task: { id: '1', subject: mark('TODO') } }),
        said(use('t4', 'TodoWrite', { todos: [{ content: mark('TODO'), status: 'pending' }] })),
        said(use('t5', 'Edit', { file_path: '/f', old_string: 'a', new_string: mark('EDIT') })),
        result(`t5-${last}`, mark('OUTPUT'), {
          ...{ filePath: '/f', oldString: 'a', newString: mark('EDIT') },
          structuredPatch: [
            { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', `+${mark('EDIT')}`] },
          ],
        }),
        said(use('t6', 'ExitPlanMode', { plan: mark('PLAN') })),
        line('user', {
          role: 'user',
          content: `<command-name>/x</command-name><command-args>${mark('COMMAND')}</command-args>`,
        }),
        line('user', { role: 'user', content: `<bash-input>${mark('SHELL')}</bash-input>` }),
        said(use('t7', 'Task', { description: mark('TASK'), prompt: mark('SUB-PROMPT') })),
      ),
    },
    {
      path: `${project}/${session}/subagents/agent-a${last}.jsonl`,
      lines: json(line('user', { role: 'user', content: mark('SUB-PROMPT') }, sub), {
        ...said({ type: 'thinking', thinking: mark('REASONING') }),
        ...sub,
      }),
    },
    {
      path: `${project}/${session}/subagents/agent-a${last}.meta.json`,
      lines: [JSON.stringify({ agentType: 'x', description: mark('META'), toolUseId: `t2-${last}` })],
    },
    {
      path: `${project}/${session}/tool-results/t1.txt`,
      lines: [mark('OVERFLOW')],
    },
    {
      path: `.claude/todos/${session}-agent-${session}.json`,
      lines: [JSON.stringify([{ content: mark('TODO-FILE'), status: 'pending' }])],
    },
    {
      path: `.claude/tasks/${session}/1.json`,
      lines: [JSON.stringify({ id: '1', subject: mark('TASK-FILE'), status: 'pending' })],
    },
    { path: `.claude/plans/${slug}.md`, lines: [`# ${mark('PLAN-FILE')}\n`] },
    {
      path: '.claude/history.jsonl',
      lines: json({
        display: mark('HISTORY'),
        timestamp: 1_767_322_800_000 + Number(last),
        project: cwd,
        sessionId: session,
      }),
    },
  ];
}

function codexFiles(cwd: string, mark: Mark, last: string): HomeText[] {
  const child = `019b0000-0000-7000-8000-00000000001${last}`;
  const id = `019b0000-0000-7000-8000-00000000000${last}`;
  let nth = 0;
  const line = (type: string, payload: object) => ({
    timestamp: new Date(1_767_322_800_000 + ++nth * 1000).toISOString(),
    type,
    payload,
  });
  const item = (payload: object) => line('response_item', payload);
  const user = (text: string) =>
    item({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  const typed = (message: string) => line('event_msg', { type: 'user_message', message });
  const patch = `*** Begin Patch\n*** Update File: f\n@@\n-a\n+${mark('PATCH')}\n*** End Patch`;
  return [
    {
      path: `.codex/sessions/2026/01/02/rollout-2026-01-02T03-00-00-${id}.jsonl`,
      lines: json(
        line('session_meta', {
          id,
          timestamp: '2026-01-02T03:00:00.000Z',
          cwd,
          cli_version: '0.139.0',
          source: 'cli',
        }),
        line('turn_context', { cwd, model: 'm' }),
        user(mark('PROMPT')),
        typed(mark('PROMPT')),
        item({ type: 'reasoning', summary: [{ type: 'summary_text', text: mark('REASONING') }] }),
        item({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: mark('SAID') }] }),
        item({
          type: 'function_call',
          name: 'exec_command',
          call_id: 'c1',
          arguments: `{"cmd":"${mark('ARGUMENT')}"}`,
        }),
        item({ type: 'function_call_output', call_id: 'c1', output: mark('OUTPUT') }),
        item({ type: 'custom_tool_call', name: 'apply_patch', call_id: 'c2', input: patch }),
        item({ type: 'custom_tool_call_output', call_id: 'c2', output: mark('OUTPUT') }),
        item({
          ...{ type: 'function_call', name: 'update_plan', call_id: 'c3' },
          arguments: JSON.stringify({ plan: [{ step: mark('TODO'), status: 'pending' }] }),
        }),
        user(mark('HELD')),
        typed(mark('HELD')),
        item({ type: 'custom_tool_call', name: 'apply_patch', call_id: 'c4', input: patch }),
        user(mark('HELD')),
      ),
    },
    {
      path: `.codex/sessions/2026/01/02/rollout-2026-01-02T03-10-00-${child}.jsonl`,
      lines: json(
        line('session_meta', {
          ...{ id: child, timestamp: '2026-01-02T03:10:00.000Z', cwd, cli_version: '0.139.0' },
          source: { subagent: { thread_spawn: { parent_thread_id: id, agent_role: 'x' } } },
        }),
        user(mark('SUB-PROMPT')),
        item({ type: 'agent_message', content: [{ type: 'input_text', text: mark('SUB-PROMPT') }] }),
        item({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: mark('SAID') }] }),
      ),
    },
    {
      path: '.codex/history.jsonl',
      lines: json({ session_id: id, ts: 1_767_322_800 + Number(last), text: mark('HISTORY') }),
    },
    {
      path: '.codex/session_index.jsonl',
      lines: json({ id, thread_name: mark('SAID'), updated_at: '2026-01-02T03:00:00Z' }),
    },
  ];
}
