import type { SessionSummary, TicketReport } from '../../src/common/protocol.js';
import type { UsageSums } from '../../src/common/usageReport.js';

/** What a hostile session may put anywhere. */
export const hostile =
  '<img src=x onerror=alert(1)> [run](command:workbench.action.quit) $(alert) **b** `c` | d\n# e \u001b[31mred\u001b[0m \u202eevil\u0007 <https://evil.example>';

export function usage(over: Partial<UsageSums> = {}): UsageSums {
  return {
    responses: 2,
    unknownResponses: 0,
    approximateResponses: 0,
    tokens: {
      input: 1000,
      cacheRead: 8000,
      cacheWrite5m: 2000,
      cacheWrite1h: 1000,
      output: 345,
      reasoning: null,
    },
    totalTokens: 12_345,
    costUsd: 0.42,
    estimate: false,
    webSearchUsd: 0,
    unpriced: {},
    ...over,
  };
}

export function session(over: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id: 'one:1',
    agent: 'one',
    agentSessionId: '1',
    parentId: null,
    forkedFrom: null,
    title: 'Fix the login',
    tags: [],
    category: null,
    favourite: false,
    archived: false,
    cwd: '/home/you/shop',
    repository: '/home/you/shop',
    branches: ['main'],
    tickets: ['WEB-42'],
    models: ['m'],
    startedAt: 0,
    endedAt: 60_000,
    state: 'ended',
    running: null,
    headless: false,
    client: null,
    agentVersion: null,
    agentType: null,
    messages: 3,
    toolCalls: 1,
    errors: 0,
    subAgents: 0,
    usage: usage(),
    file: '/f.jsonl',
    ...over,
  };
}

export function ticketReport(over: Partial<TicketReport> = {}): TicketReport {
  return {
    key: 'WEB-42',
    note: null,
    title: 'Login',
    state: 'finished',
    startedAt: Date.UTC(2026, 0, 2, 3, 4),
    finishedAt: Date.UTC(2026, 0, 2, 5, 4),
    repository: '/home/you/shop',
    worktree: '/home/you/shop',
    branch: 'feature/WEB-42',
    sessions: 1,
    usage: usage(),
    durationMs: 2 * 3_600_000,
    filesChanged: [{ path: 'src/login.ts', added: 3, removed: 1 }],
    commits: [{ hash: '0123456789abcdef', subject: 'Allow three attempts', at: 0 }],
    commitsProblem: null,
    topTools: [{ name: 'Bash', calls: 4, errors: 1 }],
    subAgents: [{ type: 'Explore', runs: 1, totalTokens: 999 }],
    models: [{ model: 'm', totalTokens: 12_345, costUsd: null }],
    sessionIds: ['one:1'],
    ...over,
  };
}
