// Questions that the views ask, on a full store.
import { spread } from './table.mjs';

const rounds = 20;
/** Charts by what they are to reach: those of the roll-up's dimensions, and those of tickets, calls, files and single responses. */
const charts = [
  [
    300,
    [
      ...[
        'tokensPerDay',
        'digest',
        'velocity',
        'calendar',
        'hoursOfWeek',
        'costPerDay',
        'forecast',
        'windowNow',
      ],
      ...['costByModel', 'costByProject', 'tokensByModel', 'tokensByAgent', 'cacheSavings', 'projectTrends'],
      ...['costByBranch', 'sessions'],
    ],
  ],
  [
    500,
    [
      ...['costByTicket', 'branchesOfTickets', 'fiveHourWindows', 'concurrency', 'toolCalls', 'retries'],
      ...['subAgentTypes', 'commands', 'slowestCalls', 'linesPerDay', 'editedFiles', 'rates', 'categories'],
      ...['instructionEffect', 'modelHints', 'contextGrowth'],
    ],
  ],
];
/** Words of the corpus: frequent, rare, several, a phrase, the beginning of one, left out, either, made-up names, none at all. */
const searches = [
  ...['session', 'rollback deploy', '"error handler"', 'invoi*', 'canary -flag', 'gauge OR histogram'],
  ...['"const result"', 'webhook', 'mutex lock', 'thread pool', 'zeppelin', 'budget cost price'],
  ...['stdin stdout stderr', '"split map"', 'regex -path', 'con*', 'milestone review', 'nosuchwordatall'],
  ...['return', 'await export function', '"npm test"', 'test OR git', 'cargo build', 'src/index.ts'],
];

/** Words with conditions, and conditions alone: what holds for much, for little, for nothing. */
const conditions = [
  ...[{ agents: ['claude'] }, { agents: ['nobody'] }, { projects: ['gauge'] }, { models: ['opus'] }],
  ...[{ error: true }, { pinned: true }, { tools: ['bash'] }, { branches: ['main'] }, { files: ['promise'] }],
].flatMap((where) => ['', 'session', 'con*'].map((text) => ({ text, where })));

/** Each question's p95 beside what is to be reached. */
export async function measureQueries({ note }, store) {
  const [all] = await store.ask('groups', 'none', {}, 'UTC');
  const sessions = await store.ask('sessions', {}, { limit: 1000 });
  const largest = sessions.reduce((a, b) => ((b.messages ?? 0) > (a.messages ?? 0) ? b : a));
  const { messages, calls } = await countRows(store);
  const call = spread(await times(() => store.ask('progress'))).p95;
  // Each time from another moment on, of the last century: an answer that is kept would measure nothing.
  const ask = async (name, most, question) => {
    const taken = spread(await times((round) => store.ask(...question(round))));
    const remark = `p50 ${taken.p50.toFixed(1)}, max ${taken.max.toFixed(1)}, n ${rounds}`;
    note(`${name}, p95`, taken.p95, 'ms', { floor: call, of: 'an empty call', most, remark });
  };
  note('messages and tool calls in the store', messages + calls, '', {
    remark: `${messages} and ${calls}, of ${all?.sessions ?? sessions.length} sessions`,
  });
  for (const by of ['ticket', 'branch', 'project', 'agent', 'day']) {
    await ask(`tree: groups by ${by}`, 100, (since) => ['groups', by, { since }, 'UTC']);
  }
  await ask('tree: first 100 sessions', 100, (since) => ['sessions', { since }, { limit: 100 }]);
  for (const by of ['day', 'model', 'agent', 'project', 'branch']) {
    await ask(`statistics by ${by}`, 300, (since) => ['usage', { by, utc: true, since }]);
  }
  await ask('statistics by ticket', 500, (since) => ['usage', { by: 'ticket', utc: true, since }]);
  for (const [most, ids] of charts) {
    for (const id of ids) {
      await measureChart(note, store, call, id, most);
    }
  }
  await ask(`replay: outline of ${largest.messages} messages`, null, () => [
    'outline',
    largest.id,
    0,
    10_000,
  ]);
  await measureSearch(note, store, call);
}

/** The first answer, of all times, and later ones about other spans of time: in a process that was not asked for the chart before. */
async function measureChart(note, store, call, id, most) {
  // A span of its own for each chart: several have the same sums, which are kept.
  const before = 100 * charts.flatMap(([, ids]) => ids).indexOf(id);
  const [first, ...later] = await times((round) =>
    store.ask('chart', id, {
      timeZone: 'Europe/Berlin',
      ...(round > 1 ? { since: 1000 + before + round } : {}),
    }),
  );
  const { p50, p95, max } = spread(later);
  const remark = `first ${first.toFixed(1)}, p50 ${p50.toFixed(1)}, max ${max.toFixed(1)}, n ${later.length}`;
  note(`chart ${id}, p95`, Math.max(first, p95), 'ms', { floor: call, of: 'an empty call', most, remark });
}

async function measureSearch(note, store, call) {
  const [newest, best] = [[], []];
  let partial = 0;
  let found = 0;
  for (let round = 0; round < 3; round++) {
    for (const asked of [...searches.map((text) => ({ text })), ...conditions]) {
      for (const [order, taken] of [
        ['newest', newest],
        ['best', best],
      ]) {
        const start = performance.now();
        const result = await store.ask('search', { ...asked, order, limit: 50 });
        taken.push(performance.now() - start);
        partial += result.partial ? 1 : 0;
        found += result.hits.length;
      }
    }
  }
  const remark = (taken) => {
    const { p50, max } = spread(taken);
    return `p50 ${p50.toFixed(1)}, max ${max.toFixed(1)}, n ${taken.length}; 50 hits with snippets`;
  };
  const of = { floor: call, of: 'an empty call' };
  note('search, newest first, p95', spread(newest).p95, 'ms', { ...of, most: 50, remark: remark(newest) });
  note('search, newest first, p99', spread(newest).p99, 'ms', {
    ...{
      ...of,
      most: 500,
      remark: `${partial} of ${newest.length + best.length} results partial, ${found} hits`,
    },
  });
  note('search, the best of the newest 1,000, p95', spread(best).p95, 'ms', { ...of, remark: remark(best) });
}

/** Page by page: there is no question for it. */
async function countRows(store) {
  const limit = 1000;
  let [messages, calls] = [0, 0];
  for (let offset = 0, length = limit; length === limit; offset += limit) {
    const page = await store.ask('sessions', {}, { limit, offset });
    messages += page.reduce((sum, session) => sum + (session.messages ?? 0), 0);
    calls += page.reduce((sum, session) => sum + (session.toolCalls ?? 0), 0);
    length = page.length;
  }
  return { messages, calls };
}

async function times(call) {
  const result = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await call(i + 1);
    result.push(performance.now() - start);
  }
  return result;
}
