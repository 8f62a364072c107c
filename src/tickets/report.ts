import type { PathRules } from '../common/paths.js';
import type { TicketReport } from '../common/protocol.js';
import { commitsOf, type Commit } from '../git/commits.js';
import { branchOf } from '../git/head.js';
import type { StoredInterval, TicketStore } from '../store/tickets.js';
import type { Folder } from './folders.js';
import { inTicketScope, repositoriesOf, ticketScope, type TicketScope } from './scope.js';
import type { Summaries } from './summaries.js';
import type { TicketAttributor, TicketReader } from './sources.js';

interface ReportSources {
  store: TicketStore;
  reader: TicketReader;
  summaries: Summaries;
  attributor: Pick<TicketAttributor, 'keyOf'>;
  rules: PathRules;
  now: () => number;
}

/** A report is asked for by a person who waits. */
const gitLimitMs = 5000;
const mostTools = 10;

/** Everything about a ticket that a person wants to know when it is done. */
export async function ticketReport(
  key: string,
  folder: Folder | null,
  sources: ReportSources,
): Promise<TicketReport> {
  const { store, reader, summaries, rules, now } = sources;
  const scope = ticketScope(key, repositoriesOf(folder));
  const { firstAt, filesChanged, topTools, subAgents, models, sessionIds } = reader.activityOf(scope);
  const intervals = store
    .intervals()
    .filter((interval) => interval.key === key && inTicketScope(interval.repository, scope, rules));
  const { commits, problem } = await commitsFor(scope, intervals, firstAt, sources);
  return {
    ...summaries.of(key, folder),
    durationMs: intervals.length === 0 ? null : covered(intervals, now()),
    filesChanged,
    topTools: topTools.slice(0, mostTools),
    subAgents,
    models,
    sessionIds,
    commits,
    commitsProblem: problem,
  };
}

/** Milliseconds in which the ticket was open in one worktree at least. */
export function covered(intervals: readonly StoredInterval[], now: number): number {
  let sum = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { startedAt, finishedAt } of [...intervals].sort((a, b) => a.startedAt - b.startedAt)) {
    const end = finishedAt ?? Math.max(now, startedAt);
    sum += Math.max(0, end - Math.max(startedAt, until));
    until = Math.max(until, end);
  }
  return sum;
}

/**
 * Commits of a ticket: in each worktree in which it was started, while it was open; in one that only a branch name ties to
 * it, on that branch since the first response. The same commit seen from two worktrees counts once.
 */
async function commitsFor(
  scope: TicketScope,
  intervals: readonly StoredInterval[],
  firstAt: number | null,
  { store, attributor, rules, now }: ReportSources,
): Promise<{ commits: Commit[]; problem: string | null }> {
  const queries = new Map<
    string,
    { branches: Set<string>; orHead: boolean; spans: { since: number; until: number }[] }
  >();
  for (const { worktree, repository, branch, startedAt, finishedAt } of intervals) {
    if (repository === null) {
      continue;
    }
    const query = queries.get(worktree) ?? { branches: new Set(), orHead: true, spans: [] };
    const current = finishedAt === null ? branchOf(worktree) : null;
    [branch, current].forEach((name) => name !== null && query.branches.add(name));
    query.spans.push({ since: startedAt, until: finishedAt ?? now() + 1 });
    queries.set(worktree, query);
  }
  const places = store
    .places(scope.ticket)
    .filter(({ repository }) => inTicketScope(repository, scope, rules));
  for (const { worktree, branches } of places) {
    const query = queries.get(worktree);
    const named = branches.filter((branch) => attributor.keyOf(branch) === scope.ticket);
    if (query) {
      branches.forEach((branch) => query.branches.add(branch));
    } else if (named.length > 0 && firstAt !== null) {
      queries.set(worktree, {
        branches: new Set(named),
        // Its branch is gone, and what is checked out now may be another ticket's.
        orHead: false,
        spans: [{ since: firstAt, until: now() + 1 }],
      });
    }
  }
  const results = await Promise.all(
    [...queries].map(([worktree, { branches, orHead, spans }]) =>
      commitsOf({ worktree, branches: [...branches], orHead, spans }, { timeoutMs: gitLimitMs }),
    ),
  );
  const commits = new Map(results.flatMap((result) => result.commits.map((commit) => [commit.hash, commit])));
  return {
    commits: [...commits.values()].sort((a, b) => a.at - b.at),
    problem: results.find((result) => result.problem !== null)?.problem ?? null,
  };
}
