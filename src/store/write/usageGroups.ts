import type { Database } from '../database.js';
import type { Rollup } from '../rollup.js';
import { textHash } from '../textHash.js';

/** Which responses of a group count: those with the lowest rank. Kept in the column `counted`, so that sums are simple. */
export interface UsageGroups {
  /** Another batch begins. */
  begin(): void;
  /** The column `counted` of a new row. `lowest` is the lowest rank of its group that is stored; Infinity: none is. */
  insert(row: { group: string; rank: number; hasUsage: boolean }, lowest: number): number;
  /** Lowers a stored row's rank where the batch has a lower one. */
  update(
    id: number,
    stored: { group: string; rank: number },
    incoming: { group: string; rank: number },
  ): void;
  /** Notes that a stored row that had no usage has one now, or the other way about. */
  changeUsage(id: number, hasUsage: boolean): void;
  /** Notes that rows of a group were deleted. */
  changed(group: string): void;
  /** Corrects the rows of groups whose lowest rank changed. Returns how many rows with usage more than before are counted. */
  flush(): number;
}

export function createUsageGroups(db: Database, rollup: Pick<Rollup, 'touch'>): UsageGroups {
  const ofGroup = 'grp_hash = ?1 and grp = ?2';
  // The index gives the lowest first; min() would take three times as long.
  const lowestIn = db.prepare(
    `select rank from usage indexed by usage_group where ${ofGroup} order by rank limit 1`,
  );
  const setRank = db.prepare('update usage set grp_hash = ?, grp = ?, rank = ? where id = ?');
  const countedIn = db.prepare(
    `select count(*) from usage where ${ofGroup} and counted = 1 and has_usage = 1`,
  );
  const isCounted = db.prepare('select counted from usage where id = ?');
  const wrong = db.prepare(`select session_id, at from usage where ${ofGroup} and counted <> (rank = ?3)`);
  const correct = db.prepare(
    `update usage set counted = (rank = ?3) where ${ofGroup} and counted <> (rank = ?3)`,
  );
  const changed = new Set<string>();
  const changedUsage = new Map<number, boolean>();
  let added = 0;

  return {
    begin: () => {
      changed.clear();
      changedUsage.clear();
      added = 0;
    },
    insert: ({ group, rank, hasUsage }, lowest) => {
      if (rank < lowest && lowest !== Infinity) {
        changed.add(group);
      }
      const counted = Number(rank <= lowest);
      added += hasUsage ? counted : 0;
      return counted;
    },
    update: (id, stored, incoming) => {
      const isLower =
        incoming.rank < stored.rank || (incoming.rank === stored.rank && incoming.group < stored.group);
      if (isLower) {
        setRank.run(textHash(incoming.group), incoming.group, incoming.rank, id);
        for (const group of [stored.group, incoming.group]) {
          changed.add(group);
        }
      }
    },
    changeUsage: (id, hasUsage) => void changedUsage.set(id, hasUsage),
    changed: (group) => void changed.add(group),
    flush: () => {
      for (const [id, hasUsage] of changedUsage) {
        added += Number(isCounted.get(id)?.[0]) * (hasUsage ? 1 : -1);
      }
      for (const group of changed) {
        const of = [textHash(group), group];
        const rank = lowestIn.get(...of)?.[0];
        if (typeof rank === 'number') {
          const before = Number(countedIn.get(...of)?.[0]);
          wrong.each([...of, rank], ([session, at]) =>
            rollup.touch(Number(session), typeof at === 'number' ? at : null),
          );
          correct.run(...of, rank);
          added += Number(countedIn.get(...of)?.[0]) - before;
        }
      }
      return added;
    },
  };
}
