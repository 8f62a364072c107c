import { openTestStore, type TestStore } from '../store/read/testStore.js';

const minute = 60_000;
const hour = 60 * minute;

/** A Friday, in Berlin one hour after the same time of UTC. */
export const now = Date.UTC(2026, 2, 20, 15, 30);

const day = (date: string, time = '10:00') => Date.parse(`2026-${date}T${time}:00Z`);

/**
 * A small store with something of everything that charts look at: two agents, sub-agents of both kinds, forks, tickets,
 * branches, repositories, tags, a program's session, models with and without a price, long requests, failed and repeated
 * calls, prompts that correct, instruction files that change.
 */
export async function openFixtureStore(): Promise<TestStore> {
  const store = await openTestStore();
  store.now = now;
  store.place('/work/shop', '/work/shop');
  store.place('/work/shop/api', '/work/shop');
  store.place('/work/blog', '/work/blog');
  const opus = 'claude-opus-4-6';

  // A session on two tickets, with a sub-agent in it and a child of its own.
  const first = store.session({
    ...{ id: 's1', agent: 'acme', title: 'Login', cwd: '/work/shop' },
    ...{ startedAt: day('03-16', '08:00'), endedAt: day('03-18', '09:40') },
  });
  const child = store.session({
    ...{ id: 's1-child', agent: 'acme', parent: 's1', title: 'Look for it', cwd: '/work/shop' },
    ...{ startedAt: day('03-16', '08:20'), endedAt: day('03-16', '08:30'), agentType: 'explorer' },
  });
  const thread = store.thread(first, 't1', { agentType: 'reviewer', callId: 'c-task' });
  // A program's session in another repository, of another agent.
  const second = store.session({
    ...{ id: 's2', agent: 'other', title: 'Nightly', cwd: '/work/blog' },
    ...{ startedAt: day('03-10', '23:30'), endedAt: day('03-11', '00:30') },
  });
  store.db.prepare('update session set headless = 1 where id = ?').run(second);
  // Without a folder, long ago.
  const third = store.session({
    ...{
      id: 's3',
      agent: 'acme',
      title: 'Old',
      startedAt: day('02-02', '12:00'),
      endedAt: day('02-02', '12:30'),
    },
  });
  // Short and cheap, and one that never got an answer.
  const fourth = store.session({
    ...{ id: 's4', agent: 'acme', title: 'Typo', cwd: '/work/shop/api' },
    ...{ startedAt: day('03-19', '16:00'), endedAt: day('03-20', '15:20') },
  });
  store.session({
    id: 's5',
    agent: 'acme',
    cwd: '/work/blog',
    startedAt: day('03-20', '07:00'),
    endedAt: day('03-20', '07:00'),
  });
  for (const tag of ['release', 'Checkout']) {
    store.db
      .prepare('insert into session_tag (session_id, tag, origin) values (?, ?, 0)')
      .run(first, store.name(tag));
  }

  const login = { branch: 'feature/SHOP-1-login', ticket: 'SHOP-1', cwd: '/work/shop' };
  const cart = { branch: 'feature/SHOP-2-cart', ticket: 'SHOP-2', cwd: '/work/shop/api' };
  const responses = [
    {
      session: first,
      at: day('03-16', '08:01'),
      model: opus,
      ...login,
      input: 1000,
      cacheWrite5m: 20_000,
      output: 900,
    },
    {
      session: first,
      at: day('03-16', '08:05'),
      model: opus,
      ...login,
      input: 40,
      cacheRead: 21_000,
      cacheWrite1h: 3000,
      output: 1200,
    },
    // Above the threshold of long requests, on a day when that had a price of its own.
    { session: third, at: day('02-02', '12:01'), model: opus, input: 210_000, output: 2000 },
    {
      session: first,
      thread,
      at: day('03-16', '08:06'),
      model: 'claude-haiku-4-5',
      ...login,
      input: 9000,
      output: 300,
    },
    {
      session: child,
      at: day('03-16', '08:25'),
      model: 'claude-haiku-4-5',
      ...login,
      input: 500,
      cacheRead: 7000,
      output: 80,
    },
    {
      session: first,
      at: day('03-18', '09:30'),
      model: opus,
      ...cart,
      input: 60,
      cacheRead: 60_000,
      output: 4000,
      webSearches: 2,
    },
    { session: first, at: day('03-18', '09:35'), model: opus, ...cart, hasUsage: false },
    {
      session: second,
      at: day('03-10', '23:40'),
      model: 'mystery-1',
      branch: 'main',
      cwd: '/work/blog',
      input: 7000,
      output: 70,
    },
    {
      session: second,
      at: day('03-11', '00:10'),
      model: 'gpt-5',
      branch: 'main',
      input: 3000,
      cacheRead: 12_000,
      output: 1000,
      tier: 'batch',
    },
    {
      session: second,
      at: day('03-11', '00:10'),
      model: 'gpt-5',
      branch: 'main',
      input: 99,
      output: 9,
      counted: false,
    },
    { session: third, at: null, model: opus, input: 10, output: 1 },
    { session: fourth, at: day('03-19', '16:02'), model: opus, ...cart, input: 100, output: 60 },
    // In the window that is open now.
    { session: fourth, at: day('03-20', '13:10'), model: opus, ...cart, input: 200, output: 90 },
    { session: fourth, at: day('03-20', '15:20'), model: opus, ...cart, input: 300, output: 10 },
  ].map((spec) => store.response(spec));

  const say = (session: number, at: number, text: string, kind: 'prompt' | 'command' = 'prompt') =>
    store.message({ session, at, text, role: 'user', kind });
  say(first, day('03-16', '08:00'), 'Add the login page');
  say(first, day('03-16', '08:04'), 'No, use the form of the design');
  say(first, day('03-18', '09:29'), 'Now the cart');
  say(first, day('03-18', '09:33'), '/review the cart', 'command');
  say(second, day('03-10', '23:35'), 'Write the release notes');
  say(third, day('02-02', '12:00'), 'Explain this repository');
  say(fourth, day('03-19', '16:00'), 'Fix the typo');
  store.message({
    session: first,
    at: day('03-18', '09:31'),
    role: 'system',
    kind: 'compaction',
    text: 'Compacted',
  });
  store.message({
    session: first,
    at: day('03-18', '09:34'),
    role: 'system',
    kind: 'interrupt',
    text: 'Interrupted',
  });

  let calls = 0;
  const call = (
    session: number,
    at: number,
    name: string,
    more: {
      took?: number | null;
      isError?: boolean | null;
      usage?: number;
      thread?: number;
      copied?: boolean;
      text?: string;
    } = {},
  ) => {
    const callId = `c${++calls}`;
    const { took = 1000, isError = false } = more;
    store.message({
      ...{ session, at, text: more.text ?? '{}', kind: 'tool' as const },
      ...(more.usage === undefined ? {} : { usage: more.usage }),
      ...(more.thread === undefined ? {} : { thread: more.thread }),
      ...(more.copied ? { copied: true } : {}),
      tool: { callId, name, endedAt: took === null ? null : at + took, isError: isError === true },
    });
    if (isError === null) {
      store.db
        .prepare('update tool_call set is_error = null where session_id = ? and call_id = ?')
        .run(session, callId);
    }
    return callId;
  };
  const [r1, r2, , r4, , r6] = responses;
  call(first, day('03-16', '08:01'), 'Read', { usage: r1!, took: 200 });
  call(first, day('03-16', '08:02'), 'Bash', { usage: r1!, took: 4000, isError: true });
  call(first, day('03-16', '08:03'), 'Bash', { usage: r2!, took: 5000, isError: true });
  call(first, day('03-16', '08:03'), 'Bash', { usage: r2!, took: 2500 });
  const edit = call(first, day('03-16', '08:05'), 'Edit', { usage: r2!, took: 300 });
  call(first, day('03-16', '08:06'), 'Bash', { usage: r4!, thread, took: 60_000, isError: true });
  // Agents that tell usage apart from messages: they belong to the next response.
  const patch = call(second, day('03-10', '23:50'), 'apply_patch', { took: 700 });
  call(second, day('03-11', '00:20'), 'shell', { took: 90_000 });
  const cartEdit = call(first, day('03-18', '09:30'), 'Edit', { usage: r6!, isError: true, took: 100 });
  const last = call(first, day('03-18', '09:32'), 'Write', { usage: r6!, took: 0 });
  call(first, day('03-18', '09:40'), 'Bash', { usage: r6!, took: null, isError: null });
  call(fourth, day('03-19', '16:03'), 'Read', { copied: true });
  const change = (
    session: number,
    callId: string,
    path: string,
    added: number,
    removed: number,
    operation = 'update',
  ) => {
    store.fileChange(session, callId, path, { added, removed, operation });
    const at = store.db
      .prepare('select started_at from tool_call where session_id = ? and call_id = ?')
      .get(session, callId)?.[0];
    store.db
      .prepare('update file_change set at = ? where session_id = ? and call_id = ?')
      .run(at ?? null, session, callId);
  };
  change(first, edit, '/work/shop/src/login.ts', 40, 0, 'create');
  change(first, cartEdit, '/work/shop/src/cart.ts', 12, 3);
  change(first, last, '/work/shop/AGENTS.md', 5, 1);
  change(second, patch, '/work/blog/notes.md', 30, 0, 'create');
  const judge = (session: number, category: string, quality: object | null) =>
    store.db
      .prepare('insert into session_insight (session_id, made_of, category, insights) values (?, ?, ?, ?)')
      .run(session, '', category, JSON.stringify({ quality }));
  judge(first, 'feature', { score: 3.4, planned: true, oneShot: false, correctionRate: 0.5 });
  judge(second, 'docs', { score: 4, planned: false, oneShot: true, correctionRate: null });
  judge(third, 'docs', null);
  judge(fourth, 'bug-fix', { score: 4.4, planned: false, oneShot: true, correctionRate: 0 });
  call(first, day('03-18', '09:36'), 'Skill', { usage: r6!, text: '{"skill":"release-notes"}' });
  const limit = store.db.prepare('insert into rate_limit values (?, ?, ?, ?, ?, ?, ?, ?)');
  limit.run('acme', 'acme', 'primary', now - 5 * minute, 34, 300, now + 2 * hour, 'team');
  limit.run('acme', 'acme', 'secondary', now - 5 * minute, 12.5, 10_080, now + 50 * hour, 'team');
  limit.run('other', 'all', 'primary', day('03-11', '00:20'), 80, 300, day('03-11', '02:00'), null);
  limit.run('other', 'all', 'secondary', day('03-11', '00:20'), 3, null, null, null);
  store.reader.changed('all');
  return store;
}

/** Filters that charts are tried with, each a part of what there is. */
export const filters = {
  all: { timeZone: 'Europe/Berlin' },
  march: { timeZone: 'Europe/Berlin', since: day('03-01', '00:00') - hour, until: now, part: 'category' },
  'two models on one branch': {
    timeZone: 'UTC',
    models: ['claude-opus-4-6', 'claude-haiku-4-5'],
    branches: ['feature/SHOP-1-login'],
  },
  'without a ticket': { timeZone: 'Asia/Tokyo', tickets: [null] },
  'one ticket by project': {
    timeZone: 'UTC',
    tickets: ['SHOP-2'],
    projects: ['/work/shop'],
    part: 'project',
  },
  'headless of one agent': { timeZone: 'America/New_York', filter: { headless: true, agents: ['other'] } },
  'a tag in a folder': {
    timeZone: 'UTC',
    filter: { tags: ['Release'], folders: ['/work/shop'] },
    part: 'tags',
  },
  'one session': { timeZone: 'UTC', session: 'acme:s1' },
  nothing: { timeZone: 'UTC', models: ['no such model'] },
} as const;
