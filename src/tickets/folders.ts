import { intervalsFor, type ResponsePlace } from '../attribution/attribute.js';
import { normalPath, samePath, type PathRules } from '../common/paths.js';
import { branchOf } from '../git/head.js';
import { realPath, resolvePlace } from '../git/place.js';
import type { StoredInterval, TicketStore } from '../store/tickets.js';
import type { TicketAttributor } from './sources.js';

/** A folder as tickets see it, at this moment. */
export interface Folder {
  repository: string | null;
  /** Without a repository the folder itself, or the one around it in which a ticket is open. */
  worktree: string;
  branch: string | null;
  /** The key that the branch names. */
  branchKey: string | null;
  /** Open in exactly this worktree. */
  exact: StoredInterval | null;
  /** Open in a folder around it that is in no repository. */
  around: StoredInterval | null;
  /** The one of both that responses made now belong to. */
  current: StoredInterval | null;
  /** Open in another worktree of the repository. */
  other: StoredInterval | null;
  /** The one in this worktree that ended last. */
  lastFinished: StoredInterval | null;
}

export interface Folders {
  at(path: string): Folder;
}

export function createFolders(options: {
  store: Pick<TicketStore, 'intervals'>;
  attributor: Pick<TicketAttributor, 'keyOf'>;
  rules: PathRules;
}): Folders {
  const { store, attributor, rules } = options;
  return {
    at(path) {
      const place = resolvePlace(path);
      const cwd = normalPath(realPath(path), rules);
      const all = store.intervals();
      const where: ResponsePlace = { cwd, ...place };
      const open = intervalsFor(
        where,
        all.filter(({ finishedAt }) => finishedAt === null),
        rules,
      );
      const current = (open.own[0] as StoredInterval | undefined) ?? null;
      const worktree = normalPath(place.worktree ?? current?.worktree ?? cwd, rules);
      const exact = current && samePath(current.worktree, worktree, rules) ? current : null;
      const branch = place.worktree === null ? null : branchOf(place.worktree);
      return {
        repository: place.repository === null ? null : normalPath(place.repository, rules),
        worktree,
        branch,
        branchKey: branch === null ? null : attributor.keyOf(branch),
        exact,
        around: exact ? null : current,
        current,
        other: (open.others[0] as StoredInterval | undefined) ?? null,
        lastFinished: lastFinished(all, worktree, rules),
      };
    },
  };
}

function lastFinished(
  intervals: readonly StoredInterval[],
  worktree: string,
  rules: PathRules,
): StoredInterval | null {
  return intervals
    .filter((interval) => interval.finishedAt !== null && samePath(interval.worktree, worktree, rules))
    .reduce<StoredInterval | null>(
      (last, interval) => (last && last.finishedAt! > interval.finishedAt! ? last : interval),
      null,
    );
}
