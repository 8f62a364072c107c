import type { TicketReport } from '../../src/common/protocol.js';
import type { TicketEdit, TicketPage, TicketWork, WorkSums } from '../../src/common/ticketPage.js';
import type { TicketHost } from '../../src/common/ticketPanel.js';
import type { UsageSums } from '../../src/common/usageReport.js';

const agentLabels = { claude: 'Claude Code', codex: 'Codex' };
const hostile = '<img src=x onerror=hacked=1>[x](command:evil)‮ $(rm)';
const hour = 3_600_000;
const start = Date.UTC(2026, 10, 2, 9);

/** A host for the page of a ticket that answers from made-up figures. */
export function fakeTicket(data: string): TicketHost {
  let edited: TicketEdit = {};
  const work = workOf(data);
  const page = (): TicketPage => ({
    ...summary(data, work),
    ...(edited as Partial<TicketPage>),
    abandonedAt: null,
    durationMs: data === 'empty' ? null : 31 * hour,
    mergedKeys: data === 'empty' ? [] : ['ABC-99'],
    intervals:
      data === 'empty'
        ? []
        : [
            interval('/home/ada/shop', 'feature/ABC-123-login', 0, 9),
            interval('/home/ada/shop-fix', data === 'hostile' ? hostile : 'fix/ABC-123', 30, 44),
            interval('/home/ada/shop', 'feature/ABC-123-login', 48, null),
          ],
    work,
    workLeftOut: data === 'huge' ? 12 : 0,
    plans:
      data === 'empty'
        ? []
        : [
            {
              ...{
                id: 3,
                name: 'lock.md',
                title: data === 'hostile' ? hostile : 'Lock after three attempts',
              },
              ...{ at: start + hour, sessionId: 'claude:s0', path: null },
            },
          ],
  });
  return {
    start: () =>
      Promise.resolve({
        ...{ bundle: {}, agents: agentLabels },
        ...{ ticket: data === 'live' ? 'ABC-99' : 'ABC-123', folder: null },
      }),
    page: () => Promise.resolve(data === 'gone' ? null : page()),
    report: () => Promise.resolve(data === 'gone' ? null : report(data, work)),
    edit: (change) => {
      edited = { ...edited, ...change };
      return Promise.resolve();
    },
    act: () => Promise.resolve(),
    unmerge: () => Promise.resolve(),
    move: () => Promise.resolve(),
    moveRange: () => Promise.resolve(),
    openSession: () => Promise.resolve(),
    openPlan: () => Promise.resolve(),
    openFile: (path) => Promise.resolve(!path.includes('gone')),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

function interval(worktree: string, branch: string, from: number, to: number | null) {
  return {
    worktree,
    branch,
    startedAt: start + from * hour,
    finishedAt: to === null ? null : start + to * hour,
  };
}

function workOf(data: string): TicketWork[] {
  const count = data === 'empty' ? 0 : data === 'huge' ? 1000 : 7;
  return Array.from({ length: count }, (_, n): TicketWork => {
    const from = start + ((n * 37) % (data === 'huge' ? 2000 : 50)) * hour;
    const tokens = n === 5 ? 0 : Math.round(2_400_000 / (1 + n));
    return {
      id: `${n % 3 === 1 ? 'codex' : 'claude'}:s${n}`,
      agent: n % 3 === 1 ? 'codex' : 'claude',
      title:
        data === 'hostile'
          ? hostile
          : `${n % 2 ? 'Write the tests of' : 'Fix'} the login lock, part ${n + 1}`,
      state: n === 0 && data === 'live' ? 'active' : 'ended',
      branches: [data === 'hostile' ? hostile : 'feature/ABC-123-login'],
      firstAt: n === 4 ? null : from,
      lastAt: n === 4 ? null : from + 2 * hour,
      spans:
        n === 4
          ? []
          : [
              [from, from + hour / 2],
              [from + 1.5 * hour, from + 2 * hour],
            ],
      share: sums(tokens, n === 5 ? 0 : 1 + (n % 40), n === 5 ? 3 : 0),
      whole: sums(n % 2 ? tokens : tokens * 2.5, n === 5 ? 0 : 90, n === 5 ? 3 : 0),
      byHand: n === 2,
    };
  });
}

function sums(totalTokens: number, responses: number, unknownResponses: number): WorkSums {
  const costUsd = responses === 0 ? null : totalTokens / 400_000;
  return { responses, unknownResponses, approximateResponses: 0, totalTokens, costUsd, estimate: false };
}

function usageOf(work: readonly TicketWork[]): UsageSums {
  const add = (of: (sums: WorkSums) => number) => work.reduce((sum, { share }) => sum + of(share), 0);
  const totalTokens = add((share) => share.totalTokens);
  return {
    responses: add((share) => share.responses),
    unknownResponses: add((share) => share.unknownResponses),
    approximateResponses: 0,
    tokens: {
      ...{ input: totalTokens * 0.06, cacheRead: totalTokens * 0.8, cacheWrite5m: totalTokens * 0.1 },
      ...{ cacheWrite1h: 0, output: totalTokens * 0.04, reasoning: null },
    },
    totalTokens,
    costUsd: add((share) => share.costUsd ?? 0),
    estimate: false,
    webSearchUsd: 0,
    unpriced: totalTokens > 0 ? { 'mystery-1': 124_000 } : {},
  };
}

function summary(data: string, work: readonly TicketWork[]) {
  const never = { startedAt: null, finishedAt: null, repository: null, worktree: null, branch: null };
  const began = {
    ...{ startedAt: start, finishedAt: null, repository: '/home/ada/shop', worktree: '/home/ada/shop' },
    branch: data === 'hostile' ? hostile : 'feature/ABC-123-login',
  };
  return {
    key: 'ABC-123',
    note: data === 'hostile' ? hostile : 'Ask Ada about the lock.\nThen the docs.',
    title: data === 'hostile' ? hostile : data === 'empty' ? null : 'Lock the login after three attempts',
    state: data === 'empty' ? ('seen' as const) : ('open' as const),
    ...(data === 'empty' ? never : began),
    sessions: work.length,
    usage: usageOf(work),
  };
}

function report(data: string, work: readonly TicketWork[]): TicketReport {
  const some = data !== 'empty';
  return {
    ...summary(data, work),
    durationMs: 31 * hour,
    filesChanged: some
      ? [
          { path: 'src/login/lock.ts', added: 120, removed: 8 },
          { path: data === 'hostile' ? hostile : 'src/login/gone.ts', added: 0, removed: 44 },
          { path: 'docs/login.md', added: null, removed: null },
        ]
      : [],
    commits: some
      ? [
          {
            hash: '0123456789abcdef',
            subject: data === 'hostile' ? hostile : 'Allow three attempts',
            at: start,
          },
          { hash: 'fedcba9876543210', subject: 'Tell how long the lock holds', at: start + 5 * hour },
        ]
      : [],
    commitsProblem: null,
    topTools: some
      ? [
          { name: 'Edit', calls: 210, errors: 4 },
          { name: data === 'hostile' ? hostile : 'Bash', calls: 190, errors: 31 },
        ]
      : [],
    subAgents: some ? [{ type: 'explorer', runs: 4, totalTokens: 320_000 }] : [],
    models: some
      ? [
          { model: 'claude-opus-4-6', totalTokens: 4_100_000, costUsd: 12.4 },
          { model: 'mystery-1', totalTokens: 124_000, costUsd: null },
        ]
      : [],
    sessionIds: work.map(({ id }) => id),
  };
}
