import { samePath, type PathRules } from '../common/paths.js';
import type { TicketSummary } from '../common/protocol.js';
import type { UsageRow } from '../common/usageReport.js';
import type { LastSeen, StoredInterval, TicketDetails, TicketStore } from '../store/tickets.js';
import type { Folder } from './folders.js';
import { inTicketScope, repositoriesOf, ticketScope, type TicketScope } from './scope.js';
import type { TicketReader } from './sources.js';

export interface Summaries {
  /** Open ones first, then the newest. `folders`: only tickets with work there; null: all. */
  list(folders: readonly string[] | null): TicketSummary[];
  /** One ticket, as it is in a folder where it was worked on in several. */
  of(key: string, folder: Folder | null): TicketSummary;
  /** Whether the ticket was ever started, assigned or named by a branch that responses were made on. */
  has(key: string): boolean;
}

export function createSummaries(options: {
  store: TicketStore;
  reader: TicketReader;
  rules: PathRules;
}): Summaries {
  const { store, reader, rules } = options;
  const facts = (key?: string) => ({
    details: store.details(),
    seen: store.lastSeen(key),
    intervals: groupBy(store.intervals(), ({ key }) => key),
  });
  const make = (
    scope: TicketScope,
    sums: Sums,
    { details, seen, intervals }: ReturnType<typeof facts>,
    folder: Folder | null,
  ) => {
    const here = ({ repository }: { repository: string | null }) => inTicketScope(repository, scope, rules);
    const last = seen.get(scope.ticket);
    return summary(
      scope.ticket,
      details.get(scope.ticket) ?? null,
      inFolderFirst((intervals.get(scope.ticket) ?? []).filter(here), folder, rules),
      last && here(last) ? last : folder?.branchKey === scope.ticket ? folder : null,
      sums,
    );
  };
  return {
    list(folders) {
      const known = facts();
      const all = new Map(reader.usage({ by: 'ticket' }).rows.map((row) => [row.key, sumsOfRow(row)]));
      const keys = folders ? keysIn(folders, known.intervals, reader) : known.intervals.keys();
      const wanted = new Set(keys);
      if (!folders) {
        all.forEach((_, key) => key !== null && wanted.add(key));
        store.assignedKeys().forEach((key) => wanted.add(key));
      }
      return [...wanted]
        .map((key) => {
          const scope = ticketScope(key, folders);
          const sums = (scope.repositories ? null : all.get(key)) ?? sumsOf(reader, scope);
          const item = make(scope, sums, known, null);
          return { item, at: Math.max(item.startedAt ?? 0, known.seen.get(key)?.at ?? 0) };
        })
        .sort(
          (a, b) =>
            Number(b.item.state === 'open') - Number(a.item.state === 'open') ||
            b.at - a.at ||
            (a.item.key < b.item.key ? -1 : 1),
        )
        .map(({ item }) => item);
    },
    of(key, folder) {
      const scope = ticketScope(key, repositoriesOf(folder));
      return make(scope, sumsOf(reader, scope), facts(key), folder);
    },
    has: (key) => store.isKnown(key),
  };
}

type Sums = Pick<TicketSummary, 'sessions' | 'usage'>;

/** Sums of one ticket: zeros when it has no responses. */
function sumsOf(reader: TicketReader, scope: TicketScope): Sums {
  return scope.repositories
    ? reader.usageOf(scope)
    : sumsOfRow(reader.usage({ by: 'none', ticket: scope.ticket }).totals);
}

function keysIn(
  folders: readonly string[],
  intervals: ReadonlyMap<string, readonly StoredInterval[]>,
  reader: TicketReader,
): string[] {
  const withWork = reader
    .usage({ by: 'ticket', filter: { folders } })
    .rows.flatMap(({ key }) => (key === null ? [] : [key]));
  const started = [...intervals].flatMap(([key, list]) =>
    list.some(
      ({ worktree, repository }) =>
        folders.includes(worktree) || (repository !== null && folders.includes(repository)),
    )
      ? [key]
      : [],
  );
  return [...started, ...withWork];
}

function summary(
  key: string,
  details: TicketDetails | null,
  intervals: readonly StoredInterval[],
  seen: Pick<LastSeen, 'repository' | 'worktree' | 'branch'> | null,
  { sessions, usage }: Sums,
): TicketSummary {
  const shown = intervals[0];
  const isOpen = intervals.some(({ finishedAt }) => finishedAt === null);
  const givenUp = (details?.abandonedAt ?? null) !== null;
  return {
    key,
    title: details?.title ?? null,
    note: details?.note ?? null,
    state: isOpen ? 'open' : givenUp ? 'abandoned' : shown ? 'finished' : 'seen',
    startedAt: shown ? Math.min(...intervals.map(({ startedAt }) => startedAt)) : null,
    finishedAt: isOpen || !shown ? null : Math.max(...intervals.map(({ finishedAt }) => finishedAt ?? 0)),
    repository: shown ? shown.repository : (seen?.repository ?? null),
    worktree: shown ? shown.worktree : (seen?.worktree ?? null),
    branch: shown ? shown.branch : (seen?.branch ?? null),
    sessions,
    usage,
  };
}

/** The sums of a row without its keys. */
function sumsOfRow(row: UsageRow): Sums {
  const { sessions, responses, unknownResponses, tokens, totalTokens } = row;
  const { approximateResponses, costUsd, estimate, webSearchUsd, unpriced } = row;
  return {
    sessions,
    usage: {
      ...{ responses, unknownResponses, approximateResponses, tokens, totalTokens },
      ...{ costUsd, estimate, webSearchUsd, unpriced },
    },
  };
}

/** Those of the folder's worktree first, then open ones, then the newest. */
function inFolderFirst(
  intervals: readonly StoredInterval[],
  folder: Folder | null,
  rules: PathRules,
): StoredInterval[] {
  const here = ({ worktree }: StoredInterval) =>
    Number(folder !== null && samePath(worktree, folder.worktree, rules));
  const open = ({ finishedAt }: StoredInterval) => Number(finishedAt === null);
  return [...intervals].sort((a, b) => here(b) - here(a) || open(b) - open(a) || b.startedAt - a.startedAt);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}
