/** Sessions of the published form with everything that an export has to carry: children, sub-agents, tickets, forks, gaps. */
const at = (minute: number, day = 2) => new Date(Date.UTC(2026, 2, day, 10, minute)).toISOString();

const parent = '6f1c1f5e-0001-4000-8000-000000000001';

export const sessions: Record<string, readonly object[]> = {
  'parent.jsonl': [
    {
      ...{ schema: 1, type: 'session', session: parent, agent: 'Acme', agent_version: '2.1', at: at(0) },
      ...{
        cwd: '/work/app',
        branch: 'feature/APP-12-login',
        title: '=Fix the "login", please',
        title_kind: 'custom',
        client: 'cli',
      },
    },
    { type: 'message', id: 'm1', role: 'user', at: at(0), text: 'Fix the login <b>now</b>\n\nplease' },
    {
      ...{ type: 'usage', id: 'r1', at: at(1), model: 'claude-opus-4-5', branch: 'feature/APP-12-login' },
      tokens: { input: 1200, cache_read: 9000, cache_write_5m: 300, output: 340, reasoning: 100 },
    },
    {
      type: 'message',
      id: 'm2',
      role: 'assistant',
      kind: 'thinking',
      at: at(1),
      text: 'Hm, the check.',
      model: 'claude-opus-4-5',
      response: 'r1',
    },
    {
      ...{
        type: 'message',
        id: 'm3',
        role: 'assistant',
        at: at(1),
        response: 'r1',
        model: 'claude-opus-4-5',
      },
      tool: {
        call_id: 'c1',
        name: 'edit',
        category: 'edit',
        input: { path: 'login.ts', text: 'if (!ok) {\n' },
      },
    },
    { type: 'tool_result', call_id: 'c1', at: at(2), output: 'edited', duration_ms: 250 },
    {
      ...{ type: 'file_change', call_id: 'c1', at: at(2), path: '/work/app/login.ts', operation: 'update' },
      ...{ added: 1, removed: 1, patch: '@@ -3,1 +3,1 @@\n-if (ok) {\n+if (!ok) {' },
    },
    {
      ...{ type: 'file_change', call_id: 'c1', at: at(2), path: '/work/app/new.ts', operation: 'create' },
      ...{ added: 1, removed: 0, patch: '@@ -0,0 +1,1 @@\n+export {};' },
    },
    {
      ...{
        type: 'message',
        id: 'm4',
        role: 'assistant',
        at: at(3),
        response: 'r1',
        model: 'claude-opus-4-5',
      },
      tool: { call_id: 'c2', name: 'sh', category: 'run', input: 'git commit -m "Fix login"' },
    },
    {
      type: 'tool_result',
      call_id: 'c2',
      at: at(4),
      output: '[feature/APP-12-login abc1234] Fix login\n',
      exit_code: 0,
    },
    {
      type: 'sub_agent',
      thread: 'helper',
      agent_type: 'tester',
      description: 'Test the login',
      call_id: 'c3',
      at: at(4),
    },
    {
      ...{ type: 'message', id: 'm5', role: 'assistant', at: at(4), model: 'claude-opus-4-5' },
      tool: { call_id: 'c3', name: 'task', category: 'delegate', input: { prompt: 'Test the login' } },
    },
    { type: 'message', thread: 'helper', id: 'h1', role: 'user', at: at(4), text: 'Test the login' },
    {
      ...{ type: 'usage', thread: 'helper', id: 'rh', at: at(5), model: 'gpt-5', tier: 'priority' },
      tokens: { input: 500, output: 20 },
    },
    {
      type: 'message',
      thread: 'helper',
      id: 'h2',
      role: 'assistant',
      at: at(5),
      text: 'It works.',
      model: 'gpt-5',
      response: 'rh',
    },
    { type: 'tool_result', call_id: 'c3', at: at(5), output: 'It works.', is_error: false },
    {
      ...{ type: 'message', id: 'm6', role: 'assistant', at: at(6), model: 'claude-opus-4-5' },
      tool: { call_id: 'c4', name: 'sh', category: 'run', input: 'npm test' },
    },
    { type: 'tool_result', call_id: 'c4', at: at(7), output: 'failing', is_error: true, exit_code: 1 },
    { type: 'usage', id: 'r2', at: at(8), model: 'claude-opus-4-5', tokens: null },
    {
      type: 'message',
      id: 'm7',
      role: 'assistant',
      at: at(8),
      text: 'Fixed. Shall I add a test?',
      response: 'r2',
    },
    { type: 'todos', at: at(8), items: [{ text: 'Add a test', status: 'pending' }] },
    { type: 'link', url: 'https://github.com/a/b/pull/7', label: 'Pull request 7', at: at(8) },
    { type: 'plan', name: 'login-plan', text: '# Plan\n\n1. Fix', at: at(8) },
    {
      ...{
        type: 'usage',
        id: 'r3',
        at: at(20, 3),
        model: 'model-without-a-price',
        branch: 'feature/APP-13-other',
      },
      tokens: { input: 10, output: 5 },
      web_searches: 2,
    },
    {
      type: 'message',
      id: 'm8',
      role: 'assistant',
      at: at(20, 3),
      text: 'On to the other one.',
      response: 'r3',
      branch: 'feature/APP-13-other',
    },
  ],
  'child.jsonl': [
    {
      ...{
        schema: 1,
        type: 'session',
        session: '6f1c1f5e-0002-4000-8000-000000000002',
        agent: 'Acme',
        at: at(4),
      },
      ...{
        cwd: '/work/app',
        branch: 'feature/APP-12-login',
        parent,
        parent_call: 'c3',
        agent_type: 'tester',
        headless: true,
      },
    },
    { type: 'message', id: 'k1', role: 'user', at: at(4), text: 'Test it as a session of your own' },
    { type: 'usage', id: 'rk', at: at(5), model: 'gpt-5', tokens: { input: 100, output: 10 } },
    {
      type: 'message',
      id: 'k2',
      role: 'assistant',
      at: at(5),
      text: 'Done.',
      model: 'gpt-5',
      response: 'rk',
    },
  ],
  'other.jsonl': [
    {
      ...{
        schema: 1,
        type: 'session',
        session: '6f1c1f5e-0003-4000-8000-000000000003',
        agent: 'Acme',
        at: at(0, 5),
      },
      ...{ cwd: '/work/site', forked_from: parent },
    },
    {
      type: 'message',
      id: 'm1',
      role: 'user',
      at: at(0),
      text: 'Fix the login <b>now</b>\n\nplease',
      copied_from: parent,
    },
    { type: 'message', id: 'o1', role: 'user', at: at(0, 5), kind: 'command', text: '/review' },
    {
      ...{ type: 'usage', id: 'ro', at: at(1, 5), model: 'claude-sonnet-4-5', approximate: true },
      tokens: { input: 250_000, cache_read: 10, output: 10 },
    },
    { type: 'message', id: 'o2', role: 'assistant', at: at(1, 5), text: 'Looks good 👍', response: 'ro' },
  ],
};

/** What a person said of the first of them. */
export const said: readonly object[] = [
  { schema: 1, type: 'session', session: parent },
  { type: 'marks', tags: ['auth', 'to *show*'], favourite: true, note: 'Show <b>this</b>\nto the team' },
  { type: 'pin', message: 'm2', note: 'Here it turns', at: at(9) },
  { type: 'pin', message: 'm3', at: at(9) },
  { type: 'ticket', key: 'APP-12', title: 'Login', note: 'Ask Ada' },
];
