import { isInside, pathKey, type PathRules } from '../common/paths.js';

/** A ticket that was being worked on in a worktree in [startedAt, finishedAt), milliseconds; null: still. */
export interface TicketInterval {
  id: number;
  key: string;
  /** null: the ticket was started in a folder that is in no repository; it holds for what is below. */
  repository: string | null;
  worktree: string;
  startedAt: number;
  finishedAt: number | null;
}

/** By hand: a session, or its responses in [from, to), milliseconds; null: without that end. */
export interface TicketAssignment {
  key: string;
  from: number | null;
  to: number | null;
}

/** Where a response was made; repository and worktree are null where git knows none. */
export interface ResponsePlace {
  cwd: string | null;
  repository: string | null;
  worktree: string | null;
}

/** The intervals that can decide the tickets of one folder, those that win first. */
export interface PlaceIntervals {
  own: readonly TicketInterval[];
  /** Of other worktrees of the same repository. */
  others: readonly TicketInterval[];
}

/**
 * The ticket of a response, the first that applies: assigned by hand (of several the first in the list); started at that time
 * in its worktree; named by its branch; started at that time in another worktree of its repository. Without a time only the
 * first and the third can apply.
 */
export function ticketOf(
  at: number | null,
  branchKey: string | null,
  assignments: readonly TicketAssignment[],
  intervals: PlaceIntervals,
): string | null {
  return (
    assignments.find((assignment) => isAssigned(assignment, at))?.key ??
    covering(intervals.own, at)?.key ??
    branchKey ??
    covering(intervals.others, at)?.key ??
    null
  );
}

/** Sorts out which intervals matter for responses made in a place. */
export function intervalsFor(
  place: ResponsePlace,
  intervals: readonly TicketInterval[],
  rules: PathRules,
): PlaceIntervals {
  const key = (path: string | null) => (path === null ? null : pathKey(path, rules));
  const worktree = key(place.worktree);
  const repository = key(place.repository);
  const inOwn = (interval: TicketInterval) => {
    if (worktree !== null && key(interval.worktree) === worktree) {
      return true;
    }
    // A folder that is gone has no place any more, yet it still lies below the worktree that the ticket was started in.
    const plain = interval.repository === null || worktree === null;
    return plain && place.cwd !== null && isInside(place.cwd, interval.worktree, rules);
  };
  const own = intervals.filter(inOwn);
  const others = intervals.filter(
    (interval) => !inOwn(interval) && repository !== null && key(interval.repository) === repository,
  );
  return { own: inOrder(own), others: newestFirst(others) };
}

/** Where several were open at that time, the first. */
function covering(intervals: readonly TicketInterval[], at: number | null): TicketInterval | undefined {
  return at === null
    ? undefined
    : intervals.find(
        ({ startedAt, finishedAt }) => startedAt <= at && (finishedAt === null || at < finishedAt),
      );
}

/** What has no time goes with the part that has no beginning, which is left of a whole session even where ranges were cut out. */
function isAssigned({ from, to }: TicketAssignment, at: number | null): boolean {
  return at === null ? from === null : (from === null || at >= from) && (to === null || at < to);
}

/** The deeper folder goes before the one around it, then the newer before the older. */
function inOrder(intervals: readonly TicketInterval[]): TicketInterval[] {
  return [...intervals].sort(
    (a, b) => b.worktree.length - a.worktree.length || b.startedAt - a.startedAt || b.id - a.id,
  );
}

function newestFirst(intervals: readonly TicketInterval[]): TicketInterval[] {
  return [...intervals].sort((a, b) => b.startedAt - a.startedAt || b.id - a.id);
}
